package host

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// decode reads a resource's answer, which must be 200 and JSON.
func decode[Answer any](t *testing.T, h *host, method, url, body string) Answer {
	t.Helper()
	status, raw := h.call(t, sample, method, url, []byte(body))
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, url, status, raw)
	}
	var answer Answer
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%s %s: %v: %s", method, url, err, raw)
	}
	return answer
}

func TestTheCatalogueDescribesEachDetector(t *testing.T) {
	type parameter struct {
		Name, Type, Summary       string
		Default, Minimum, Maximum any
	}
	type detector struct {
		ID, Name, Summary, Cost string
		Reference               struct{ Title, URL string }
		MinimumHistory          int
		Parameters              []parameter
	}
	detectors := decode[[]detector](t, start(t), http.MethodGet, "detectors", "")
	var ids []string
	for _, d := range detectors {
		ids = append(ids, d.ID)
		if d.Name == "" || d.Summary == "" || d.Reference.Title == "" || !strings.HasPrefix(d.Reference.URL, "https://") {
			t.Errorf("%s is not described: %+v", d.ID, d)
		}
		if !slices.Contains([]string{"low", "medium", "high"}, d.Cost) {
			t.Errorf("%s has the cost %q", d.ID, d.Cost)
		}
		for _, p := range d.Parameters {
			if p.Name == "" || p.Summary == "" || !slices.Contains([]string{"number", "integer", "season"}, p.Type) {
				t.Errorf("%s has a parameter that no editor can show: %+v", d.ID, p)
			}
		}
	}
	slices.Sort(ids)
	want := []string{
		"auto", "cusum", "dense_autoencoder", "ewma", "hampel", "holt_winters", "isolation_forest", "local_outlier_factor",
		"lstm_autoencoder", "one_class_svm", "seasonal_esd", "z_score",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("detectors are %v, the contract names %v", ids, want)
	}
}

func TestThePresetClassicIsWhatTheContractSays(t *testing.T) {
	type preset struct {
		ID        string
		Threshold float64
		Ensemble  []struct {
			Detector string
			Weight   float64
		}
	}
	presets := decode[[]preset](t, start(t), http.MethodGet, "presets", "")
	at := slices.IndexFunc(presets, func(p preset) bool { return p.ID == "classic" })
	if at < 0 || presets[at].Threshold != 0.6 {
		t.Fatalf("%+v", presets)
	}
	classic := presets[at]
	want := map[string]float64{"isolation_forest": 0.3, "lstm_autoencoder": 0.3, "z_score": 0.2, "seasonal_esd": 0.2}
	for _, member := range classic.Ensemble {
		if math.Abs(want[member.Detector]-member.Weight) > 1e-12 {
			t.Errorf("%s weighs %v, not %v", member.Detector, member.Weight, want[member.Detector])
		}
	}
	if len(classic.Ensemble) != len(want) {
		t.Errorf("%+v", classic.Ensemble)
	}
}

func TestTheModelSaysWhatItIs(t *testing.T) {
	type model struct {
		ID, SHA256, TrainedOn string
		Window                int
		Loaded                bool
		Error                 *string
	}
	m := decode[model](t, start(t), http.MethodGet, "model-info", "")
	if !m.Loaded || m.ID == "" || len(m.SHA256) != 64 || m.Window <= 0 || m.TrainedOn == "" || m.Error != nil {
		t.Fatalf("%+v", m)
	}
}

func TestNamesForTheEditors(t *testing.T) {
	h := start(t)
	for url, want := range map[string]string{
		"metrics-names?match=":                         "latency_ms",
		"metrics-names?match=latency":                  "latency_ms",
		"labels?metric=latency_ms":                     "service",
		"labels?metric=":                               "service",
		"label-values?label=service&metric=":           "checkout",
		"label-values?label=service&metric=latency_ms": "checkout",
	} {
		if names := decode[[]string](t, h, http.MethodGet, url, ""); !slices.Contains(names, want) {
			t.Errorf("%s: %v has no %s", url, names, want)
		}
	}
	if names := decode[[]string](t, h, http.MethodGet, "label-values?label=nosuch&metric=", ""); len(names) != 0 {
		t.Errorf("values of a label that does not exist: %v", names)
	}
}

func TestPostedPointsAreScored(t *testing.T) {
	const interval, spike = 60_000, 700
	first := now.UnixMilli() / interval * interval
	points := make([]string, 720)
	for i := range points {
		value := fmt.Sprintf("%.3f", 50+5*math.Sin(float64(i)/7))
		if i == spike {
			value = "500"
		}
		if i == spike-5 {
			value = "null"
		}
		points[i] = fmt.Sprintf("[%d,%s]", first+int64(i)*interval, value)
	}
	type point struct {
		TimeMs          int64
		Value, Score    *float64
		Severity        *float64
		Votes           map[string]*float64
		Expected, Lower *float64
	}
	body := fmt.Sprintf(`{"interval":"1m","detection":{},"points":[%s]}`, strings.Join(points, ","))
	answer := decode[struct {
		Points  []point
		Notices []any
	}](t, start(t), http.MethodPost, "detect", body)
	if len(answer.Points) != len(points) || answer.Notices == nil {
		t.Fatalf("%d points, notices %v", len(answer.Points), answer.Notices)
	}
	if gap := answer.Points[spike-5]; gap.Value != nil || gap.Score != nil || gap.Severity != nil {
		t.Errorf("a gap was scored: %+v", gap)
	}
	peak := answer.Points[spike]
	if peak.TimeMs != first+spike*interval || peak.Score == nil {
		t.Fatalf("%+v", peak)
	}
	if len(peak.Votes) != 4 {
		t.Errorf("votes of %d detectors", len(peak.Votes))
	}
	for i, p := range answer.Points {
		if p.Score != nil && (*p.Score < 0 || *p.Score > 1 || i != spike && *p.Score > *peak.Score) {
			t.Errorf("point %d has the score %v, the spike %v", i, *p.Score, *peak.Score)
		}
	}
}

func TestTheCacheCanBeCleared(t *testing.T) {
	h := start(t)
	h.frames(t, query("A", nil))
	type cleared struct{ Cleared *int }
	if answer := decode[cleared](t, h, http.MethodPost, "cache/clear", ""); answer.Cleared == nil || *answer.Cleared < 1 {
		t.Errorf("after a query: %+v", answer)
	}
	if answer := decode[cleared](t, h, http.MethodPost, "cache/clear", ""); answer.Cleared == nil || *answer.Cleared != 0 {
		t.Errorf("the second time: %+v", answer)
	}
}

func TestAViewerCannotClearTheCache(t *testing.T) {
	h := start(t)
	viewer := sample
	viewer.role = "Viewer"
	status, body := h.call(t, viewer, http.MethodPost, "cache/clear", nil)
	if status != http.StatusForbidden || !strings.Contains(string(body), "Editor or Admin") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := h.call(t, viewer, http.MethodGet, "detectors", nil); status != http.StatusOK {
		t.Errorf("what only reads: %d %s", status, body)
	}
}

func TestResourcesThatCannotBeAnsweredSayWhy(t *testing.T) {
	h := start(t)
	for name, c := range map[string]struct {
		method, url, body string
		status            int
		named             string
	}{
		"an unknown path":           {http.MethodGet, "no/such/path", "", 404, "no/such/path"},
		"an empty path":             {http.MethodGet, "", "", 404, ""},
		"another method":            {http.MethodPost, "detectors", "", 0, "detectors"},
		"values of no label":        {http.MethodGet, "label-values?metric=up", "", 400, "label"},
		"detect without a body":     {http.MethodPost, "detect", "", 400, ""},
		"detect with half a body":   {http.MethodPost, "detect", `{"points":`, 400, ""},
		"detect with a wrong field": {http.MethodPost, "detect", `{"points":[],"detecton":{}}`, 400, "detecton"},
		"detect with a wrong point": {http.MethodPost, "detect", `{"points":[["now",1]]}`, 400, "points[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			status, raw := h.call(t, sample, c.method, c.url, []byte(c.body))
			var answer struct{ Error string }
			if err := json.Unmarshal(raw, &answer); err != nil || answer.Error == "" {
				t.Fatalf("%d %s: no error in JSON: %v", status, raw, err)
			}
			if status < 400 || status > 599 || c.status != 0 && status != c.status {
				t.Errorf("status %d, not %d: %s", status, c.status, answer.Error)
			}
			if !strings.Contains(answer.Error, c.named) {
				t.Errorf("the error does not name %q: %s", c.named, answer.Error)
			}
		})
	}
}

package host

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestABadQueryHarmsNoneOfItsNeighbours(t *testing.T) {
	h := start(t)
	raw := func(json string) backend.DataQuery {
		q := query("BAD", nil)
		q.JSON = []byte(json)
		return q
	}
	detection := func(with fields) backend.DataQuery { return query("BAD", fields{"detection": with}) }
	good := h.frames(t, query("A", nil))
	for name, c := range map[string]struct {
		bad   backend.DataQuery
		named []string
	}{
		"an unknown field":              {query("BAD", fields{"treshold": 1}), []string{"treshold"}},
		"an unknown nested field":       {detection(fields{"treshold": 1}), []string{"detection", "treshold"}},
		"an unknown field in a list":    {detection(fields{"ensemble": []fields{{"detector": "z_score", "weight": 1, "wait": 1}}}), []string{"detection.ensemble[0]", "wait"}},
		"an unknown parameter":          {detection(fields{"ensemble": []fields{{"detector": "z_score", "weight": 1, "parameters": fields{"windov": 9}}}}), []string{"windov"}},
		"an unknown detector":           {detection(fields{"ensemble": []fields{{"detector": "magic", "weight": 1}}}), []string{"magic"}},
		"a negative weight":             {detection(fields{"ensemble": []fields{{"detector": "z_score", "weight": -1}}}), []string{"weight", "-1"}},
		"an empty ensemble":             {detection(fields{"ensemble": []fields{}}), []string{"ensemble"}},
		"a wrong type":                  {detection(fields{"threshold": "high"}), []string{"detection.threshold", "high"}},
		"a threshold of 0":              {detection(fields{"threshold": 0}), []string{"threshold", "0"}},
		"a threshold above 1":           {detection(fields{"threshold": 1.5}), []string{"threshold", "1.5"}},
		"an interval without a unit":    {detection(fields{"interval": "90"}), []string{"interval", "90"}},
		"an interval that is too short": {detection(fields{"interval": "1ms"}), []string{"interval", "1ms"}},
		"an interval that is too long":  {detection(fields{"interval": "2d"}), []string{"interval", "2d"}},
		"too little history":            {detection(fields{"history": "5m"}), []string{"history", "5m"}},
		"too much history":              {detection(fields{"history": "500d"}), []string{"history", "500d"}},
		"an unknown season":             {detection(fields{"season": "winter"}), []string{"season", "winter"}},
		"an unknown preset":             {detection(fields{"preset": "modern"}), []string{"preset", "modern"}},
		"an unknown direction":          {detection(fields{"direction": "sideways"}), []string{"direction", "sideways"}},
		"an unknown severity scheme":    {detection(fields{"severity": "five_level"}), []string{"severity", "five_level"}},
		"an unknown output":             {query("BAD", fields{"output": "table"}), []string{"output", "table"}},
		"an unknown time zone":          {query("BAD", fields{"timezone": "Mars/Olympus"}), []string{"timezone", "Mars/Olympus"}},
		"a newer version":               {query("BAD", fields{"version": 2}), []string{"version", "2"}},
		"another source's query":        {query("BAD", fields{"source": fields{"kind": "prometheus", "expr": "up"}}), []string{"prometheus", "sample"}},
		"a source's unknown field":      {query("BAD", fields{"source": fields{"kind": "sample", "expr": "up"}}), []string{"source", "expr"}},
		"a broken regular expression":   {query("BAD", fields{"source": fields{"kind": "sample", "metric": "("}}), []string{"metric", "("}},
		"no source":                     {raw(`{"refId":"BAD"}`), []string{"source"}},
		"half a JSON":                   {raw(`{"refId":"BAD","source":`), nil},
		"no object":                     {raw(`[1,2]`), nil},
		"nothing":                       {raw(``), nil},
		"text that is not UTF-8":        {raw("{\"source\":\"\xff\"}"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			answers := h.ask(t, sample, query("A", nil), c.bad, query("B", nil))
			bad := answers["BAD"]
			if bad.Error == nil || len(bad.Frames) != 0 {
				t.Fatalf("no error, %d frames", len(bad.Frames))
			}
			if bad.Status != backend.StatusBadRequest {
				t.Errorf("status %d: %v", bad.Status, bad.Error)
			}
			for _, named := range c.named {
				if !strings.Contains(bad.Error.Error(), named) {
					t.Errorf("the error does not name %q: %v", named, bad.Error)
				}
			}
			for _, refID := range []string{"A", "B"} {
				if answers[refID].Error != nil || len(answers[refID].Frames) != len(good) {
					t.Errorf("query %s: %v, %d frames", refID, answers[refID].Error, len(answers[refID].Frames))
				}
			}
		})
	}
}

func TestASourceThatDoesNotAnswerIsTheSourcesFault(t *testing.T) {
	h := start(t)
	from := source{url: "http://127.0.0.1:1", jsonData: `{"kind":"prometheus"}`}
	for name, c := range map[string]struct {
		expr   string
		status backend.Status
		named  string
	}{
		"nobody listens":                     {"up", backend.StatusBadGateway, "127.0.0.1:1"},
		"a range that depends on the zoom":   {"rate(up[$__range])", backend.StatusBadRequest, "$__range"},
		"the same in the other form":         {"rate(up[${__range_s}s])", backend.StatusBadRequest, "__range_s"},
		"an expression that was not written": {"", backend.StatusBadRequest, "expr"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := h.ask(t, from, query("A", fields{"source": fields{"kind": "prometheus", "expr": c.expr}}))["A"]
			if answer.Error == nil || answer.Status != c.status || !strings.Contains(answer.Error.Error(), c.named) {
				t.Errorf("status %d, %v; expected %d with %q", answer.Status, answer.Error, c.status, c.named)
			}
		})
	}
}

package host

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// explanation is meta.custom.seismo.
type explanation struct {
	ContractVersion                                        int
	Algorithm, Preset, SeverityScheme, Direction, Timezone string
	Threshold                                              float64
	IntervalMs, HistoryMs, HistoryUsedMs, BlockStartMs     int64
	Season                                                 *struct {
		Mode    string
		Samples int
	}
	Detectors []struct {
		ID, Name, State string
		Reason          *string
		Weight          float64
		Parameters      map[string]any
	}
	Counts struct{ Points, Scored, Gaps, Anomalies, Low, Medium, High, Critical int }
	Events []struct {
		FromMs, ToMs, PeakMs int64
		Points, Severity     int
		PeakScore            float64
		Value, Expected      *float64
	}
	Thinned *struct{ From, To int }
	Dropped []struct {
		What, Why string
		Count     int
	}
}

func explain(t *testing.T, frame *data.Frame) explanation {
	t.Helper()
	if frame.Meta == nil {
		t.Fatalf("%s has no meta", frame.Name)
	}
	raw, err := json.Marshal(frame.Meta.Custom)
	if err != nil {
		t.Fatal(err)
	}
	var custom struct{ Seismo *explanation }
	if err := json.Unmarshal(raw, &custom); err != nil || custom.Seismo == nil {
		t.Fatalf("meta.custom of %s: %v: %s", frame.Name, err, raw)
	}
	return *custom.Seismo
}

// column finds a field of a panel frame.
func column(t *testing.T, frame *data.Frame, name string) *data.Field {
	t.Helper()
	field, at := frame.FieldByName(name)
	if at < 0 {
		t.Fatalf("%s has no field %s", frame.Name, name)
	}
	return field
}

// at is the number in a row; ok is false in a gap.
func at(field *data.Field, row int) (number float64, ok bool) {
	value, ok := field.ConcreteAt(row)
	if !ok {
		return math.NaN(), false
	}
	return value.(float64), true
}

// rows are the rows of a frame by time: each a line of all its numbers, bit for bit.
func rows(frame *data.Frame) map[int64]string {
	lines := map[int64]string{}
	for row := range frame.Rows() {
		line := ""
		for _, field := range frame.Fields[1:] {
			number, ok := at(field, row)
			line += fmt.Sprintf(" %s=%x/%t", field.Name, math.Float64bits(number), ok)
		}
		lines[frame.Fields[0].At(row).(time.Time).UnixMilli()] = line
	}
	return lines
}

var members = []string{"isolation_forest", "lstm_autoencoder", "z_score", "seasonal_esd"}

func TestTheWholeFleetInPanelFrames(t *testing.T) {
	frames := start(t).frames(t, query("A", fields{"source": fields{"kind": "sample"}}))
	if len(frames) < 2 {
		t.Fatalf("%d frames", len(frames))
	}
	seen, anomalies := map[string]bool{}, 0
	for _, frame := range frames {
		t.Run(frame.Name, func(t *testing.T) {
			checkPanelFrame(t, frame)
			labels := frame.Fields[1].Labels.String()
			if seen[labels] {
				t.Errorf("two frames have the labels %s", labels)
			}
			seen[labels] = true
			anomalies += explain(t, frame).Counts.Anomalies
		})
	}
	if anomalies == 0 {
		t.Error("the sample fleet shows no anomaly")
	}
}

// checkPanelFrame holds a frame against the contract.
func checkPanelFrame(t *testing.T, frame *data.Frame) {
	t.Helper()
	info := explain(t, frame)
	want := []string{"time", "value", "expected", "lower", "upper", "score", "severity"}
	for _, detector := range info.Detectors {
		want = append(want, "score_"+detector.ID)
	}
	var names []string
	for _, field := range frame.Fields {
		names = append(names, field.Name)
	}
	if !slices.Equal(names, want) {
		t.Fatalf("fields are %v, not %v", names, want)
	}
	if frame.RefID != "A" {
		t.Errorf("refId is %q", frame.RefID)
	}
	if frame.Fields[0].Type() != data.FieldTypeTime {
		t.Errorf("time is %s", frame.Fields[0].Type())
	}
	value := frame.Fields[1]
	for _, field := range frame.Fields[1:] {
		if field.Type() != data.FieldTypeNullableFloat64 {
			t.Errorf("%s is %s", field.Name, field.Type())
		}
		if len(field.Labels) == 0 || field.Labels.String() != value.Labels.String() {
			t.Errorf("%s has the labels {%s}, value has {%s}", field.Name, field.Labels, value.Labels)
		}
	}
	if frame.Name == "" || value.Config == nil || value.Config.DisplayNameFromDS != frame.Name {
		t.Errorf("the legend: frame %q, value %+v", frame.Name, value.Config)
	}
	for _, field := range frame.Fields[2:] {
		if field.Config == nil || !strings.HasPrefix(field.Config.DisplayNameFromDS, frame.Name+" ") {
			t.Errorf("%s of %s is called %+v", field.Name, frame.Name, field.Config)
		}
	}
	checkRows(t, frame, info)
	checkExplanation(t, frame, info)
}

func checkRows(t *testing.T, frame *data.Frame, info explanation) {
	t.Helper()
	severity, score := column(t, frame, "severity"), column(t, frame, "score")
	previous, anomalies := int64(math.MinInt64), 0
	for row := range frame.Rows() {
		ms := frame.Fields[0].At(row).(time.Time).UnixMilli()
		if ms <= previous || ms%info.IntervalMs != 0 {
			t.Fatalf("row %d at %d ms, after %d ms, is off the grid of %d ms", row, ms, previous, info.IntervalMs)
		}
		previous = ms
		if ms > now.UnixMilli() {
			t.Errorf("row %d, the interval up to %d ms, is not complete yet", row, ms)
		}
		if _, ok := at(frame.Fields[1], row); !ok {
			for _, field := range frame.Fields[5:] {
				if number, ok := at(field, row); ok {
					t.Errorf("%s is %v in the gap of row %d", field.Name, number, row)
				}
			}
		}
		for _, field := range frame.Fields[1:] {
			if number, ok := at(field, row); ok && (math.IsNaN(number) || math.IsInf(number, 0)) {
				t.Errorf("%s is %v in row %d: a gap is null", field.Name, number, row)
			}
		}
		level, scored := at(severity, row)
		confidence, alsoScored := at(score, row)
		if scored != alsoScored {
			t.Fatalf("row %d has a score (%t) or a severity (%t) alone", row, alsoScored, scored)
		}
		if !scored {
			continue
		}
		if confidence < 0 || confidence > 1 || level != math.Trunc(level) || level < 0 || level > 4 {
			t.Errorf("row %d: score %v, severity %v", row, confidence, level)
		}
		if (level >= 1) != (confidence >= info.Threshold) {
			t.Errorf("row %d: score %v against the threshold %v, severity %v", row, confidence, info.Threshold, level)
		}
		if level >= 1 {
			anomalies++
		}
	}
	if anomalies != info.Counts.Anomalies {
		t.Errorf("%d anomalous rows, %d counted: thinning must keep every one", anomalies, info.Counts.Anomalies)
	}
	if info.Thinned == nil && frame.Rows() != info.Counts.Points {
		t.Errorf("%d rows, %d counted", frame.Rows(), info.Counts.Points)
	}
}

func checkExplanation(t *testing.T, frame *data.Frame, info explanation) {
	t.Helper()
	if info.ContractVersion != 1 || info.Algorithm == "" || info.Preset != "classic" || info.Threshold != 0.6 ||
		info.SeverityScheme != "four_level" || info.Direction != "both" || info.Timezone != "UTC" {
		t.Errorf("%+v", info)
	}
	if info.IntervalMs != 60_000 || info.HistoryMs != 7*24*3_600_000 || info.HistoryUsedMs <= 0 {
		t.Errorf("interval %d, history %d, used %d", info.IntervalMs, info.HistoryMs, info.HistoryUsedMs)
	}
	c := info.Counts
	if c.Low+c.Medium+c.High+c.Critical != c.Anomalies || c.Scored+c.Gaps > c.Points || c.Points == 0 {
		t.Errorf("counts that do not add up: %+v", c)
	}
	var ids []string
	weights := 0.0
	for _, detector := range info.Detectors {
		ids = append(ids, detector.ID)
		weights += detector.Weight
		if detector.Name == "" || detector.State != "voting" && (detector.State != "dropped" || detector.Reason == nil) {
			t.Errorf("%+v", detector)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(members))) {
		t.Errorf("detectors are %v", ids)
	}
	if math.Abs(weights-1) > 1e-9 {
		t.Errorf("the weights add up to %v", weights)
	}
	points := 0
	for _, event := range info.Events {
		points += event.Points
		if event.FromMs > event.PeakMs || event.PeakMs > event.ToMs || event.Severity < 1 || event.PeakScore < info.Threshold {
			t.Errorf("%s: an event that contradicts itself: %+v", frame.Name, event)
		}
	}
	if points < c.Anomalies {
		t.Errorf("events hold %d rows, %d are anomalous", points, c.Anomalies)
	}
}

func TestTheZoomChangesNoScore(t *testing.T) {
	h := start(t)
	wide := query("A", nil)
	wide.TimeRange.From = now.Add(-48 * time.Hour)
	wide.MaxDataPoints = 100_000
	narrow := wide
	narrow.MaxDataPoints, narrow.Interval = 50, time.Hour
	all, few := h.frames(t, wide)[0], h.frames(t, narrow)[0]
	thinned, whole := explain(t, few), explain(t, all)
	if whole.Thinned != nil || thinned.Thinned == nil || few.Rows() >= all.Rows() {
		t.Fatalf("%d rows and %d: %+v, %+v", all.Rows(), few.Rows(), whole.Thinned, thinned.Thinned)
	}
	if thinned.Counts != whole.Counts || len(thinned.Events) != len(whole.Events) {
		t.Errorf("counts over all rows: %+v, %+v", whole.Counts, thinned.Counts)
	}
	sameWhereBoth(t, rows(all), rows(few), few.Rows())
}

func TestThereIsNoHindsight(t *testing.T) {
	h := start(t)
	late := query("A", nil)
	late.MaxDataPoints = 100_000
	early := late
	early.TimeRange = backend.TimeRange{From: now.Add(-9 * time.Hour), To: now.Add(-2 * time.Hour)}
	sameWhereBoth(t, rows(h.frames(t, late)[0]), rows(h.frames(t, early)[0]), 4*60-1)
}

func TestColdAndWarmAnswersAreEqual(t *testing.T) {
	h := start(t)
	q := query("A", nil)
	cold := rows(h.frames(t, q)[0])
	sameWhereBoth(t, cold, rows(h.frames(t, q)[0]), len(cold))
	h.call(t, sample, "POST", "cache/clear", nil)
	sameWhereBoth(t, cold, rows(h.frames(t, q)[0]), len(cold))
	sameWhereBoth(t, cold, rows(start(t).frames(t, q)[0]), len(cold))
}

// sameWhereBoth compares the rows that both answers have, of which there are at least so many.
func sameWhereBoth(t *testing.T, one, other map[int64]string, atLeast int) {
	t.Helper()
	both := 0
	for ms, line := range other {
		if before, ok := one[ms]; ok {
			both++
			if before != line {
				t.Fatalf("the row at %d ms changed:\n%s\n%s", ms, before, line)
			}
		}
	}
	if both < atLeast {
		t.Fatalf("only %d rows in common, expected %d", both, atLeast)
	}
}

func TestDetectionOptionsReachTheFrame(t *testing.T) {
	h := start(t)
	all := explain(t, h.frames(t, query("A", nil))[0])
	frame := h.frames(t, query("A", fields{
		"timezone": "Europe/Berlin",
		"source":   fields{"kind": "sample", "metric": "latency_ms", "service": "checkout", "legend": "{{service}} latency"},
		"detection": fields{
			"threshold": 0.9, "direction": "above", "interval": "5m", "history": "3d", "season": "off", "severity": "three_level",
			"ensemble": []fields{{"detector": "z_score", "weight": 3, "parameters": fields{"window": 50}}},
		},
	}))[0]
	info := explain(t, frame)
	if frame.Name != "checkout latency" {
		t.Errorf("the legend is %q", frame.Name)
	}
	if info.Threshold != 0.9 || info.Direction != "above" || info.IntervalMs != 300_000 || info.HistoryMs != 3*24*3_600_000 ||
		info.Season != nil || info.SeverityScheme != "three_level" || info.Timezone != "Europe/Berlin" {
		t.Errorf("%+v", info)
	}
	if len(info.Detectors) != 1 || info.Detectors[0].ID != "z_score" || info.Detectors[0].Weight != 1 ||
		info.Detectors[0].Parameters["window"] != 50.0 {
		t.Errorf("%+v", info.Detectors)
	}
	if _, at := frame.FieldByName("score_isolation_forest"); at >= 0 {
		t.Error("a detector that was not asked has a field")
	}
	if info.Counts.Points >= all.Counts.Points {
		t.Errorf("%d points of 5 minutes, %d of one", info.Counts.Points, all.Counts.Points)
	}
}

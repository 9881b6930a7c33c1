package host

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// fromAlert are the headers of an alert rule's evaluation.
var fromAlert = map[string]string{"FromAlert": "true", "X-Rule-Uid": "rule-1"}

func TestAnAlertRuleGetsOneWideNumberASeries(t *testing.T) {
	h := start(t)
	whole := fields{"kind": "sample", "metric": "latency_ms"}
	for _, c := range []struct{ asked, got string }{
		{"", "score"}, {"panel", "score"}, {"score", "score"}, {"severity", "severity"}, {"value", "value"}, {"expected", "expected"},
		{"deviation", "deviation"}, {"lower", "lower"}, {"upper", "upper"}, {"cause", "cause"},
		{"cause_samples", "cause_samples"}, {"cause_size", "cause_size"}, {"since", "since"}, {"age", "age"},
	} {
		t.Run(fmt.Sprintf("asked for %q", c.asked), func(t *testing.T) {
			q := query("A", fields{"source": whole})
			if c.asked != "" {
				q = query("A", fields{"source": whole, "output": c.asked})
			}
			response := h.askWith(t, sample, fromAlert, q)["A"]
			if response.Error != nil {
				t.Fatal(response.Error)
			}
			if len(response.Frames) < 2 {
				t.Fatalf("%d frames", len(response.Frames))
			}
			seen := map[string]bool{}
			for _, frame := range response.Frames {
				checkAlertFrame(t, frame, c.got)
				seen[frame.Fields[1].Labels.String()] = true
			}
			if len(seen) != len(response.Frames) {
				t.Errorf("%d frames have %d sets of labels", len(response.Frames), len(seen))
			}
		})
	}
}

// checkAlertFrame holds a frame against what Grafana's expressions accept.
func checkAlertFrame(t *testing.T, frame *data.Frame, output string) {
	t.Helper()
	schema := frame.TimeSeriesSchema()
	if schema.Type != data.TimeSeriesTypeWide || len(schema.ValueIndices) != 1 || len(frame.Fields) != 2 {
		t.Fatalf("%s is %s with %d values in %d fields", frame.Name, schema.Type, len(schema.ValueIndices), len(frame.Fields))
	}
	value := frame.Fields[schema.ValueIndices[0]]
	if frame.Fields[0].Name != "Time" || value.Name != output || value.Type() != data.FieldTypeNullableFloat64 {
		t.Errorf("fields %s and %s (%s), not Time and %s", frame.Fields[0].Name, value.Name, value.Type(), output)
	}
	if frame.Meta == nil || frame.Meta.Type != data.FrameTypeTimeSeriesMulti || frame.Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
		t.Errorf("%s: meta %+v: a rule that records a series asks for a time series, multi, 0.1", frame.Name, frame.Meta)
	}
	if value.Config == nil || value.Config.DisplayNameFromDS != frame.Name || frame.Name == "" {
		t.Errorf("%s: config %+v: Grafana's own panels show the legend by it", frame.Name, value.Config)
	}
	if len(value.Labels) == 0 {
		t.Errorf("%s has no labels", frame.Name)
	}
	if frame.Rows() == 0 {
		t.Errorf("%s has no rows", frame.Name)
	}
	for row := range frame.Rows() {
		if number, ok := at(value, row); !ok || math.IsNaN(number) {
			t.Fatalf("row %d has no number: such rows are left out", row)
		}
	}
}

func TestTheAlertSeesThePanelsScore(t *testing.T) {
	h := start(t)
	panel := h.frames(t, query("A", nil))[0]
	alert := start(t).askWith(t, sample, fromAlert, query("A", fields{"hold": "row"}))["A"]
	if alert.Error != nil || len(alert.Frames) != 1 {
		t.Fatalf("%v, %d frames", alert.Error, len(alert.Frames))
	}
	scores := map[time.Time]float64{}
	for row := range panel.Rows() {
		if score, ok := at(column(t, panel, "score"), row); ok {
			scores[panel.Fields[0].At(row).(time.Time)] = score
		}
	}
	frame := alert.Frames[0]
	if frame.Rows() != len(scores) {
		t.Errorf("%d scores in the alert, %d in the panel", frame.Rows(), len(scores))
	}
	for row := range frame.Rows() {
		when := frame.Fields[0].At(row).(time.Time)
		score, _ := at(frame.Fields[1], row)
		if shown, ok := scores[when]; !ok || math.Float64bits(shown) != math.Float64bits(score) {
			t.Fatalf("at %s the alert sees %v, the panel shows %v (%t)", when, score, shown, ok)
		}
	}
}

func TestADashboardCanAskForOneNumber(t *testing.T) {
	for _, frame := range start(t).frames(t, query("A", fields{"output": "severity"})) {
		checkAlertFrame(t, frame, "severity")
	}
}

func TestTheHeldScoreIsAtLeastTheRows(t *testing.T) {
	h := start(t)
	ask := func(hold string) *data.Frame {
		q := query("A", fields{"hold": hold})
		// Long enough for an incident of the sample fleet.
		q.TimeRange.From = now.Add(-24 * time.Hour)
		answer := h.askWith(t, sample, fromAlert, q)["A"]
		if answer.Error != nil || len(answer.Frames) != 1 {
			t.Fatalf("%v, %d frames", answer.Error, len(answer.Frames))
		}
		return answer.Frames[0]
	}
	rows, held := ask("row"), ask("event")
	if rows.Rows() != held.Rows() {
		t.Fatalf("%d rows, %d of them held", rows.Rows(), held.Rows())
	}
	higher := 0
	for row := range rows.Rows() {
		own, _ := at(rows.Fields[1], row)
		event, _ := at(held.Fields[1], row)
		if event < own {
			t.Fatalf("row %d: %v is held, and its own score is %v", row, event, own)
		}
		if event > own {
			higher++
		}
	}
	if higher == 0 {
		t.Error("nothing is held in a day with an incident")
	}
}

// Grafana's expressions read a single frame without fields as no data.
func TestNoSeriesIsAFrameWithoutFieldsThatSaysWhy(t *testing.T) {
	h := start(t)
	q := query("A", fields{"source": fields{"kind": "sample", "metric": "no_such_metric"}})
	for who, headers := range map[string]map[string]string{"the rule": fromAlert, "the panel": {}} {
		answer := h.askWith(t, sample, headers, q)["A"]
		if answer.Error != nil || len(answer.Frames) != 1 {
			t.Fatalf("%s: %v, %d frames", who, answer.Error, len(answer.Frames))
		}
		frame := answer.Frames[0]
		if len(frame.Fields) != 0 || frame.Meta == nil || len(frame.Meta.Notices) == 0 {
			t.Errorf("%s: %d fields, meta %+v", who, len(frame.Fields), frame.Meta)
		}
	}
}

func TestAFreshQueryOfTheRulePageIsAnswered(t *testing.T) {
	planted := fields{
		"instant": true, "range": false, "expression": "", "interval": "", "legendFormat": "__auto", "editorMode": "code",
		"hide": false, "output": "score",
	}
	answer := start(t).askWith(t, sample, fromAlert, query("A", planted))["A"]
	if answer.Error != nil || len(answer.Frames) == 0 {
		t.Fatalf("%v, %d frames", answer.Error, len(answer.Frames))
	}
}

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
		{"", "score"}, {"panel", "score"}, {"score", "score"}, {"severity", "severity"}, {"deviation", "deviation"}, {"expected", "expected"},
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
	q := query("A", nil)
	panel := h.frames(t, q)[0]
	alert := start(t).askWith(t, sample, fromAlert, q)["A"]
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

func TestNoSeriesIsNoFrameSoThatTheRuleSaysNoData(t *testing.T) {
	h := start(t)
	q := query("A", fields{"source": fields{"kind": "sample", "metric": "no_such_metric"}})
	if answer := h.askWith(t, sample, fromAlert, q)["A"]; answer.Error != nil || len(answer.Frames) != 0 {
		t.Errorf("the rule: %v, %d frames", answer.Error, len(answer.Frames))
	}
	// A dashboard is told why it is empty, in a frame that holds nothing else.
	for _, frame := range h.frames(t, q) {
		if len(frame.Fields) != 0 || frame.Meta == nil || len(frame.Meta.Notices) == 0 {
			t.Errorf("the panel: %d fields, meta %+v", len(frame.Fields), frame.Meta)
		}
	}
}

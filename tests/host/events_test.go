package host

import (
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func TestEventsAreOneTableOfAllSeries(t *testing.T) {
	frames := start(t).frames(t, query("A", fields{"source": fields{"kind": "sample", "legend": "{{__name__}} of {{service}}"}, "output": "events"}))
	if len(frames) != 1 {
		t.Fatalf("%d frames", len(frames))
	}
	frame := frames[0]
	types := map[string]data.FieldType{"time": data.FieldTypeTime, "timeEnd": data.FieldTypeNullableTime,
		"series": data.FieldTypeString, "text": data.FieldTypeString, "tags": data.FieldTypeString}
	for _, field := range frame.Fields {
		want, known := types[field.Name]
		if !known {
			want = data.FieldTypeNullableFloat64
		}
		if field.Type() != want || len(field.Labels) != 0 || field.Config == nil || field.Config.Description == "" {
			t.Errorf("%s is %s with labels %v and config %+v", field.Name, field.Type(), field.Labels, field.Config)
		}
	}
	if frame.Meta == nil || frame.Meta.PreferredVisualization != data.VisTypeTable {
		t.Errorf("meta %+v", frame.Meta)
	}
	if frame.Rows() == 0 {
		t.Fatal("the fleet has incidents, and none is listed")
	}
	var before time.Time
	for row := range frame.Rows() {
		from := column(t, frame, "time").At(row).(time.Time)
		if to, _ := column(t, frame, "timeEnd").At(row).(*time.Time); from.Before(before) || to != nil && to.Before(from) {
			t.Errorf("row %d lasts from %s to %v, after one from %s", row, from, to, before)
		}
		before = from
		for _, name := range []string{"series", "text", "tags"} {
			if text := column(t, frame, name).At(row).(string); strings.TrimSpace(text) == "" {
				t.Errorf("row %d has no %s", row, name)
			}
		}
	}
}

func TestAnAlertRuleIsToldThatEventsAreNoNumber(t *testing.T) {
	answer := start(t).askWith(t, sample, fromAlert, query("A", fields{"output": "events"}))["A"]
	if answer.Error == nil || !strings.Contains(answer.Error.Error(), "output") || !strings.Contains(answer.Error.Error(), `"score"`) {
		t.Fatalf("%v, %d frames", answer.Error, len(answer.Frames))
	}
}

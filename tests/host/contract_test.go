package host

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// custom is meta.custom of a frame, as JSON that the validator reads.
func custom(t *testing.T, frame *data.Frame) map[string]any {
	t.Helper()
	if frame.Meta == nil || frame.Meta.Custom == nil {
		t.Fatalf("%s has no meta.custom", frame.Name)
	}
	raw, err := json.Marshal(frame.Meta.Custom)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return value.(map[string]any)
}

func TestWhatFramesSayOfThemselvesIsWhatTheSchemaSays(t *testing.T) {
	schema := jsonschema.NewCompiler().MustCompile("../../frontend/contract/schema.json")
	host := start(t)
	instant := func(ago time.Duration) string { return now.Add(-ago).Format(time.RFC3339) }
	window := []fields{{"from": instant(2 * time.Hour), "to": instant(time.Hour), "report": true}}
	for name, with := range map[string]fields{
		"classic": {"source": fields{"kind": "sample"}, "detection": fields{"severity": "three_level", "season": "24h"}},
		"auto":    {"source": fields{"kind": "sample"}, "detection": fields{"preset": "auto", "season": "off"}, "live": true},
		"group":   {"source": fields{"kind": "sample"}, "detection": fields{"excluded": window, "together": fields{"by": []string{"service"}}}},
		"events":  {"source": fields{"kind": "sample"}, "output": "events"},
	} {
		t.Run(name, func(t *testing.T) {
			events := 0
			for _, frame := range host.frames(t, query("A", with)) {
				said := custom(t, frame)
				if err := schema.Validate(said); err != nil {
					t.Errorf("%s: %v", frame.Name, err)
				}
				if seismo, ok := said["seismo"].(map[string]any); ok {
					events += len(seismo["events"].([]any))
				}
			}
			if events == 0 && name != "events" {
				t.Error("no frame has an event, so none was checked")
			}
		})
	}
}

func TestTheSchemaRefusesWhatTheContractDoesNotSay(t *testing.T) {
	schema := jsonschema.NewCompiler().MustCompile("../../frontend/contract/schema.json")
	frame := start(t).frames(t, query("A", fields{"source": fields{"kind": "sample"}}))[0]
	for field, wrong := range map[string]any{
		"threshold": "high", "direction": "up", "events": nil, "counts": map[string]any{}, "detectors": []any{map[string]any{"id": "z_score"}},
	} {
		said := custom(t, frame)
		said["seismo"].(map[string]any)[field] = wrong
		if err := schema.Validate(said); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s = %v: %v", field, wrong, err)
		}
		delete(said["seismo"].(map[string]any), field)
		if schema.Validate(said) == nil {
			t.Errorf("%s is missing, and nothing is wrong", field)
		}
	}
}

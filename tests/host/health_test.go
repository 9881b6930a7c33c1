package host

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestTheSampleFleetIsHealthy(t *testing.T) {
	result := start(t).health(t, sample)
	if result.Status != backend.HealthStatusOk || result.Message == "" {
		t.Fatalf("status %s, message %q", result.Status, result.Message)
	}
	var details map[string]any
	if err := json.Unmarshal(result.JSONDetails, &details); err != nil {
		t.Fatalf("Grafana reads the details as an object: %v: %s", err, result.JSONDetails)
	}
}

func TestADataSourceThatDoesNotWorkSaysWhy(t *testing.T) {
	h := start(t)
	for name, c := range map[string]struct {
		from  source
		named string
	}{
		"a Prometheus that nobody runs": {source{url: "http://127.0.0.1:1", jsonData: `{"kind":"prometheus"}`}, "127.0.0.1:1"},
		"an InfluxDB that nobody runs":  {source{url: "http://127.0.0.1:1", jsonData: `{"kind":"influxdb","version":"InfluxQL","dbName":"d"}`}, "127.0.0.1:1"},
		"an address that is no URL":     {source{url: "not a url", jsonData: `{"kind":"prometheus"}`}, "URL"},
		"a kind that does not exist":    {source{jsonData: `{"kind":"graphite"}`}, "graphite"},
		"no kind":                       {source{jsonData: `{}`}, "kind"},
		"settings that are no JSON":     {source{jsonData: `{"kind":`}, ""},
		"a wrong type in the settings":  {source{jsonData: `{"kind":"sample","maxSeries":"many"}`}, "maxSeries"},
	} {
		t.Run(name, func(t *testing.T) {
			result := h.health(t, c.from)
			if result.Status != backend.HealthStatusError {
				t.Fatalf("status %s, message %q", result.Status, result.Message)
			}
			if result.Message == "" || !strings.Contains(strings.ToLower(result.Message), strings.ToLower(c.named)) {
				t.Fatalf("the message does not name %q: %q", c.named, result.Message)
			}
		})
	}
	if result := h.health(t, sample); result.Status != backend.HealthStatusOk {
		t.Fatalf("the plugin is unwell afterwards: %q", result.Message)
	}
}

func TestADataSourceWithoutAnAddressIsNotYetAFault(t *testing.T) {
	h := start(t)
	result := h.health(t, source{jsonData: `{"kind":"prometheus"}`})
	if result.Status != backend.HealthStatusUnknown || !strings.Contains(result.Message, "No address") {
		t.Fatalf("status %s, message %q", result.Status, result.Message)
	}
}

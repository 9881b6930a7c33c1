package host

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// alertLabels and alertValue are what Grafana hands to the template of an annotation.
type alertLabels map[string]string

type alertValue struct{ Value float64 }

func (labels alertLabels) String() string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		pairs = append(pairs, name+"="+labels[name])
	}
	return strings.Join(pairs, ", ")
}

// expand does what Grafana does with an annotation: the same engine, prologue and option. The two functions that are not Go's
// own say what Grafana's say of numbers without a prefix, and of labels.
func expand(t *testing.T, text string, labels alertLabels, values map[string]float64) string {
	t.Helper()
	functions := template.FuncMap{
		"humanize": func(number float64) string { return fmt.Sprintf("%.4g", number) },
		"removeLabelsRe": func(labels alertLabels, pattern string) alertLabels {
			kept := maps.Clone(labels)
			maps.DeleteFunc(kept, func(name, _ string) bool { return regexp.MustCompile(pattern).MatchString(name) })
			return kept
		},
	}
	data := struct {
		Labels alertLabels
		Values map[string]alertValue
		Value  any
	}{Labels: labels, Values: map[string]alertValue{}}
	for refID, value := range values {
		data.Values[refID] = alertValue{value}
	}
	prologue := "{{- $labels := .Labels -}}{{- $values := .Values -}}{{- $value := .Value -}}"
	parsed, err := template.New("annotation").Funcs(functions).Option("missingkey=invalid").Parse(prologue + text)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var said strings.Builder
	if err := parsed.Execute(&said, data); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return said.String()
}

func notificationTexts(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../contract/notification.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestNotificationsSayWhatIsWrong(t *testing.T) {
	texts := notificationTexts(t)
	cart := alertLabels{"__name__": "request_rate", "service": "cart", "zone": "eu", "host.name": "h1", "alertname": "Anomaly", "grafana_folder": "Seismo"}
	outage := map[string]float64{"B": 0.98, "value": 0, "expected": 27.3, "deviation": -8.2, "severity": 4, "cause": 3, "since": 3, "score": 0.98}
	with := func(changed map[string]float64) map[string]float64 {
		values := maps.Clone(outage)
		maps.Copy(values, changed)
		return values
	}
	measured := func(cause, samples, size float64) map[string]float64 {
		return with(map[string]float64{"cause": cause, "cause_samples": samples, "cause_size": size})
	}
	nan := math.NaN()
	for _, test := range []struct {
		name, text string
		labels     alertLabels
		values     map[string]float64
		want       string
	}{
		{"an outage", "summary", cart, outage, "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a mean", "summary", cart, measured(3, 20, -4.2), "request_rate of cart: 0 where 27.3 was expected, level shift (mean of 20 samples 4.2 sigma below), for 3 min"},
		{"a mean above", "summary", cart, measured(4, 300, 12), "request_rate of cart: 0 where 27.3 was expected, drift (mean of 300 samples 12.0 sigma above), for 3 min"},
		{"more scatter", "summary", cart, measured(5, 20, 3.14), "request_rate of cart: 0 where 27.3 was expected, more variance (scatter of 20 samples 3.1 times the usual), for 3 min"},
		{"less scatter", "summary", cart, measured(6, 60, 0.254), "request_rate of cart: 0 where 27.3 was expected, less variance (scatter of 60 samples 0.25 times the usual), for 3 min"},
		{"a flat line", "summary", cart, measured(10, 23, 0), "request_rate of cart: 0 where 27.3 was expected, flat line (the same value for 23 samples), for 3 min"},
		{"a value alone", "summary", cart, measured(1, 1, -9.3), "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), sudden drop, for 3 min"},
		{"a cause of which nothing is measured", "summary", cart, measured(3, 0, 0), "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a measure that is not known", "summary", cart, measured(3, nan, nan), "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"the first row of an event", "summary", cart, with(map[string]float64{"since": 0, "cause": 1}), "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), sudden drop"},
		{"a value that is too high", "summary", cart, with(map[string]float64{"value": 99, "deviation": 9, "since": 0, "cause": 8}), "request_rate of cart: 99 where 27.3 was expected (+9.0 sigma), higher than ever seen"},
		{"a deviation that is not known", "summary", cart, with(map[string]float64{"deviation": nan, "since": 0, "cause": 1}), "request_rate of cart: 0 where 27.3 was expected, spike or drop"},
		{"the end of an event", "summary", cart, with(map[string]float64{"since": 0, "cause": 0, "value": 27, "deviation": 0}), "request_rate of cart: 27 where 27.3 was expected (+0.0 sigma)"},
		{"an ensemble without an expectation", "summary", cart, with(map[string]float64{"expected": nan, "deviation": nan, "cause": nan, "since": nan}), "request_rate of cart: 0"},
		{"an error", "summary", alertLabels{"alertname": "DatasourceError"}, nil, "The rule: could not be judged, for there is no data or a query failed"},
		{"no data of a series", "summary", cart, map[string]float64{"B": nan}, "request_rate of cart: could not be judged, for there is no data or a query failed"},
		{"a series without a metric's name", "summary", alertLabels{"service": "cart"}, outage, "cart: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"series that differ in their metric", "summary, metrics differ only", cart, outage, "request_rate: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a single series", "summary, one series", cart, outage, "request_rate: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a label with a dot", "summary, dotted label", cart, outage, "h1, eu: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"labels that nobody knew", "summary, labels not known", cart, outage, "host.name=h1, service=cart, zone=eu: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a legend", "summary, legend", cart, outage, "cart in eu: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a legend, of which a label is missing", "summary, legend", alertLabels{"service": "cart"}, outage, "cart in : 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a legend with signs of a template", "summary, legend with braces and quotes", cart, outage, `{cart "x" {{: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min`},
		{"a legend that names no label", "summary, legend without a label", cart, outage, "request_rate of cart: 0 where 27.3 was expected (-8.2 sigma), level shift, for 3 min"},
		{"a group", "summary, group", cart, with(map[string]float64{"value": 7.5}), "cart: error 7.5 where about 1 is usual, for 3 min"},
		{"how bad it is", "description", cart, with(map[string]float64{"B": 0.9}), "Severity critical, score 0.90; the threshold is 0.6."},
		{"how bad it is, by severity", "description, severity", cart, with(map[string]float64{"B": 3}), "Severity high, score 0.98; the threshold is 0.6."},
		{"how bad it is, of three levels", "description, three levels", cart, with(map[string]float64{"severity": 2}), "Severity warning, score 0.98; the threshold is 0.75."},
		{"how bad nothing is", "description", alertLabels{}, nil, "Severity unknown, score unknown; the threshold is 0.6."},
		{"a series that is gone", "age", cart, map[string]float64{"B": 12}, "request_rate of cart: no sample for 12 min"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if said := expand(t, texts[test.text], test.labels, test.values); said != test.want {
				t.Errorf("said %q, want %q", said, test.want)
			}
		})
	}
}

func TestNotificationsNeverPrintWhatIsNoValue(t *testing.T) {
	numbers := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 0.5, 1, 9, 10, 1e21}
	refIDs := []string{"B", "value", "expected", "deviation", "severity", "score", "cause", "cause_samples", "cause_size", "since"}
	nothing := regexp.MustCompile(`NaN|nil|no value|%!|\{\{ (with|if|end|else|\$)`)
	for name, text := range notificationTexts(t) {
		for _, labels := range []alertLabels{nil, {}, {"service": "cart"}, {"host.name": "", "__name__": "up"}} {
			for _, absent := range append(refIDs, "none") {
				for _, number := range numbers {
					values := map[string]float64{}
					for _, refID := range refIDs {
						values[refID] = 2.5
					}
					values[absent] = number
					said := []string{expand(t, text, labels, values)}
					delete(values, absent)
					said = append(said, expand(t, text, labels, values))
					for _, one := range said {
						if nothing.MatchString(one) {
							t.Errorf("%s with %s = %v: %s", name, absent, number, one)
						}
					}
				}
			}
		}
	}
}

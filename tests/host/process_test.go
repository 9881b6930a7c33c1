package host

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	goplugin "github.com/hashicorp/go-plugin"
)

func TestTheHandshakeIsGrafanas(t *testing.T) {
	h := start(t)
	if h.client.Protocol() != goplugin.ProtocolGRPC || h.client.NegotiatedVersion() != grpcplugin.ProtocolVersion {
		t.Fatalf("protocol %s, version %d", h.client.Protocol(), h.client.NegotiatedVersion())
	}
	protocol, err := h.client.Client()
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.Ping(); err != nil {
		t.Fatalf("go-plugin's own health check: %v", err)
	}
	h.client.Kill()
	if !h.client.Exited() {
		t.Fatal("it outlives its host")
	}
}

func TestTwoPluginsRunSideBySide(t *testing.T) {
	one, other := start(t), start(t)
	q := query("A", nil)
	lines := rows(one.frames(t, q)[0])
	sameWhereBoth(t, lines, rows(other.frames(t, q)[0]), len(lines))
}

func TestConcurrentQueriesGiveWhatTheyGiveAlone(t *testing.T) {
	services := []string{"cart", "catalog", "checkout", "login", "payment", "search"}
	of := func(service string) backend.DataQuery {
		return query("A", fields{"source": fields{"kind": "sample", "metric": "request_rate", "service": service}})
	}
	alone := map[string]map[int64]string{}
	quiet := start(t)
	for _, service := range services {
		alone[service] = rows(quiet.frames(t, of(service))[0])
	}
	busy := start(t)
	var group sync.WaitGroup
	for range 4 {
		for _, service := range services {
			group.Go(func() {
				answer := busy.ask(t, sample, of(service))["A"]
				if answer.Error != nil || len(answer.Frames) != 1 {
					t.Errorf("%s: %v, %d frames", service, answer.Error, len(answer.Frames))
					return
				}
				together := rows(answer.Frames[0])
				for ms, line := range alone[service] {
					if together[ms] != line {
						t.Errorf("%s at %d ms: alone %s, together %s", service, ms, line, together[ms])
						return
					}
				}
			})
		}
	}
	group.Wait()
}

func TestMetricsAreCollected(t *testing.T) {
	h := start(t)
	h.frames(t, query("A", nil))
	h.ask(t, sample, query("BAD", fields{"treshold": 1}))
	response, err := h.diagnostics.CollectMetrics(t.Context(), &pluginv2.CollectMetricsRequest{
		PluginContext: backend.ToProto().PluginContext(sample.context()),
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(response.GetMetrics().GetPrometheus())
	// What a process costs has Prometheus' own names.
	line := regexp.MustCompile(`^(# (HELP|TYPE) (seismo|process)_\w+ .+|(seismo|process)_\w+(\{[^}]*\})? [-+0-9.eEInfNa]+)$`)
	for _, got := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if !line.MatchString(got) {
			t.Errorf("not one of our metrics: %q", got)
		}
	}
	for _, outcome := range []string{"ok", "refused"} {
		counted := regexp.MustCompile(`(?m)^seismo_queries_total\{[^}]*outcome="` + outcome + `"[^}]*\} 1$`)
		if !counted.MatchString(text) {
			t.Errorf("no query with the outcome %s is counted:\n%s", outcome, text)
		}
	}
}

// The words that no log and no answer may hold.
var secrets = []string{"hush-basic", "hush-token", "hush-header", "hush-bearer", "hush-cookie", "hush-id-token", "hush-url", "hush-key"}

func TestTheLogIsHclogAndHoldsNoSecret(t *testing.T) {
	h := start(t, "RUST_LOG=debug")
	from := source{
		url: "http://reader:hush-url@127.0.0.1:1/?key=hush-key", basicAuth: true,
		jsonData: `{"kind":"prometheus","httpHeaderName1":"X-Key","oauthPassThru":true}`,
		secrets: map[string]string{
			"basicAuthPassword": "hush-basic", "token": "hush-token", "password": "hush-token", "httpHeaderValue1": "hush-header",
			"tlsClientKey": "hush-token",
		},
	}
	torn := from
	torn.jsonData = `{"kind":`
	headers := map[string]string{
		"Authorization": "Bearer hush-bearer", "Cookie": "session=hush-cookie", "X-Id-Token": "hush-id-token",
		"http_Authorization": "Bearer hush-bearer", "http_X-Rule-Uid": "rule-7", "http_X-Rule-Name": "Traffic+of+%22a%22",
	}
	var said []string
	for _, s := range []source{from, torn} {
		up := query("A", fields{"source": fields{"kind": "prometheus", "expr": "up"}})
		answer := h.askWith(t, s, headers, up, query("BAD", fields{"treshold": 1}))
		for refID, response := range answer {
			said = append(said, fmt.Sprintf("%s: %v", refID, response.Error))
		}
		context, cancel := context.WithTimeout(t.Context(), time.Minute)
		checked, err := h.diagnostics.CheckHealth(context, &pluginv2.CheckHealthRequest{
			PluginContext: backend.ToProto().PluginContext(s.context()), Headers: headers,
		})
		cancel()
		said = append(said, fmt.Sprintf("health: %s %s %v", checked.GetMessage(), checked.GetJsonDetails(), err))
		for _, url := range []string{"metrics-names", "labels", "label-values?label=job", "no/such/path"} {
			status, body := h.call(t, s, "GET", url, nil)
			said = append(said, fmt.Sprintf("%s: %d %s", url, status, body))
		}
	}
	h.client.Kill()
	log := h.log.String()
	if !strings.Contains(log, "@message") {
		t.Fatalf("the plugin logged nothing:\n%s", log)
	}
	for _, line := range strings.Split(strings.TrimSpace(log), "\n") {
		entry := map[string]any{}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("no JSON: %q", line)
			continue
		}
		for _, key := range []string{"@level", "@message", "@timestamp"} {
			if text, ok := entry[key].(string); !ok || text == "" {
				t.Errorf("hclog needs %s: %s", key, line)
			}
		}
	}
	for _, name := range []string{`"rule":"Traffic of \"a\""`, `"rule_uid":"rule-7"`, `"datasource":"Seismo"`, `"datasource_uid":"uid-1"`, `"ref_id":"BAD"`} {
		if !strings.Contains(log, name) {
			t.Errorf("no line says %s:\n%s", name, log)
		}
	}
	for _, secret := range secrets {
		for _, text := range append(said, log) {
			if strings.Contains(text, secret) {
				t.Errorf("%s is told:\n%s", secret, text)
			}
		}
	}
}

func TestHostileRequestsEndNothing(t *testing.T) {
	h := start(t)
	id := h.client.ID()
	usual := backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{
		PluginContext: sample.context(), Queries: []backend.DataQuery{query("A", nil)},
	})
	with := func(change func(*pluginv2.QueryDataRequest)) *pluginv2.QueryDataRequest {
		request := &pluginv2.QueryDataRequest{PluginContext: usual.PluginContext}
		q := usual.Queries[0]
		request.Queries = []*pluginv2.DataQuery{{
			RefId: q.RefId, MaxDataPoints: q.MaxDataPoints, IntervalMS: q.IntervalMS, Json: q.Json,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: q.TimeRange.FromEpochMS, ToEpochMS: q.TimeRange.ToEpochMS},
		}}
		change(request)
		return request
	}
	between := func(from, to int64) *pluginv2.QueryDataRequest {
		return with(func(r *pluginv2.QueryDataRequest) {
			r.Queries[0].TimeRange = &pluginv2.TimeRange{FromEpochMS: from, ToEpochMS: to}
		})
	}
	asking := func(json string) *pluginv2.QueryDataRequest {
		return with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].Json = []byte(json) })
	}
	for name, request := range map[string]*pluginv2.QueryDataRequest{
		"no queries":                  {PluginContext: usual.PluginContext},
		"no context":                  with(func(r *pluginv2.QueryDataRequest) { r.PluginContext = nil }),
		"no data source":              with(func(r *pluginv2.QueryDataRequest) { r.PluginContext = &pluginv2.PluginContext{OrgId: 1} }),
		"no time range":               with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].TimeRange = nil }),
		"all of time":                 between(math.MinInt64, math.MaxInt64),
		"the end of time":             between(math.MaxInt64-1, math.MaxInt64),
		"the beginning of time":       between(math.MinInt64, math.MinInt64+1),
		"a range that runs backwards": between(now.UnixMilli(), 0),
		"a range without length":      between(now.UnixMilli(), now.UnixMilli()),
		"a century":                   between(0, 100*365*86_400_000),
		"the future":                  between(now.UnixMilli()+86_400_000, now.UnixMilli()+2*86_400_000),
		"no points":                   with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].MaxDataPoints = 0 }),
		"fewer than no points":        with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].MaxDataPoints = math.MinInt64 }),
		"endless points":              with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].MaxDataPoints = math.MaxInt64 }),
		"a negative interval":         with(func(r *pluginv2.QueryDataRequest) { r.Queries[0].IntervalMS = math.MinInt64 }),
		"a deep JSON":                 asking(`{"source":` + strings.Repeat("[", 200_000)),
		"huge numbers":                asking(`{"source":{"kind":"sample"},"detection":{"threshold":1e400}}`),
		"a huge window":               asking(`{"source":{"kind":"sample"},"detection":{"ensemble":[{"detector":"z_score","weight":1e308,"parameters":{"window":9007199254740993}}]}}`),
		"two huge weights":            asking(`{"source":{"kind":"sample"},"detection":{"ensemble":[{"detector":"z_score","weight":1.7e308},{"detector":"isolation_forest","weight":1.7e308}]}}`),
		"a costly expression":         asking(`{"source":{"kind":"sample","metric":"((((((a{1,100}){1,100}){1,100}){1,100}))"}}`),
		"a second a step, 400 days":   asking(`{"source":{"kind":"sample"},"detection":{"interval":"1s","history":"400d"}}`),
		"the same name twice":         with(func(r *pluginv2.QueryDataRequest) { r.Queries = append(r.Queries, r.Queries[0]) }),
		"a request over the limit":    asking(`{"source":{"kind":"sample","legend":"` + string(bytes.Repeat([]byte("x"), 5<<20)) + `"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
			defer cancel()
			started := time.Now()
			// An error, an answer and a refusal are all fine: what counts is that it comes, and what follows.
			response, err := h.data.QueryData(ctx, request)
			if ctx.Err() != nil {
				t.Fatalf("no answer after %s", time.Since(started))
			}
			for refID, answer := range response.GetResponses() {
				if strings.Contains(answer.Error, "panick") {
					t.Errorf("query %s: %s", refID, answer.Error)
				}
			}
			if err != nil && strings.Contains(err.Error(), "panick") {
				t.Error(err)
			}
			if result := h.health(t, sample); result.Status != backend.HealthStatusOk {
				t.Fatalf("unwell afterwards: %s", result.Message)
			}
		})
	}
	if h.client.Exited() || h.client.ID() != id {
		t.Fatal("the process ended")
	}
	if log := h.log.String(); strings.Contains(log, "panicked at") {
		t.Errorf("it panicked:\n%s", log)
	}
	if frames := h.frames(t, query("A", nil)); len(frames) != 1 {
		t.Fatalf("%d frames afterwards", len(frames))
	}
}

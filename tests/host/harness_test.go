// Package host tests the plugin binary through the code that Grafana itself runs.
package host

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// pluginID is the data source's id in Grafana.
const pluginID = "seismo-anomaly-datasource"

// now is where the plugin's clock stands, so that the sample fleet gives the same numbers in each run.
var now = time.Date(2026, time.March, 4, 12, 0, 30, 0, time.UTC)

// host is a started plugin with its services.
type host struct {
	cmd         *exec.Cmd
	client      *goplugin.Client
	data        grpcplugin.DataClient
	diagnostics grpcplugin.DiagnosticsClient
	resource    grpcplugin.ResourceClient
	stream      grpcplugin.StreamClient
	log         *lockedBuffer
}

// start runs the plugin until the test ends, with the handshake and the plugin set of Grafana's
// pkg/plugins/backendplugin/grpcplugin/client.go.
func start(t *testing.T, env ...string) *host {
	t.Helper()
	cmd := exec.Command(binary(t))
	cmd.Env = append([]string{"SEISMO_AT_MS=" + strconv.FormatInt(now.UnixMilli(), 10)}, env...)
	log := &lockedBuffer{}
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: cmd,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{
			grpcplugin.ProtocolVersion: {
				"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
				"resource":    &grpcplugin.ResourceGRPCPlugin{},
				"data":        &grpcplugin.DataGRPCPlugin{},
				"stream":      &grpcplugin.StreamGRPCPlugin{},
			},
		},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true,
		Logger:           hclog.NewNullLogger(),
		Stderr:           log,
		SyncStdout:       io.Discard,
		SyncStderr:       io.Discard,
	})
	t.Cleanup(client.Kill)
	protocol, err := client.Client()
	if err != nil {
		t.Fatalf("the handshake failed: %v\n%s", err, log)
	}
	return &host{
		cmd:         cmd,
		client:      client,
		data:        dispense[grpcplugin.DataClient](t, protocol, "data"),
		diagnostics: dispense[grpcplugin.DiagnosticsClient](t, protocol, "diagnostics"),
		resource:    dispense[grpcplugin.ResourceClient](t, protocol, "resource"),
		stream:      dispense[grpcplugin.StreamClient](t, protocol, "stream"),
		log:         log,
	}
}

// binary is where the plugin was built to.
func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("SEISMO_PLUGIN")
	if path == "" {
		path = filepath.Join("..", "..", "target", "release", "gpx_seismo")
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v: build it with cargo build --release --workspace, or name it in SEISMO_PLUGIN", err)
	}
	return path
}

func dispense[Client any](t *testing.T, protocol goplugin.ClientProtocol, name string) Client {
	t.Helper()
	raw, err := protocol.Dispense(name)
	if err != nil {
		t.Fatalf("service %s: %v", name, err)
	}
	client, ok := raw.(Client)
	if !ok {
		t.Fatalf("service %s is a %T", name, raw)
	}
	return client
}

// source is the settings of a data source, as Grafana stores them.
type source struct {
	url       string
	jsonData  string
	secrets   map[string]string
	basicAuth bool
	// role is that of the user who asks; an editor where it is empty.
	role string
}

var sample = source{jsonData: `{"kind":"sample"}`}

func (s source) context() backend.PluginContext {
	return backend.PluginContext{
		OrgID:    1,
		PluginID: pluginID,
		User:     &backend.User{Login: "ada", Name: "Ada", Email: "ada@example.org", Role: cmp.Or(s.role, "Editor")},
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: 1, UID: "uid-1", Type: pluginID, Name: "Seismo", URL: s.url,
			BasicAuthEnabled: s.basicAuth, BasicAuthUser: "reader",
			JSONData: []byte(s.jsonData), DecryptedSecureJSONData: s.secrets, Updated: now,
		},
	}
}

// fields are the parts of a query that a test cares about.
type fields map[string]any

// checkout is one series: short to ask, and with anomalies.
var checkout = fields{"kind": "sample", "metric": "latency_ms", "service": "checkout"}

// query makes a query of the last six hours, drawn on 1000 pixels.
func query(refID string, with fields) backend.DataQuery {
	whole := fields{"refId": refID, "source": checkout}
	for name, value := range with {
		whole[name] = value
	}
	raw, err := json.Marshal(whole)
	if err != nil {
		panic(err)
	}
	return backend.DataQuery{
		RefID: refID, JSON: raw, MaxDataPoints: 1000, Interval: 20 * time.Second,
		TimeRange: backend.TimeRange{From: now.Add(-6 * time.Hour), To: now},
	}
}

// ask asks queries with the headers of an ordinary dashboard.
func (h *host) ask(t *testing.T, from source, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	return h.askWith(t, from, map[string]string{}, queries...)
}

func (h *host) askWith(t *testing.T, from source, headers map[string]string, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	request := &backend.QueryDataRequest{PluginContext: from.context(), Headers: headers, Queries: queries}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	wire, err := h.data.QueryData(ctx, backend.ToProto().QueryDataRequest(request))
	if err != nil {
		t.Fatalf("the request failed as a whole: %v\n%s", err, h.log)
	}
	response, err := backend.FromProto().QueryDataResponse(wire)
	if err != nil {
		t.Fatalf("the answer cannot be read: %v", err)
	}
	return response.Responses
}

// frames asks one query, which must succeed.
func (h *host) frames(t *testing.T, q backend.DataQuery) data.Frames {
	t.Helper()
	response := h.ask(t, sample, q)[q.RefID]
	if response.Error != nil {
		t.Fatalf("%s: %v", q.JSON, response.Error)
	}
	return response.Frames
}

// health asks for the health of a data source.
func (h *host) health(t *testing.T, from source) *backend.CheckHealthResult {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	wire, err := h.diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{
		PluginContext: backend.ToProto().PluginContext(from.context()),
	})
	if err != nil {
		t.Fatalf("the health check failed as a whole: %v\n%s", err, h.log)
	}
	return backend.FromProto().CheckHealthResponse(wire)
}

// call calls a resource and gives its status and body.
func (h *host) call(t *testing.T, from source, method, url string, body []byte) (int, []byte) {
	t.Helper()
	path, _, _ := bytes.Cut([]byte(url), []byte("?"))
	request := &backend.CallResourceRequest{
		PluginContext: from.context(), Method: method, Path: string(path), URL: url, Body: body,
		Headers: map[string][]string{"Content-Type": {"application/json"}},
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	stream, err := h.resource.CallResource(ctx, backend.ToProto().CallResourceRequest(request))
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	first, err := stream.Recv()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", method, url, err, h.log)
	}
	whole := first.Body
	for {
		part, err := stream.Recv()
		if err == io.EOF {
			return int(first.Code), whole
		}
		if err != nil {
			t.Fatalf("%s %s: %v", method, url, err)
		}
		whole = append(whole, part.Body...)
	}
}

// lockedBuffer takes the plugin's standard error.
type lockedBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

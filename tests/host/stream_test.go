package host

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// runningClock takes the fixed clock away: rows come as time goes on.
const runningClock = "SEISMO_AT_MS="

// liveQuery has a row a second, at any time of day: its series has no incident, and so no gap either.
var liveQuery = fields{
	"live":      true,
	"source":    fields{"kind": "sample", "metric": "latency_ms", "service": "login"},
	"detection": fields{"preset": "auto", "interval": "1s", "history": "10m"},
}

// message is what goes over the channel.
type message struct {
	Frames  data.Frames `json:"frames"`
	FromMs  *int64      `json:"fromMs"`
	ToMs    *int64      `json:"toMs"`
	AfterMs *int64      `json:"afterMs"`
	Error   string      `json:"error"`
}

// recent is a query of the last two minutes.
func recent(with fields) backend.DataQuery {
	q := query("A", with)
	present := time.Now()
	q.TimeRange = backend.TimeRange{From: present.Add(-2 * time.Minute), To: present}
	q.MaxDataPoints = 0
	return q
}

// pathOf is the path that an answer names; empty where it names none.
func pathOf(frames data.Frames) string {
	if len(frames) == 0 || frames[0].Meta == nil {
		return ""
	}
	custom, _ := frames[0].Meta.Custom.(map[string]any)
	seismo, _ := custom["seismo"].(map[string]any)
	live, _ := seismo["live"].(map[string]any)
	path, _ := live["path"].(string)
	return path
}

// subscribe asks as Grafana does when a browser comes to a channel.
func (h *host) subscribe(t *testing.T, from source, path string, raw []byte) *pluginv2.SubscribeStreamResponse {
	t.Helper()
	response, err := h.stream.SubscribeStream(t.Context(), &pluginv2.SubscribeStreamRequest{
		PluginContext: backend.ToProto().PluginContext(from.context()), Path: path, Data: raw,
	})
	if err != nil {
		t.Fatalf("the subscription failed as a whole: %v\n%s", err, h.log)
	}
	return response
}

// run begins a stream, which ends with the test.
func (h *host) run(t *testing.T, path string, raw []byte) func() message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	stream, err := h.stream.RunStream(ctx, &pluginv2.RunStreamRequest{
		PluginContext: backend.ToProto().PluginContext(sample.context()), Path: path, Data: raw,
	})
	if err != nil {
		t.Fatalf("the stream did not begin: %v\n%s", err, h.log)
	}
	return func() message {
		t.Helper()
		packet, err := stream.Recv()
		if err != nil {
			t.Fatalf("the stream broke off: %v\n%s", err, h.log)
		}
		var next message
		if err := json.Unmarshal(packet.Data, &next); err != nil {
			t.Fatalf("Grafana's SDK cannot read the message: %v: %.300s", err, packet.Data)
		}
		if next.Error != "" {
			t.Fatalf("an error came: %s", next.Error)
		}
		return next
	}
}

// cells are the numbers of a frame by time and field.
func cells(t *testing.T, frame *data.Frame) map[int64]map[string]float64 {
	t.Helper()
	rows := map[int64]map[string]float64{}
	for row := range frame.Fields[0].Len() {
		at, ok := frame.Fields[0].ConcreteAt(row)
		if !ok {
			t.Fatalf("row %d of %s has no time", row, frame.Name)
		}
		numbers := map[string]float64{}
		for _, field := range frame.Fields[1:] {
			if number, ok := field.ConcreteAt(row); ok {
				numbers[field.Name] = number.(float64)
			}
		}
		rows[at.(time.Time).UnixMilli()] = numbers
	}
	return rows
}

func TestStreamedRowsEqualQueriedOnesAndComeToAllWhoListen(t *testing.T) {
	h := start(t, runningClock)
	q := recent(liveQuery)
	path := pathOf(h.frames(t, q))
	if len(path) != 64 {
		t.Fatalf("the answer names the path %q", path)
	}
	if status := h.subscribe(t, sample, path, q.JSON).Status; status != pluginv2.SubscribeStreamResponse_OK {
		t.Fatalf("the subscription was answered with %s", status)
	}
	one, other := h.run(t, path, q.JSON), h.run(t, path, q.JSON)
	first := one()
	other()
	if len(first.Frames) != 1 || first.FromMs == nil || first.ToMs == nil || *first.ToMs-*first.FromMs < 60_000 {
		t.Fatalf("the first message holds all that is looked at: %+v", first)
	}
	streamed := cells(t, first.Frames[0])
	for last := *first.ToMs; len(streamed) < len(first.Frames)+1 || last < *first.ToMs+4_000; {
		next := one()
		if *next.AfterMs != last || *next.ToMs <= last {
			t.Fatalf("a message from %d to %d does not follow %d", *next.AfterMs, *next.ToMs, last)
		}
		for at, row := range cells(t, next.Frames[0]) {
			streamed[at] = row
		}
		last = *next.ToMs
	}
	compared := 0
	for at, row := range cells(t, h.frames(t, recent(liveQuery))[0]) {
		if got, ok := streamed[at]; ok {
			compared++
			for name, number := range row {
				if got[name] != number {
					t.Errorf("%s at %d was streamed as %v, queried as %v", name, at, got[name], number)
				}
			}
		}
	}
	if compared < 60 {
		t.Errorf("only %d rows could be compared", compared)
	}
	if twin := other(); *twin.AfterMs < *first.ToMs {
		t.Errorf("the second listener got rows after %d again", *twin.AfterMs)
	}
}

func TestNobodyListensToAnotherPathOrPublishes(t *testing.T) {
	h := start(t, runningClock)
	q, plain := recent(liveQuery), recent(nil)
	path := pathOf(h.frames(t, q))
	if named := pathOf(h.frames(t, plain)); named != "" {
		t.Errorf("a query that is not live has the path %q", named)
	}
	passing := source{jsonData: `{"kind":"sample","oauthPassThru":true}`}
	for name, c := range map[string]struct {
		from source
		path string
		data []byte
		want pluginv2.SubscribeStreamResponse_Status
	}{
		"its own path":            {sample, path, q.JSON, pluginv2.SubscribeStreamResponse_OK},
		"another query":           {sample, path, plain.JSON[:len(plain.JSON)-1], pluginv2.SubscribeStreamResponse_NOT_FOUND},
		"no query":                {sample, path, nil, pluginv2.SubscribeStreamResponse_NOT_FOUND},
		"the path of another":     {sample, path, recent(fields{"source": fields{"kind": "sample"}}).JSON, pluginv2.SubscribeStreamResponse_PERMISSION_DENIED},
		"a path of one's own":     {sample, "mine", q.JSON, pluginv2.SubscribeStreamResponse_PERMISSION_DENIED},
		"an identity passed on":   {passing, path, q.JSON, pluginv2.SubscribeStreamResponse_PERMISSION_DENIED},
		"another kind of sources": {source{jsonData: `{"kind":"none"}`}, path, q.JSON, pluginv2.SubscribeStreamResponse_NOT_FOUND},
	} {
		if got := h.subscribe(t, c.from, c.path, c.data).Status; got != c.want {
			t.Errorf("%s: %s instead of %s", name, got, c.want)
		}
	}
	published, err := h.stream.PublishStream(t.Context(), &pluginv2.PublishStreamRequest{
		PluginContext: backend.ToProto().PluginContext(sample.context()), Path: path, Data: []byte(`{}`),
	})
	if err != nil || published.Status != pluginv2.PublishStreamResponse_PERMISSION_DENIED {
		t.Errorf("publishing was answered with %v, %v", published, err)
	}
}

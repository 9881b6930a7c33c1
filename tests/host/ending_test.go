package host

import (
	"bufio"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// patience is how long a test waits for an end that has to come: a busy machine takes its time.
const patience = 30 * time.Second

// endedByItself fails where the process was killed, which is what an exit code below 0 says.
func (h *host) endedByItself(t *testing.T) {
	t.Helper()
	if code := h.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with %s instead of by itself\n%s", h.cmd.ProcessState, h.log)
	}
}

// processorSeconds is how long the plugin has computed, by its own metrics.
func (h *host) processorSeconds(t *testing.T) float64 {
	t.Helper()
	response, err := h.diagnostics.CollectMetrics(t.Context(), &pluginv2.CollectMetricsRequest{
		PluginContext: backend.ToProto().PluginContext(sample.context()),
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(response.GetMetrics().GetPrometheus())) {
		if value, ok := strings.CutPrefix(line, "process_cpu_seconds_total "); ok {
			seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			return seconds
		}
	}
	t.Fatal("no process_cpu_seconds_total")
	return 0
}

func TestGrafanaNeedNotKill(t *testing.T) {
	t.Run("a plugin that nobody asks", func(t *testing.T) {
		h := start(t)
		h.client.Kill()
		h.endedByItself(t)
	})
	t.Run("a plugin that has answered", func(t *testing.T) {
		h := start(t)
		h.frames(t, query("A", nil))
		h.client.Kill()
		h.endedByItself(t)
	})
	t.Run("a plugin with a live stream", func(t *testing.T) {
		h := start(t, runningClock)
		q := recent(liveQuery)
		next := h.run(t, pathOf(h.frames(t, q)), q.JSON)
		next()
		h.client.Kill()
		h.endedByItself(t)
	})
	t.Run("a plugin that computes", func(t *testing.T) {
		h := start(t)
		done := make(chan struct{})
		go func() {
			defer close(done)
			// The answer, or that there is none: both are fine.
			request := &backend.QueryDataRequest{PluginContext: sample.context(), Queries: []backend.DataQuery{
				query("A", fields{"source": fields{"kind": "sample"}, "detection": fields{"interval": "1m", "history": "90d"}}),
			}}
			_, _ = h.data.QueryData(t.Context(), backend.ToProto().QueryDataRequest(request))
		}()
		for before := h.processorSeconds(t); h.processorSeconds(t) < before+0.3; {
			time.Sleep(10 * time.Millisecond)
		}
		h.client.Kill()
		h.endedByItself(t)
		<-done
	})
}

func TestASignalToTerminateIsAnEndToo(t *testing.T) {
	h := start(t)
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for started := time.Now(); !h.client.Exited(); time.Sleep(10 * time.Millisecond) {
		if time.Since(started) > patience {
			t.Fatal("it goes on")
		}
	}
	h.client.Kill()
	h.endedByItself(t)
}

func TestCtrlCInTheTerminalIsTheHostsMatter(t *testing.T) {
	h := start(t)
	if err := h.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if result := h.health(t, sample); result.Status != backend.HealthStatusOk {
		t.Fatalf("unwell afterwards: %s", result.Message)
	}
	h.client.Kill()
	h.endedByItself(t)
}

func TestItDoesNotOutliveAHostThatIsKilled(t *testing.T) {
	// The shell is the host.
	shell := exec.Command("sh", "-c", `"$0" & wait`, binary(t))
	shell.Env = []string{grpcplugin.MagicCookieKey + "=" + grpcplugin.MagicCookieValue}
	output, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(output)
	if line, err := lines.ReadString('\n'); err != nil || !strings.HasSuffix(line, "|grpc\n") {
		t.Fatalf("no handshake: %q, %v", line, err)
	}
	if err := shell.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// The end of the output is the end of the last process that holds it.
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, lines)
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the plugin lives on without its host")
	}
	_ = shell.Wait()
}

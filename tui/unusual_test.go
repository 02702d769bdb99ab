package tui

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
)

// sendTo has one good sample arrive on a path.
func (b *backend) sendTo(t *testing.T, path string) {
	t.Helper()
	raw, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "up"}},
		Samples: []prompb.Sample{{Value: 1, Timestamp: time.Now().UnixMilli()}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:9201/", bytes.NewReader(snappy.Encode(nil, raw)))
	req.URL.Path = path
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("Content-Encoding", "snappy")
	req.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	req.Header.Set("User-Agent", "Prometheus/3.16.0")
	b.receiver.ServeHTTP(httptest.NewRecorder(), req)
}

func TestUnusualPathIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const notice = "which no known receiver serves"
		r := newRig(t, 0, 120, 30)
		send := func(path string) {
			time.Sleep(time.Second)
			r.sendTo(t, path)
			r.settle()
		}
		send("/api/v1/write")
		if strings.Contains(r.screen(), notice) {
			t.Errorf("said of a usual path:\n%s", r.screen())
		}
		send("/foo/\x1b[31m" + strings.Repeat("x", 300))
		r.mustSee("requests arrive on /foo/", notice)
		r.press("up")
		send("/foo")
		if strings.Contains(r.screen(), notice) {
			t.Errorf("said twice:\n%s", r.screen())
		}
	})
}

// A worse problem, under which the exchange is listed, does not hide the path.
func TestUnusualPathBehindAnotherProblem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 0, 120, 30)
		r.post(t, "text/plain", []byte("nothing"), "foo")
		r.settle()
		r.mustSee("text body", "requests arrive on /foo, which no known receiver serves")
	})
}

// A file's requests do not arrive: nothing is said at the beginning.
func TestUnusualPathInFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		b.sendTo(t, "/foo")
		cfg := b.config(t)
		cfg.URL = ""
		r := startRig(t, b, cfg, 120, 30)
		if r.app.said.text != "" {
			t.Errorf("said %q", r.app.said.text)
		}
		r.press("4")
		r.mustSee("unusual path")
	})
}

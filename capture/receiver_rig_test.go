package capture_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// rig is a receiver on a real TCP port, with a real store and a real journal.
type rig struct {
	t       testing.TB
	addr    string
	journal *capture.Journal
	stop    func() error // ends Serve and returns what it returned
	clock   atomic.Int64 // of the samples, Unix milliseconds
}

// now is later each time, so that no two requests clash.
func (r *rig) now() int64 { return r.clock.Add(1) }

// rigConfig changes a rig; the zero value is the program's own setting.
type rigConfig struct {
	limits capture.Limits
	judge  capture.Judge // in place of a store
	tls    *tls.Config
	auth   *capture.Auth
}

func newRig(t testing.TB, cfg rigConfig) *rig {
	t.Helper()
	if cfg.judge == nil {
		st, err := store.Open(store.Config{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		cfg.judge = st
	}
	journal, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = journal.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	receiver := capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{Limits: cfg.limits.Decode(), LazyLabels: true}),
		Judge:   cfg.judge,
		History: journal,
		Limits:  cfg.limits,
		TLS:     cfg.tls,
		Auth:    cfg.auth,
	})
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- receiver.Serve(ctx, l) }()
	r := &rig{t: t, addr: l.Addr().String(), journal: journal}
	r.clock.Store(time.Now().Add(-time.Minute).UnixMilli())
	ended := false
	r.stop = func() error { cancel(); ended = true; return <-served }
	t.Cleanup(func() {
		if !ended {
			_ = r.stop()
		}
	})
	return r
}

// send sends a request on a connection of its own and returns the bytes of the
// answer, without the Date.
func (r *rig) send(q *http.Request) (status int, answer string) {
	r.t.Helper()
	conn := r.dial()
	defer conn.Close()
	go func() { _ = q.Write(conn) }() // the answer may come before the end of the request
	return r.answer(conn, q)
}

func (r *rig) dial() net.Conn {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	return conn
}

func (r *rig) answer(conn net.Conn, q *http.Request) (int, string) {
	r.t.Helper()
	var raw bytes.Buffer
	res, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &raw)), q)
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
	}
	if err != nil {
		r.t.Fatalf("read answer: %v", err)
	}
	wire := strings.ReplaceAll(raw.String(), "\r\n", "\n")
	return res.StatusCode, dateLine.ReplaceAllString(wire, "")
}

var dateLine = regexp.MustCompile("(?m)^Date: .*\n")

// last is the newest exchange, in full.
func (r *rig) last() *capture.Exchange {
	r.t.Helper()
	snap := r.journal.Snapshot()
	if snap.Len() == 0 {
		r.t.Fatal("no exchange in the history")
	}
	x, err := r.journal.Load(snap.Row(snap.Len() - 1).ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return x
}

// post is a request as a sender sends it.
func (r *rig) post(contentType string, body []byte) *http.Request {
	q, err := http.NewRequest(http.MethodPost, "http://"+r.addr+"/api/v1/write", bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	q.Header.Set("Content-Encoding", "snappy")
	q.Header.Set("Content-Type", contentType)
	q.Header.Set("User-Agent", "Prometheus/3.16.0")
	q.Header.Set("X-Prometheus-Remote-Write-Version", versionOf(contentType))
	return q
}

// versionOf is the version header that goes with a Content-Type.
func versionOf(contentType string) string {
	if strings.HasSuffix(contentType, "v2.Request") {
		return "2.0.0"
	}
	return "0.1.0"
}

const (
	typeV1 = "application/x-protobuf"
	typeV2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request"
)

// v1Body is n series with one sample each.
func v1Body(t testing.TB, n int, at int64) []byte {
	var m prompb.WriteRequest
	for i := range n {
		m.Timeseries = append(m.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "instance", Value: fmt.Sprint(i)}},
			Samples: []prompb.Sample{{Value: float64(i), Timestamp: at}},
		})
	}
	return packed(t, m.Marshal)
}

// v2Body is n series with one sample each.
func v2Body(t testing.TB, n int, at int64) []byte {
	symbols := writev2.NewSymbolTable()
	var m writev2.Request
	for i := range n {
		m.Timeseries = append(m.Timeseries, writev2.TimeSeries{
			LabelsRefs: symbols.SymbolizeLabels(labels.FromStrings("__name__", "up", "instance", fmt.Sprint(i)), nil),
			Samples:    []writev2.Sample{{Value: float64(i), Timestamp: at}},
		})
	}
	m.Symbols = symbols.Symbols()
	return packed(t, m.Marshal)
}

func packed(t testing.TB, marshal func() ([]byte, error)) []byte {
	b, err := marshal()
	if err != nil {
		t.Fatal(err)
	}
	return snappy.Encode(nil, b)
}

// answerOf is what an exchange says was answered, in the words of its JSON.
func answerOf(x *capture.Exchange) string {
	var b strings.Builder
	v := &x.Verdict
	fmt.Fprintf(&b, "by %s, next %s, sent %d/%d, stored %d", v.Answer.By, x.Next, v.Sent.Series, v.Sent.Samples, v.Stored.Samples)
	for i, p := range v.Problems {
		if i == 2 {
			fmt.Fprintf(&b, "\n… %d problems", v.ProblemsTotal)
			break
		}
		fmt.Fprintf(&b, "\n%s %s %s: %s", p.Level, p.Role, p.Cause, p.Text)
	}
	return b.String()
}

func readerOf(b []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(b)) }

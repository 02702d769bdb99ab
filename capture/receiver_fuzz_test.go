package capture_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golang/snappy"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// FuzzReceiver sends messages with any bytes, to a receiver with a real store, in
// the four ways in which they can be declared and packed. Each is sent twice, since
// the second time its series are known. rwscope may not fail, and its three accounts
// of what is stored may not differ.
func FuzzReceiver(f *testing.F) {
	seedBodies(f)
	st, err := store.Open(store.Config{Dir: f.TempDir(), MetadataWAL: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = st.Close() })
	kept := &newest{}
	// Small limits find more: what is over them is not looked at any further.
	limits := capture.Limits{Decoded: 1 << 20, Series: 2000, Items: 5000, Symbols: 5000}
	receiver := capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{Limits: limits.Decode(), LazyLabels: true}),
		Judge:   st, History: kept, Limits: limits,
	})
	f.Fuzz(func(t *testing.T, contentType string, pack bool, message []byte) {
		body := message
		if pack {
			body = snappy.Encode(nil, message)
		}
		for range 2 {
			q := httptest.NewRequest(http.MethodPost, "/api/v1/write", bytes.NewReader(body))
			q.Header.Set("Content-Encoding", "snappy")
			q.Header.Set("Content-Type", contentType)
			receiver.ServeHTTP(httptest.NewRecorder(), q)
			v := &kept.last.Verdict
			if v.Answer.By == store.ByFault || v.Disagreement != "" || v.Mispredicted {
				t.Fatalf("%s\n%s", answerOf(kept.last), v.Disagreement)
			}
		}
	})
}

// seedBodies gives the fuzzer requests of real senders.
func seedBodies(f *testing.F) {
	files, err := filepath.Glob("../decode/testdata/real/*.snappy")
	if err != nil || len(files) == 0 {
		f.Fatalf("no bodies of real senders: %v", err)
	}
	for _, file := range files {
		wire, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		message, err := snappy.Decode(nil, wire)
		if err != nil {
			f.Fatal(err)
		}
		contentType := typeV1
		if strings.Contains(file, "-v2-") {
			contentType = typeV2
		}
		f.Add(contentType, true, message)
		f.Add(contentType, false, wire)
	}
}

// newest is a history of one exchange.
type newest struct {
	capture.History
	id   atomic.Uint64
	last *capture.Exchange
}

func (n *newest) Reserve() uint64 { return n.id.Add(1) }

func (n *newest) Append(x *capture.Exchange) error { n.last = x; return nil }

// FuzzConnection sends any bytes over a connection. Whatever they are, the receiver
// comes to an end with them, and what it answers on its own is an exchange.
func FuzzConnection(f *testing.F) {
	for _, threat := range threats {
		if wire := threat.wire(f, 1); len(wire) < 64<<10 {
			f.Add(wire)
		}
	}
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /a?b HTTP/1.0\r\n\r\n"))
	kept := &newest{}
	l, err := net.Listen("unix", filepath.Join(f.TempDir(), "s"))
	if err != nil {
		f.Fatal(err)
	}
	receiver := capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{}), Judge: judgeFunc(noContent), History: kept,
	})
	ctx, end := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- receiver.Serve(ctx, l) }()
	f.Cleanup(func() { end(); <-served })
	f.Fuzz(func(t *testing.T, wire []byte) {
		before := kept.id.Load()
		conn, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		go func() {
			_, _ = conn.Write(wire)
			_ = conn.(*net.UnixConn).CloseWrite()
		}()
		answer, _ := io.ReadAll(conn)
		if !bytes.HasPrefix(answer, []byte("HTTP/1.1 ")) || bytes.HasPrefix(answer, []byte("HTTP/1.1 200 ")) {
			return // it was over before anything was answered, or it was the help
		}
		if kept.id.Load() == before {
			t.Errorf("%q was answered, and is no exchange:\n%s", wire, answer)
		}
	})
}

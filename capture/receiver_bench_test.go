package capture_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// noHistory forgets what it is given, so that what is measured is the receiver.
type noHistory struct{ capture.History }

func (noHistory) Reserve() uint64                { return 1 }
func (noHistory) Append(*capture.Exchange) error { return nil }

// noClient is a client that is not there.
type noClient struct{ header http.Header }

func (c *noClient) Header() http.Header         { return c.header }
func (c *noClient) Write(b []byte) (int, error) { return len(b), nil }
func (c *noClient) WriteHeader(int)             {}

// BenchmarkReceiver is what a request costs beside net/http, the judge and the
// journal: reading the body, limits, decoding and making the exchange.
func BenchmarkReceiver(b *testing.B) {
	verdict := &store.Verdict{Answer: store.Answer{Status: http.StatusNoContent, By: store.ByFast}}
	for _, c := range []struct {
		name, contentType string
		body              []byte
	}{
		{"v1", typeV1, v1Body(b, 1000, 1_700_000_000_000)},
		{"v2", typeV2, v2Body(b, 1000, 1_700_000_000_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := capture.NewReceiver(capture.ReceiverConfig{
				Decoder: decode.NewDecoder(decode.Config{LazyLabels: true}),
				Judge:   judgeFunc(func(*store.Request) *store.Verdict { return verdict }),
				History: noHistory{},
			})
			q, err := http.NewRequest(http.MethodPost, "http://localhost/api/v1/write", http.NoBody)
			if err != nil {
				b.Fatal(err)
			}
			q.Header.Set("Content-Encoding", "snappy")
			q.Header.Set("Content-Type", c.contentType)
			q.Header.Set("User-Agent", "Prometheus/3.16.0")
			body := bytes.NewReader(c.body)
			q.Body = io.NopCloser(body)
			b.SetBytes(int64(len(c.body)))
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(c.body)
				r.ServeHTTP(&noClient{header: make(http.Header)}, q)
			}
		})
	}
}

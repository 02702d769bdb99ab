package demo

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/golang/snappy"
	remoteapi "github.com/prometheus/client_golang/exp/api/remote"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/storage/remote"
	"github.com/prometheus/prometheus/tsdb"
)

// exchanged is one request as it came to the receiver, and its answer.
type exchanged struct {
	header  http.Header
	path    string
	body    []byte
	decoded []byte // nil if not snappy
	status  int
}

// receiver is a transport without a network: it hands requests to a handler and
// keeps them.
type receiver struct {
	handler   http.Handler
	exchanges []exchanged
}

func (r *receiver) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	in := req.Clone(req.Context())
	in.Body = io.NopCloser(bytes.NewReader(body))
	r.handler.ServeHTTP(w, in)
	decoded, _ := snappy.Decode(nil, body)
	r.exchanges = append(r.exchanges, exchanged{
		header: req.Header, path: req.URL.Path, body: body, decoded: decoded, status: w.Code,
	})
	return w.Result(), nil
}

// prometheusReceiver is Prometheus' own write handler over a TSDB of its own.
func prometheusReceiver(t *testing.T) *receiver {
	t.Helper()
	opts := tsdb.DefaultOptions()
	opts.EnableExemplarStorage, opts.MaxExemplars = true, 1000
	logger := slog.New(slog.DiscardHandler)
	db, err := tsdb.Open(t.TempDir(), logger, prometheus.NewRegistry(), opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	accepted := remoteapi.MessageTypes{remoteapi.WriteV1MessageType, remoteapi.WriteV2MessageType}
	return &receiver{handler: remote.NewWriteHandler(logger, prometheus.NewRegistry(), db, accepted, false, false)}
}

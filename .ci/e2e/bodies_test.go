package e2e

import (
	"flag"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

var bodiesDir = flag.String("bodies", "", "record bodies of real senders into this directory")

// bodyBatch keeps the bodies small.
const bodyBatch = 60

// features counts what a body holds, by a word for file names.
type features map[string]int

// String names the features, sorted: bodies with equal names hold the same sorts
// of things.
func (f features) String() string {
	return strings.Join(slices.Sorted(maps.Keys(f)), "+")
}

// TestRecordBodies lets each sender write to a receiver that takes everything,
// and keeps of each the smallest body with each combination of features. It runs
// on request only: its purpose is to make test data.
func TestRecordBodies(t *testing.T) {
	if *bodiesDir == "" {
		t.Skip("no -bodies directory given")
	}
	for _, s := range senders() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{smallest: map[string][]byte{}}
			srv := httptest.NewServer(r)
			defer srv.Close()
			p := s.start(t, srv.URL, startExporter(t), bodyBatch)
			time.Sleep(scraping)
			p.drain(t)
			p.stop(t)
			r.save(t, s.name)
		})
	}
}

// recorder is a receiver that says it stored everything.
type recorder struct {
	mu       sync.Mutex
	smallest map[string][]byte // by features
	errs     []error
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	var f features
	if err == nil {
		f, err = look(req.Header.Get("Content-Type"), body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.errs = append(r.errs, err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if old := r.smallest[f.String()]; old == nil || len(body) < len(old) {
		r.smallest[f.String()] = body
	}
	for _, kind := range []string{"samples", "histograms", "exemplars"} {
		w.Header().Set("X-Prometheus-Remote-Write-"+kind+"-Written", strconv.Itoa(f[kind]))
	}
	w.WriteHeader(http.StatusNoContent)
}

// save writes one file per combination of features.
func (r *recorder) save(t *testing.T, sender string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, err := range r.errs {
		t.Error(err)
	}
	for features, body := range r.smallest {
		path := filepath.Join(*bodiesDir, sender+"-"+features+".snappy")
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// look says what is in a body.
func look(contentType string, body []byte) (features, error) {
	decoded, err := snappy.Decode(nil, body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(contentType, "v2") {
		return lookV2(decoded)
	}
	return lookV1(decoded)
}

func lookV1(decoded []byte) (features, error) {
	var m prompb.WriteRequest
	if err := m.Unmarshal(decoded); err != nil {
		return nil, err
	}
	f := features{}
	f.add("metadata", len(m.Metadata))
	for _, ts := range m.Timeseries {
		f.add("exemplars", len(ts.Exemplars))
		for _, s := range ts.Samples {
			f.sample(s.Value)
		}
		for _, h := range ts.Histograms {
			f.histogram(h.IsFloatHistogram(), h.Schema)
		}
	}
	return f, nil
}

func lookV2(decoded []byte) (features, error) {
	var m writev2.Request
	if err := m.Unmarshal(decoded); err != nil {
		return nil, err
	}
	f := features{}
	for _, ts := range m.Timeseries {
		f.add("metadata", int(ts.Metadata.Type))
		f.add("exemplars", len(ts.Exemplars))
		for _, s := range ts.Samples {
			f.sample(s.Value)
			f.add("start", int(s.StartTimestamp))
		}
		for _, h := range ts.Histograms {
			f.histogram(h.IsFloatHistogram(), h.Schema)
		}
	}
	return f, nil
}

func (f features) add(name string, n int) {
	if n > 0 {
		f[name] += n
	}
}

func (f features) sample(v float64) {
	f.add("samples", 1)
	if value.IsStaleNaN(v) {
		f.add("stale", 1)
	}
}

func (f features) histogram(float bool, schema int32) {
	f.add("histograms", 1)
	if float {
		f.add("float", 1)
	}
	if schema == -53 {
		f.add("custom", 1)
	}
}

package replay

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// recorded is when the first request of a recording came.
var recorded = time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)

// request is one request of a recording: samples of series, at a time.
type request struct {
	after  time.Duration // since the first request
	series []string
	age    time.Duration // of the samples
	value  float64
	header http.Header
	path   string
}

func (r request) exchange(t testing.TB, id uint64) *capture.Exchange {
	t.Helper()
	var message prompb.WriteRequest
	at := recorded.Add(r.after)
	for _, name := range r.series {
		message.Timeseries = append(message.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: name}},
			Samples: []prompb.Sample{{Value: r.value, Timestamp: at.Add(-r.age).UnixMilli()}},
		})
	}
	header := http.Header{
		"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"},
		"User-Agent": {"Prometheus/3.16.0"}, "Host": {"recorded:9201"},
	}
	for name, values := range r.header {
		header[name] = values
	}
	if r.path == "" {
		r.path = "/api/v1/write"
	}
	return &capture.Exchange{
		ID: id, Time: at,
		Sender:  capture.Sender{Addr: "10.0.0.1:1234", UserAgent: "Prometheus/3.16.0"},
		Request: capture.Request{Method: "POST", Path: r.path, Header: header, Body: snappy.Encode(nil, marshal(t, &message))},
	}
}

// record judges requests and returns the history of it.
func record(t testing.TB, requests ...request) capture.History {
	t.Helper()
	self := openSelf(t, store.Config{})
	for i, r := range requests {
		ex := r.exchange(t, uint64(i+1))
		if _, err := self.Send(t.Context(), ex, ex.Request.Body); err != nil {
			t.Fatal(err)
		}
	}
	return self.History()
}

func openSelf(t testing.TB, cfg store.Config) *Self {
	t.Helper()
	self, err := OpenSelf(SelfConfig{Store: cfg})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := self.Close(); err != nil {
			t.Error(err)
		}
	})
	return self
}

// replay plans and runs.
func replay(t testing.TB, cfg Config) (*Report, error) {
	t.Helper()
	plan, err := NewPlan(t.Context(), cfg.History, cfg.Filter, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Run(t.Context(), cfg, plan)
}

// arrival is a request as a target saw it.
type arrival struct {
	id     uint64
	at     time.Time
	series []string
	times  []int64
}

// witness is a target that notes what it gets, and takes its time.
type witness struct {
	takes func(ex *capture.Exchange) time.Duration
	fails func(ex *capture.Exchange) error

	mu       sync.Mutex
	begun    []arrival
	ended    []uint64
	under    int
	maxUnder int
}

func (w *witness) Send(_ context.Context, ex *capture.Exchange, body []byte) (Reply, error) {
	a := arrival{id: ex.ID, at: time.Now()}
	b := decode.NewDecoder(decode.Config{}).Decode(decode.Header{ContentType: "application/x-protobuf", ContentEncoding: "snappy"}, body)
	if m := b.Message; m != nil {
		for i := range m.Series {
			set, err := m.LabelSet(i)
			if err != nil {
				return Reply{}, err
			}
			a.series = append(a.series, set.Get("__name__"))
		}
		for _, s := range m.Samples {
			a.times = append(a.times, s.Timestamp)
		}
	}
	w.mu.Lock()
	w.begun = append(w.begun, a)
	w.under++
	w.maxUnder = max(w.maxUnder, w.under)
	w.mu.Unlock()
	if w.takes != nil {
		time.Sleep(w.takes(ex))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.under--
	w.ended = append(w.ended, ex.ID)
	if w.fails != nil {
		if err := w.fails(ex); err != nil {
			return Reply{}, err
		}
	}
	return Reply{Answer: store.Answer{Status: 204}}, nil
}

// seriesOrder is the IDs that brought samples of a series, as they arrived.
func (w *witness) seriesOrder(name string) []uint64 {
	var ids []uint64
	for _, a := range w.begun {
		if slices.Contains(a.series, name) {
			ids = append(ids, a.id)
		}
	}
	return ids
}

func numbered(n int, make func(i int) request) []request {
	var all []request
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func name(i int) string { return fmt.Sprintf("series_%d", i) }

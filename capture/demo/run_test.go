package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

const anyURL = "http://receiver.test"

// run sends count requests to r within a synctest bubble.
func run(t *testing.T, r *receiver, seed uint64, count int) {
	t.Helper()
	if err := Run(t.Context(), Config{URL: anyURL, Seed: seed, Count: count, Transport: r}); err != nil {
		t.Fatal(err)
	}
	if len(r.exchanges) != count {
		t.Fatalf("got %d exchanges, want %d", len(r.exchanges), count)
	}
}

// played is one step of the programme with the statuses of its requests.
type played struct {
	scene    *Scene // nil for an ordinary request
	statuses []int
}

// rehearse takes steps against Prometheus' own handler, a request every pace.
func rehearse(t *testing.T, seed uint64, steps int, pace time.Duration) []played {
	t.Helper()
	r := prometheusReceiver(t)
	st := newStage(seed, time.Now())
	c := newClient(Config{URL: anyURL, Transport: r})
	var all []played
	for range steps {
		var p played
		if st.sceneDue() {
			p.scene = &st.scenes[st.played%len(st.scenes)]
		}
		requests, err := st.next(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, req := range requests {
			status, err := c.send(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			st.answered(req, status)
			p.statuses = append(p.statuses, status)
			time.Sleep(pace)
		}
		all = append(all, p)
	}
	return all
}

// Prometheus answers every scene as the table says, in the first round and in
// later ones, fast or slow, and takes everything else.
func TestPrometheusAnswersAsTheTableSays(t *testing.T) {
	for seed, pace := range []time.Duration{100 * time.Millisecond, time.Millisecond, 4 * time.Second} {
		t.Run(pace.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { answersAsTheTableSays(t, uint64(seed), pace) })
		})
	}
}

func answersAsTheTableSays(t *testing.T, seed uint64, pace time.Duration) {
	seen := map[string]int{}
	for i, p := range rehearse(t, seed, 280, pace) {
		name, want := "an ordinary request", []int{http.StatusNoContent}
		if p.scene != nil {
			name, want[0] = p.scene.Name, p.scene.Status
			seen[name]++
		}
		if len(p.statuses) == 2 {
			want = append(want, http.StatusNoContent)
		}
		if !slices.Equal(p.statuses, want) {
			t.Errorf("step %d, %s: answered %v, want %v", i, name, p.statuses, want)
		}
	}
	for _, s := range Scenes() {
		if seen[s.Name] < 2 {
			t.Errorf("%s: played %d times in 280 steps, want at least 2", s.Name, seen[s.Name])
		}
	}
}

func TestEverySceneWithinSixtyExchanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		exchanges := 0
		seen := map[string]bool{}
		for _, p := range rehearse(t, 1, 60, time.Second/defaultRate) {
			if exchanges += len(p.statuses); exchanges <= 60 && p.scene != nil {
				seen[p.scene.Name] = true
			}
		}
		for _, s := range Scenes() {
			if !seen[s.Name] {
				t.Errorf("%s: not played within 60 exchanges", s.Name)
			}
		}
	})
}

// A newcomer sees every kind of data within the first 60 exchanges.
func TestEveryKindOfDataWithinSixtyExchanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheusReceiver(t)
		run(t, r, 1, 60)
		seen := map[string]bool{}
		for _, e := range r.exchanges {
			seen["sender "+e.header.Get("User-Agent")] = true
			if e.header.Get("Retry-Attempt") != "" {
				seen["retry"] = true
			}
			if e.decoded == nil {
				continue
			}
			if e.header.Get("Content-Type") == contentTypeV1 {
				lookV1(t, e.decoded, seen)
			} else {
				lookV2(t, e.decoded, seen)
			}
		}
		for _, want := range []string{
			"v1 sample", "v1 histogram", "v1 float histogram", "v1 exemplar", "v1 metadata",
			"v2 sample", "v2 histogram", "v2 float histogram", "v2 exemplar", "v2 metadata",
			"v2 start timestamp", "v2 custom buckets", "v2 stale marker", "retry",
			"sender Prometheus/3.16.0", "sender Prometheus/2.53.5", "sender vmagent",
			"sender opentelemetry-collector-contrib/0.139.0", "sender python-requests/2.32.5",
		} {
			if !seen[want] {
				t.Errorf("no %s within 60 exchanges", want)
			}
		}
	})
}

func lookV1(t *testing.T, decoded []byte, seen map[string]bool) {
	t.Helper()
	var m prompb.WriteRequest
	if err := m.Unmarshal(decoded); err != nil {
		t.Fatal(err)
	}
	mark := func(what string, is bool) { seen["v1 "+what] = seen["v1 "+what] || is }
	mark("metadata", len(m.Metadata) > 0)
	for _, ts := range m.Timeseries {
		mark("sample", len(ts.Samples) > 0)
		mark("exemplar", len(ts.Exemplars) > 0)
		for _, h := range ts.Histograms {
			mark("histogram", !h.IsFloatHistogram())
			mark("float histogram", h.IsFloatHistogram())
		}
	}
}

func lookV2(t *testing.T, decoded []byte, seen map[string]bool) {
	t.Helper()
	var m writev2.Request
	if err := m.Unmarshal(decoded); err != nil {
		t.Fatal(err)
	}
	mark := func(what string, is bool) { seen["v2 "+what] = seen["v2 "+what] || is }
	for _, ts := range m.Timeseries {
		mark("metadata", ts.Metadata.Type != writev2.Metadata_METRIC_TYPE_UNSPECIFIED)
		mark("exemplar", len(ts.Exemplars) > 0)
		for _, s := range ts.Samples {
			mark("sample", true)
			mark("start timestamp", s.StartTimestamp > 0)
			mark("stale marker", value.IsStaleNaN(s.Value))
		}
		for _, h := range ts.Histograms {
			mark("histogram", !h.IsFloatHistogram())
			mark("float histogram", h.IsFloatHistogram())
			mark("custom buckets", len(h.CustomValues) > 0)
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	bodies := func(seed uint64) (all [][]byte) {
		synctest.Test(t, func(t *testing.T) {
			r := prometheusReceiver(t)
			run(t, r, seed, 120)
			for _, e := range r.exchanges {
				all = append(all, e.body)
			}
		})
		return all
	}
	first, again, other := bodies(7), bodies(7), bodies(8)
	for i := range first {
		if !bytes.Equal(first[i], again[i]) {
			t.Fatalf("exchange %d: two runs with seed 7 differ", i)
		}
	}
	if bytes.Equal(first[0], other[0]) {
		t.Error("seeds 7 and 8 give the same first body")
	}
}

func TestRateSetsThePace(t *testing.T) {
	for _, rate := range []float64{0, 2, 50} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := prometheusReceiver(t)
				begin := time.Now()
				if err := Run(t.Context(), Config{URL: anyURL, Rate: rate, Count: 101, Transport: r}); err != nil {
					t.Fatal(err)
				}
				want := rate
				if rate == 0 {
					want = defaultRate
				}
				if got := 100 / time.Since(begin).Seconds(); got < want*0.99 || got > want*1.01 {
					t.Errorf("got %.2f requests/s, want %.2f", got, want)
				}
			})
		})
	}
}

// Over real connections every sender has one of its own.
func TestSendersHaveConnectionsOfTheirOwn(t *testing.T) {
	var mu sync.Mutex
	addrs := map[string]map[string]bool{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		who := r.UserAgent()
		if addrs[who] == nil {
			addrs[who] = map[string]bool{}
		}
		addrs[who][r.RemoteAddr] = true
		w.WriteHeader(http.StatusNoContent)
	}))
	defer srv.Close()
	if err := Run(t.Context(), Config{URL: srv.URL, Rate: 1e6, Count: 60}); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]int{"Prometheus/3.16.0": 2, "Prometheus/2.53.5": 2, "vmagent": 1} {
		if got := len(addrs[who]); got != want {
			t.Errorf("%s: %d connections, want %d", who, got, want)
		}
	}
}

func TestUnreachableReceiverFails(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	if err := Run(t.Context(), Config{URL: srv.URL}); err == nil {
		t.Error("got no error, want one that says that nobody listens")
	}
}

func TestCancelEndsWithoutError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := Run(ctx, Config{URL: anyURL, Transport: prometheusReceiver(t)}); err != nil {
			t.Errorf("got %v, want nil", err)
		}
	})
}

func TestBadAddressFails(t *testing.T) {
	if err := Run(t.Context(), Config{URL: "127.0.0.1:9201"}); err == nil {
		t.Error("got no error for an address without scheme")
	}
}

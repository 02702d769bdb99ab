package store

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
	"github.com/prometheus/prometheus/storage/remote"
	"github.com/prometheus/prometheus/tsdb"

	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/decode"
)

// load is a sender of the same series again and again, one second apart.
type load struct {
	v2     bool
	series int
	now    int64
	v1     prompb.WriteRequest
	req2   writev2.Request
}

func newLoad(v2 bool, series int) *load {
	l := &load{v2: v2, series: series, now: time.Now().Add(-50 * time.Minute).UnixMilli()}
	table := writev2.NewSymbolTable()
	for i := range series {
		var ls []prompb.Label
		for _, kv := range [][2]string{
			{"__name__", fmt.Sprintf("http_server_duration_seconds_bucket_%d", i%40)},
			{"cluster", "prod-eu-west-1"},
			{"instance", fmt.Sprintf("10.0.%d.%d:9090", i/250, i%250)},
			{"job", "kubernetes-pods"},
			{"le", fmt.Sprint(i % 17)},
			{"namespace", "payments"},
			{"pod", fmt.Sprintf("payments-api-7f9c8d-%05d", i)},
		} {
			ls = append(ls, prompb.Label{Name: kv[0], Value: kv[1]})
		}
		l.v1.Timeseries = append(l.v1.Timeseries, prompb.TimeSeries{Labels: ls, Samples: make([]prompb.Sample, 1)})
		ts := writev2.TimeSeries{Samples: make([]writev2.Sample, 1)}
		for _, lb := range ls {
			ts.LabelsRefs = append(ts.LabelsRefs, table.Symbolize(lb.Name), table.Symbolize(lb.Value))
		}
		l.req2.Timeseries = append(l.req2.Timeseries, ts)
	}
	l.req2.Symbols = table.Symbols()
	return l
}

func (l *load) next(tb testing.TB) wireRequest {
	l.now += 100
	w := wireRequest{method: http.MethodPost, header: http.Header{
		"Content-Encoding": {"snappy"}, "Content-Type": {"application/x-protobuf"},
	}}
	var raw []byte
	var err error
	if l.v2 {
		for i := range l.req2.Timeseries {
			l.req2.Timeseries[i].Samples[0] = writev2.Sample{Value: float64(l.now % 1000), Timestamp: l.now}
		}
		w.header.Set("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
		raw, err = l.req2.Marshal()
	} else {
		for i := range l.v1.Timeseries {
			l.v1.Timeseries[i].Samples[0] = prompb.Sample{Value: float64(l.now % 1000), Timestamp: l.now}
		}
		raw, err = l.v1.Marshal()
	}
	if err != nil {
		tb.Fatal(err)
	}
	w.body = snappy.Encode(nil, raw)
	return w
}

// BenchmarkJudge compares the judge, decoding included, with Prometheus' own
// handler, for a clean sender and for one that is always out of order.
func BenchmarkJudge(b *testing.B) {
	for _, v2 := range []bool{false, true} {
		for _, series := range []int{1, 1000} {
			name := fmt.Sprintf("v2=%v/series=%d", v2, series)
			b.Run(name+"/clean/by=rwscope", func(b *testing.B) { benchJudge(b, v2, series, false) })
			b.Run(name+"/clean/by=prometheus", func(b *testing.B) { benchPlain(b, v2, series, false) })
			b.Run(name+"/refused/by=rwscope", func(b *testing.B) { benchJudge(b, v2, series, true) })
			b.Run(name+"/refused/by=prometheus", func(b *testing.B) { benchPlain(b, v2, series, true) })
		}
	}
}

func benchJudge(b *testing.B, v2 bool, series int, refused bool) {
	s, err := Open(Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	d := decode.NewDecoder(decode.Config{LazyLabels: true})
	bench(b, v2, series, refused, func(w wireRequest) int {
		body := d.Decode(decode.Header{ContentType: w.header.Get("Content-Type"), ContentEncoding: "snappy"}, w.body)
		defer body.Release()
		return s.Judge(&Request{ID: 1, Sender: "bench", Method: w.method, Header: w.header, Body: body}).Answer.Status
	})
}

func benchPlain(b *testing.B, v2 bool, series int, refused bool) {
	opts := (&Store{cfg: Config{}.withDefaults()}).tsdbOptions()
	opts.IsolationDisabled = false // as in Prometheus
	db, err := tsdb.Open(b.TempDir(), slog.New(slog.DiscardHandler), nil, opts, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	h := remote.NewWriteHandler(slog.New(slog.DiscardHandler), nil, db,
		(&Store{cfg: Config{}.withDefaults()}).accepted(), false, false)
	bench(b, v2, series, refused, func(w wireRequest) int {
		req := httptest.NewRequest(w.method, "/", bytes.NewReader(w.body))
		req.Header = w.header.Clone()
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec.Code
	})
}

func bench(b *testing.B, v2 bool, series int, refused bool, send func(wireRequest) int) {
	l := newLoad(v2, series)
	old := l.next(b)
	want := http.StatusNoContent
	send(old)
	if refused {
		want = http.StatusBadRequest
		send(l.next(b))
	}
	b.ReportAllocs()
	for b.Loop() {
		w := old
		if !refused {
			b.StopTimer()
			w = l.next(b)
			b.StartTimer()
		}
		if got := send(w); got != want {
			b.Fatalf("answered %d, want %d", got, want)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*series), "ns/sample")
}

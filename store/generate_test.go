package store

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// generator makes adversarial remote_write requests from a seed: mostly sane
// traffic, with every kind of clash, damage and header trap mixed in.
type generator struct {
	*rand.Rand
	base  int64 // Unix milliseconds; the clock of well-behaved senders
	pace  int64 // milliseconds between requests at most; 0: a few seconds
	clean float64
	tick  bool // every time is later than the one before, so that most is surely clean
}

// wireRequest is a request as it goes over the wire.
type wireRequest struct {
	method string
	header http.Header
	body   []byte
}

func newGenerator(seed uint64, clean float64) *generator {
	return &generator{
		Rand:  rand.New(rand.NewPCG(seed, 1)),
		base:  time.Now().Add(-30 * time.Minute).UnixMilli(),
		clean: clean,
	}
}

// walk lets the clock come from so far away that after n requests, each up to pace
// after the one before, it is at most now.
func (g *generator) walk(pace time.Duration, n int) {
	g.pace = pace.Milliseconds()
	g.base -= int64(n) * g.pace
}

func (g *generator) chance(p float64) bool { return g.Float64() < p }

func pick[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

// request makes the next request. The clock moves on so that well-behaved senders
// stay in order.
func (g *generator) request() wireRequest {
	g.base += int64(g.IntN(3)) * 1000
	if g.pace > 0 {
		g.base += g.Int64N(g.pace)
	}
	wild := !g.chance(g.clean)
	g.tick = !wild && g.chance(0.7)
	w := wireRequest{method: http.MethodPost, header: http.Header{
		"Content-Encoding": {"snappy"}, "Content-Type": {"application/x-protobuf"}, "User-Agent": {"generator"},
	}}
	var raw []byte
	if g.chance(0.5) {
		raw = g.v1(wild)
	} else {
		raw = g.v2(wild)
		w.header.Set("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
	}
	if wild && g.chance(0.15) {
		raw = g.damage(raw)
	}
	w.body = snappy.Encode(nil, raw)
	if wild && g.chance(0.1) {
		w.body = g.damage(w.body)
	}
	if wild && g.chance(0.1) {
		g.trap(&w)
	}
	return w
}

func (g *generator) damage(b []byte) []byte {
	b = append([]byte{}, b...)
	switch {
	case len(b) == 0:
	case g.chance(0.3):
		return b[:g.IntN(len(b))]
	default:
		for range 1 + g.IntN(3) {
			b[g.IntN(len(b))] = byte(g.Uint32())
		}
	}
	return b
}

func (g *generator) trap(w *wireRequest) {
	switch g.IntN(6) {
	case 0:
		w.header.Set("Content-Encoding", pick(g, "gzip", "zstd", "Snappy", "identity"))
	case 1:
		w.header.Del("Content-Encoding")
	case 2:
		w.header.Del("Content-Type")
	case 3:
		w.header.Set("Content-Type", pick(g, "text/plain", "application/x-protobuf;x", "application/x-protobuf;proto=nope",
			"application/x-protobuf; proto=io.prometheus.write.v2.Request", "application/x-protobuf;proto=prometheus.WriteRequest"))
	case 4:
		w.method = pick(g, http.MethodGet, http.MethodPut)
	default:
		w.header.Set("Content-Type", pick(g, "application/x-protobuf", "application/x-protobuf;proto=io.prometheus.write.v2.Request"))
	}
}

// labels makes a label set; few different ones, so that they meet again.
func (g *generator) labels(wild bool) []prompb.Label {
	ls := []prompb.Label{
		{Name: "__name__", Value: fmt.Sprintf("metric_%d", g.IntN(6))},
		{Name: "job", Value: pick(g, "a", "b")},
	}
	if !wild || g.chance(0.9) {
		return ls
	}
	switch g.IntN(7) {
	case 0:
		return append(ls, prompb.Label{Name: "job", Value: "c"})
	case 1:
		return ls[1:]
	case 2:
		return append(ls, prompb.Label{Name: "bad", Value: "\xff"})
	case 3:
		return append(ls, prompb.Label{Name: "", Value: "x"})
	case 4:
		return []prompb.Label{ls[1], ls[0]}
	case 5:
		return append(ls, prompb.Label{Name: "empty", Value: ""})
	default:
		ls[0].Value = ""
		return ls
	}
}

func (g *generator) time(wild bool) int64 {
	if g.tick {
		g.base += 1 + int64(g.IntN(9))
	}
	if !wild {
		return g.base
	}
	kind := g.IntN(12)
	if g.pace > 0 && kind >= 2 && kind <= 5 && g.chance(0.95) {
		kind = g.IntN(2) // the head would be far ahead of the clock for good
	}
	switch kind {
	case 0:
		return g.base - int64(g.IntN(20))*1000
	case 1:
		return g.base - int64(g.IntN(180))*60_000
	case 2:
		return time.Now().Add(time.Hour).UnixMilli()
	case 3:
		return g.base / 1000
	case 4:
		return time.Now().Add(9 * time.Minute).UnixMilli()
	case 5:
		return pick[int64](g, math.MinInt64, math.MaxInt64, 0, -1)
	default:
		return g.base + int64(g.IntN(4))*1000
	}
}

func (g *generator) value() float64 {
	if g.chance(0.1) {
		return math.Float64frombits(value.StaleNaN)
	}
	return float64(g.IntN(3))
}

// histogram makes an integer or float histogram (one of the results is nil),
// sometimes an invalid one.
func (g *generator) histogram(wild bool) (*histogram.Histogram, *histogram.FloatHistogram) {
	h := &histogram.Histogram{
		Schema: int32(g.IntN(3)), Count: 6, Sum: g.value(), ZeroThreshold: 0.001, ZeroCount: 1,
		PositiveSpans:   []histogram.Span{{Offset: 0, Length: 2}, {Offset: int32(g.IntN(2)), Length: 1}},
		PositiveBuckets: []int64{1, 1, 0},
	}
	if g.chance(0.2) {
		h.Schema, h.ZeroThreshold, h.ZeroCount, h.Count = histogram.CustomBucketsSchema, 0, 0, 5
		h.CustomValues = []float64{1, 2, 3, 4}
	}
	if wild && g.chance(0.3) {
		switch g.IntN(7) {
		case 0:
			h.Count = 1
		case 1:
			h.PositiveBuckets = h.PositiveBuckets[:1]
		case 2:
			h.Schema = int32(pick(g, 9, 12, 20, 52, 60, -5, -9, -53))
		case 3:
			h.PositiveBuckets[0] = -3
		case 4:
			h.PositiveSpans[1].Offset = -2
		case 5:
			h.CustomValues = []float64{1, 1}
		default:
			h.Sum = math.NaN()
		}
	}
	if g.chance(0.4) {
		return nil, h.ToFloat(nil)
	}
	return h, nil
}

func (g *generator) exemplarLabels(wild bool) []prompb.Label {
	ls := []prompb.Label{{Name: "trace_id", Value: fmt.Sprint(g.IntN(3))}}
	if wild && g.chance(0.2) {
		return append(ls, pick(g, prompb.Label{Name: "trace_id", Value: "x"},
			prompb.Label{Name: "long", Value: string(make([]byte, 200))}, prompb.Label{Name: "none"}))
	}
	return ls
}

func (g *generator) many(wild bool) int {
	if wild {
		return g.IntN(4)
	}
	if g.tick {
		return 1 + g.IntN(2)
	}
	return 1
}

func (g *generator) v1(wild bool) []byte {
	var req prompb.WriteRequest
	for range 1 + g.IntN(5) {
		ts := prompb.TimeSeries{Labels: g.labels(wild)}
		if g.chance(0.7) {
			for range g.many(wild) {
				ts.Samples = append(ts.Samples, prompb.Sample{Value: g.value(), Timestamp: g.time(wild)})
			}
		} else {
			for range g.many(wild) {
				if h, fh := g.histogram(wild); fh != nil {
					ts.Histograms = append(ts.Histograms, prompb.FromFloatHistogram(g.time(wild), fh))
				} else {
					ts.Histograms = append(ts.Histograms, prompb.FromIntHistogram(g.time(wild), h))
				}
			}
		}
		for range g.many(wild) / 2 {
			ts.Exemplars = append(ts.Exemplars, prompb.Exemplar{
				Labels: g.exemplarLabels(wild), Value: g.value(), Timestamp: g.time(wild),
			})
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	if g.chance(0.1) {
		req.Metadata = append(req.Metadata, prompb.MetricMetadata{MetricFamilyName: "metric_1", Type: 1})
	}
	raw, err := req.Marshal()
	if err != nil {
		panic(err)
	}
	return raw
}

func (g *generator) v2(wild bool) []byte {
	var req writev2.Request
	table := writev2.NewSymbolTable()
	refs := func(ls []prompb.Label) (out []uint32) {
		for _, l := range ls {
			out = append(out, table.Symbolize(l.Name), table.Symbolize(l.Value))
		}
		if wild && g.chance(0.03) {
			return append(out, pick(g, uint32(99), 0, math.MaxUint32))
		}
		return out
	}
	for range 1 + g.IntN(5) {
		ts := writev2.TimeSeries{LabelsRefs: refs(g.labels(wild))}
		g.fillV2(&ts, wild)
		for range g.many(wild) / 2 {
			ts.Exemplars = append(ts.Exemplars, writev2.Exemplar{
				LabelsRefs: refs(g.exemplarLabels(wild)), Value: g.value(), Timestamp: g.time(wild),
			})
		}
		if g.chance(0.3) {
			ts.Metadata = writev2.Metadata{
				Type:    writev2.Metadata_MetricType(g.IntN(4)),
				HelpRef: table.Symbolize(pick(g, "help one", "help two")), UnitRef: table.Symbolize(pick(g, "", "seconds")),
			}
		}
		if wild && g.chance(0.02) {
			ts.Metadata.HelpRef = 12345
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	req.Symbols = table.Symbols()
	raw, err := req.Marshal()
	if err != nil {
		panic(err)
	}
	return raw
}

func (g *generator) fillV2(ts *writev2.TimeSeries, wild bool) {
	floats := g.chance(0.7)
	mixed := wild && g.chance(0.1)
	if floats || mixed {
		for range g.many(wild) {
			s := writev2.Sample{Value: g.value(), Timestamp: g.time(wild)}
			if g.chance(0.2) {
				s.StartTimestamp = g.base - 100_000
			}
			ts.Samples = append(ts.Samples, s)
		}
	}
	if !floats || mixed {
		for range g.many(wild) {
			if h, fh := g.histogram(wild); fh != nil {
				ts.Histograms = append(ts.Histograms, writev2.FromFloatHistogram(0, g.time(wild), fh))
			} else {
				ts.Histograms = append(ts.Histograms, writev2.FromIntHistogram(0, g.time(wild), h))
			}
		}
	}
}

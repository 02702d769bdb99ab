package decode

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// generator makes random messages of every shape that the two schemas allow, and
// damages their bytes.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, seed))}
}

func (g generator) word() string {
	words := [...]string{"", "__name__", "up", "job", "instance", "le", "0.5", "ä", "\xff", "a\x1bb"}
	if g.IntN(4) > 0 {
		return words[g.IntN(len(words))]
	}
	return fmt.Sprintf("w%d", g.IntN(1000))
}

func (g generator) time() int64 {
	switch g.IntN(5) {
	case 0:
		return 0
	case 1:
		return -g.Int64N(1 << 40)
	case 2:
		return int64(g.Uint64())
	default:
		return 1795406198900 + g.Int64N(1000)
	}
}

func (g generator) value() float64 {
	switch g.IntN(4) {
	case 0:
		return 0
	case 1:
		return math.Float64frombits(g.Uint64())
	default:
		return float64(g.IntN(1000))
	}
}

// many calls f up to most times.
func (g generator) many(most int, f func()) {
	for range g.IntN(most + 1) {
		f()
	}
}

func (g generator) v1() []byte {
	var req prompb.WriteRequest
	g.many(5, func() { req.Timeseries = append(req.Timeseries, g.seriesV1()) })
	g.many(2, func() {
		req.Metadata = append(req.Metadata, prompb.MetricMetadata{
			Type: prompb.MetricMetadata_MetricType(g.IntN(9)), MetricFamilyName: g.word(), Help: g.word(), Unit: g.word(),
		})
	})
	b, err := req.Marshal()
	if err != nil {
		panic(err)
	}
	return b
}

func (g generator) seriesV1() prompb.TimeSeries {
	var s prompb.TimeSeries
	s.Labels = g.labels(5)
	g.many(4, func() { s.Samples = append(s.Samples, prompb.Sample{Value: g.value(), Timestamp: g.time()}) })
	g.many(1, func() {
		s.Exemplars = append(s.Exemplars, prompb.Exemplar{Labels: g.labels(2), Value: g.value(), Timestamp: g.time()})
	})
	g.many(1, func() {
		h := g.histogram()
		s.Histograms = append(s.Histograms, prompb.Histogram{
			Count: &prompb.Histogram_CountInt{CountInt: g.Uint64()}, Sum: h.Sum, Schema: h.Schema,
			NegativeSpans:  []prompb.BucketSpan{{Offset: -3, Length: 2}},
			PositiveDeltas: h.PositiveDeltas, PositiveCounts: h.PositiveCounts, Timestamp: h.Timestamp,
		})
	})
	return s
}

func (g generator) labels(most int) (ls []prompb.Label) {
	g.many(most, func() { ls = append(ls, prompb.Label{Name: g.word(), Value: g.word()}) })
	return ls
}

func (g generator) v2() []byte {
	var req writev2.Request
	req.Symbols = []string{""}
	g.many(12, func() { req.Symbols = append(req.Symbols, g.word()) })
	g.many(5, func() { req.Timeseries = append(req.Timeseries, g.seriesV2(len(req.Symbols))) })
	b, err := req.Marshal()
	if err != nil {
		panic(err)
	}
	return b
}

func (g generator) seriesV2(symbols int) writev2.TimeSeries {
	var s writev2.TimeSeries
	s.LabelsRefs = g.refs(symbols)
	g.many(4, func() {
		s.Samples = append(s.Samples, writev2.Sample{Value: g.value(), Timestamp: g.time(), StartTimestamp: g.time()})
	})
	g.many(1, func() {
		s.Exemplars = append(s.Exemplars, writev2.Exemplar{LabelsRefs: g.refs(symbols), Value: g.value(), Timestamp: g.time()})
	})
	g.many(2, func() { s.Histograms = append(s.Histograms, g.histogram()) })
	if g.IntN(2) == 0 {
		s.Metadata = writev2.Metadata{Type: writev2.Metadata_MetricType(g.IntN(9)), HelpRef: g.ref(symbols), UnitRef: g.ref(symbols)}
	}
	return s
}

// ref points into the symbol table, with rare exceptions.
func (g generator) ref(symbols int) uint32 {
	if g.IntN(30) == 0 {
		return g.Uint32()
	}
	return g.Uint32N(uint32(symbols))
}

func (g generator) refs(symbols int) (refs []uint32) {
	g.many(4, func() { refs = append(refs, g.ref(symbols), g.ref(symbols)) })
	if g.IntN(30) == 0 {
		refs = append(refs, 1)
	}
	return refs
}

func (g generator) histogram() writev2.Histogram {
	h := writev2.Histogram{Sum: g.value(), Schema: int32(g.IntN(12)) - 4, Timestamp: g.time(), StartTimestamp: g.time()}
	h.ResetHint = writev2.Histogram_ResetHint(g.IntN(4))
	g.many(3, func() {
		h.PositiveSpans = append(h.PositiveSpans, writev2.BucketSpan{Offset: int32(g.IntN(200)) - 100, Length: g.Uint32N(200)})
	})
	if g.IntN(2) == 0 {
		h.Count = &writev2.Histogram_CountFloat{CountFloat: g.value()}
		h.ZeroCount = &writev2.Histogram_ZeroCountFloat{ZeroCountFloat: g.value()}
		g.many(12, func() { h.PositiveCounts = append(h.PositiveCounts, g.value()) })
		g.many(12, func() { h.CustomValues = append(h.CustomValues, g.value()) })
	} else {
		h.Count = &writev2.Histogram_CountInt{CountInt: g.Uint64()}
		h.ZeroCount = &writev2.Histogram_ZeroCountInt{ZeroCountInt: g.Uint64N(300)}
		g.many(20, func() { h.PositiveDeltas = append(h.PositiveDeltas, int64(g.IntN(300))-150) })
		g.many(12, func() { h.NegativeDeltas = append(h.NegativeDeltas, int64(g.Uint64())) })
	}
	return h
}

// damage changes a few bytes of b: where they hit tags and lengths, every rule of
// the reader is met.
func (g generator) damage(b []byte) []byte {
	for range 1 + g.IntN(3) {
		if len(b) == 0 {
			return b
		}
		i := g.IntN(len(b))
		switch g.IntN(6) {
		case 0:
			b[i] = byte(g.Uint32())
		case 1:
			b[i] ^= 1 << g.IntN(8)
		case 2:
			b = b[:i]
		case 3:
			b = append(b[:i], b[i+1:]...)
		case 4:
			j := i + g.IntN(len(b)-i)
			b = append(b[:j:j], b[i:]...)
		case 5:
			b = append(b[:i:i], append(g.field(), b[i:]...)...)
		}
	}
	return b
}

// field is a field of any number and wire type, well formed or nearly so.
func (g generator) field() []byte {
	fields := [...]string{
		"\x0b\x0c", "\x0b\x13\x14\x0c", "\x0b", "\x0c", "\x33\x00\x34", "\x30\x01", "\x35abcd", "\x31abcdefgh", "\x36", "\x37",
		"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x0a\x80\x00", "\x8a\x80\x80\x80\x80\x01\x00", "\x00\x00", "\x02\x00",
		"\x0a\x02\x80\x80", "\x0a\x01\x80\x01", "\x10\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f", "\x2a\x02\x08\x03", "\x8a\x01\x00",
	}
	return []byte(fields[g.IntN(len(fields))])
}

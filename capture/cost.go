package capture

import (
	"github.com/golang/snappy"

	"rwscope/decode"
)

// snappyReach is the most bytes that one byte of a snappy block makes, rounded up:
// a copy of three bytes makes 64.
const snappyReach = 22

// unpacked is how many bytes a body will take once it is unpacked, 0 where its own
// word for it cannot be true.
func unpacked(wire []byte, limit int) int64 {
	n, err := snappy.DecodedLen(wire)
	if err != nil || n > limit || n > snappyReach*len(wire) {
		return 0
	}
	return int64(n)
}

// What Prometheus' decoder allocates for a record beside the bytes of the message,
// in bytes: the size of the type in prompb and writev2 of 3.16, and a quarter more
// for the room that a growing slice leaves.
const (
	seriesCost    = 256
	sampleCost    = 72
	histogramCost = 384
	exemplarCost  = 96
	metadataCost  = 112
	labelCost     = 80
	refCost       = 8
	// bucketCost is for each byte of a histogram: a bucket of one byte becomes an int64.
	bucketCost = 8
)

// costOf estimates what a body costs when Prometheus' own decoder takes it apart.
// Other messages than the declared one cost nothing: its records are skipped.
func costOf(b *decode.Body) int64 {
	m := b.Message
	if m == nil || m.Kind != b.Declared {
		return 0
	}
	buckets := 0
	for i := range m.Histograms {
		buckets += m.Histograms[i].Span.Len()
	}
	return seriesCost*int64(len(m.Series)) +
		sampleCost*int64(len(m.Samples)) +
		histogramCost*int64(len(m.Histograms)) + bucketCost*int64(buckets) +
		exemplarCost*int64(len(m.Exemplars)) +
		metadataCost*int64(len(m.Metadata)) +
		refCost*int64(len(m.Refs)) +
		labelCost*labelsIn(m)
}

// fewLabels is a size below which the labels of a v1 message are not worth being
// counted.
const fewLabels = 1 << 20

// labelsIn counts the label records of a large v1 message.
func labelsIn(m *decode.Message) int64 {
	if m.Kind != decode.V1 || len(m.Body) < fewLabels {
		return 0
	}
	total := int64(0)
	for i := range m.Series {
		total += int64(labelCount(m, i, 0))
	}
	return total
}

// mostLabels is the number of labels of the first series that has more than limit,
// or a number that is not more than limit.
func mostLabels(m *decode.Message, limit int) int {
	for i := range m.Series {
		if n := labelCount(m, i, limit); n > limit {
			return n
		}
	}
	return 0
}

// labelCount counts the labels of series i. It is free for v2; for v1 it reads the
// records, unless they cannot be more than enough.
func labelCount(m *decode.Message, i, enough int) int {
	s := &m.Series[i]
	if m.Kind == decode.V2 {
		return s.Refs.Len() / 2
	}
	const smallest = 2 // bytes of a label record: its tag and its length 0
	if s.Labels.Len()/smallest <= enough {
		return 0
	}
	n := 0
	for range m.Labels(i) {
		n++
	}
	return n
}

// expansionBeyond is how many bytes the labels come to once each reference is
// replaced by its symbol, if that may be more than limit; else 0. Most messages are
// done with their longest symbol alone.
func expansionBeyond(m *decode.Message, limit int64) int64 {
	longest := 0
	for _, s := range m.Symbols {
		longest = max(longest, s.Len())
	}
	refs := len(m.Refs)
	for i := range m.Exemplars {
		refs += m.Exemplars[i].Span.Len() // a reference takes a byte or more
	}
	if int64(refs)*int64(longest) <= limit {
		return 0
	}
	return m.Expansion()
}

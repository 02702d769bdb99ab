package capture_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
	"google.golang.org/protobuf/encoding/protowire"
)

// threat is a request that is cheap to send and was, or might be, expensive to
// take. The bytes go over the wire as they are; an answer may come or not.
type threat struct {
	name string
	wire func(t testing.TB, at int64) []byte
}

// threats are what is known to hurt receivers of remote write, Prometheus 3.16
// among them, and what HTTP has to offer besides.
var threats = []threat{
	{"40 MiB of body", threatBody(typeV1, func(testing.TB, int64) []byte { return make([]byte, 40<<20) })},
	{"a body without an end", func(t testing.TB, at int64) []byte {
		chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<20, make([]byte, 1<<20))
		return []byte("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat(chunk, 34))
	}},
	{"6 bytes that declare 32 MiB", threatBody(typeV1, bodies["liar"])},
	{"a snappy bomb of zeros", threatBody(typeV1, func(testing.TB, int64) []byte { return snappy.Encode(nil, make([]byte, 32<<20)) })},
	{"a snappy bomb of series", threatBody(typeV2, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, bytes.Repeat([]byte{0x2a, 0}, 16<<20))
	})},
	{"one symbol, ten thousand times", threatBody(typeV2, bodies["symbols"])},
	{"one symbol in every exemplar", threatBody(typeV2, exemplarSymbols)},
	{"one symbol in all help texts", threatBody(typeV2, helpSymbols)},
	{"200,000 empty series, v2", threatBody(typeV2, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, bytes.Repeat([]byte{0x2a, 0}, 200_000))
	})},
	{"200,000 empty series, v1", threatBody(typeV1, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, bytes.Repeat([]byte{0x0a, 0}, 200_000))
	})},
	{"a histogram of a million buckets", threatBody(typeV1, wideHistogram)},
	{"30,000 series that are refused one by one", threatBody(typeV2, func(_ testing.TB, at int64) []byte {
		return snappy.Encode(nil, bytes.Repeat(protowire.AppendBytes([]byte{0x2a}, []byte{0x0a, 1, 9}), 30_000))
	})},
	{"10,000 series that nobody knows", threatBody(typeV1, newSeries)},
	{"references out of range", threatBody(typeV2, func(testing.TB, int64) []byte {
		refs := binary.AppendUvarint(binary.AppendUvarint(nil, math.MaxUint32), math.MaxUint32)
		return snappy.Encode(nil, protowire.AppendBytes([]byte{0x2a}, protowire.AppendBytes([]byte{0x0a}, refs)))
	})},
	{"numbers that do not end", threatBody(typeV1, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, bytes.Repeat([]byte{0xff}, 100_000))
	})},
	{"a record longer than the message", threatBody(typeV1, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, append([]byte{0x0a}, binary.AppendUvarint(nil, math.MaxUint64)...))
	})},
	{"groups in groups", threatBody(typeV1, func(testing.TB, int64) []byte {
		return snappy.Encode(nil, bytes.Repeat([]byte{0x0b}, 1<<20))
	})},
	{"a thousand labels too many", threatBody(typeV2, bodies["labelsv2"])},
	{"a label of 8 MiB", threatBody(typeV1, func(t testing.TB, at int64) []byte { return oneSample(t, strings.Repeat("x", 8<<20), at) })},
	{"labels for a terminal", threatBody(typeV1, func(t testing.TB, at int64) []byte {
		return oneSample(t, "\x1b]0;owned\x07\x1b[2J\u009b31m\u202egnp.exe\r\n\x00", at)
	})},
	{"the end of time", threatBody(typeV1, func(t testing.TB, _ int64) []byte { return oneSample(t, "future", math.MaxInt64) })},
	{"the beginning of time", threatBody(typeV1, func(t testing.TB, _ int64) []byte { return oneSample(t, "past", math.MinInt64) })},
	{"a head of a megabyte", func(testing.TB, int64) []byte {
		return []byte("POST / HTTP/1.1\r\nHost: a\r\nCookie: " + strings.Repeat("c", 1<<20) + "\r\n\r\n")
	}},
	{"a head of many lines", func(testing.TB, int64) []byte {
		var b strings.Builder
		b.WriteString("POST / HTTP/1.1\r\nHost: a\r\n")
		for i := range 12_000 {
			fmt.Fprintf(&b, "%x:\r\n", i)
		}
		return []byte(b.String() + "\r\n")
	}},
	{"no HTTP", func(testing.TB, int64) []byte { return []byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n") }},
	{"two lengths", func(testing.TB, int64) []byte {
		return []byte("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")
	}},
	{"pipelined requests", func(t testing.TB, at int64) []byte {
		one := threatBody(typeV1, bodies["v1"])(t, at)
		return bytes.Repeat(bytes.Replace(one, []byte("Connection: close\r\n"), nil, 1), 20)
	}},
}

// threatBody puts a body into a request.
func threatBody(contentType string, body func(testing.TB, int64) []byte) func(testing.TB, int64) []byte {
	return func(t testing.TB, at int64) []byte {
		b := body(t, at)
		head := fmt.Sprintf("POST /api/v1/write HTTP/1.1\r\nHost: a\r\nUser-Agent: threat/1\r\nConnection: close\r\n"+
			"Content-Type: %s\r\nContent-Encoding: snappy\r\nContent-Length: %d\r\n\r\n", contentType, len(b))
		return append([]byte(head), b...)
	}
}

// oneSample is a request with one sample of a series with this label.
func oneSample(t testing.TB, value string, at int64) []byte {
	m := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "threat"}, {Name: "label", Value: value}},
		Samples: []prompb.Sample{{Value: 1, Timestamp: at}},
	}}}
	return packed(t, m.Marshal)
}

// newSeries is a request with one sample of each of ten thousand series: what is
// taken stays in memory.
func newSeries(t testing.TB, at int64) []byte {
	var m prompb.WriteRequest
	for i := range 10_000 {
		m.Timeseries = append(m.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: "threat"}, {Name: "n", Value: strconv.Itoa(i)}},
			Samples: []prompb.Sample{{Value: 1, Timestamp: at}},
		})
	}
	return packed(t, m.Marshal)
}

// bigSymbol begins a v2 message with a symbol table: "", "__name__", and one symbol
// of 50 KB.
func bigSymbol() []byte {
	var m []byte
	for _, symbol := range []string{"", "__name__", strings.Repeat("x", 50_000)} {
		m = protowire.AppendString(append(m, 0x22), symbol)
	}
	return m
}

// exemplarSymbols is one series whose ten thousand exemplars each have the big
// symbol as their label.
func exemplarSymbols(_ testing.TB, at int64) []byte {
	sample := protowire.AppendVarint([]byte{0x10}, uint64(at))
	series := protowire.AppendBytes(protowire.AppendBytes([]byte{0x0a}, []byte{1, 1}), nil)
	series = protowire.AppendBytes(append(series[:4], 0x12), sample)
	exemplar := protowire.AppendBytes([]byte{0x0a}, []byte{2, 2})
	for range 10_000 {
		series = protowire.AppendBytes(append(series, 0x22), exemplar)
	}
	return snappy.Encode(nil, protowire.AppendBytes(append(bigSymbol(), 0x2a), series))
}

// helpSymbols is ten thousand series with the big symbol as their help.
func helpSymbols(_ testing.TB, at int64) []byte {
	m := bigSymbol()
	sample := protowire.AppendBytes([]byte{0x12}, protowire.AppendVarint([]byte{0x10}, uint64(at)))
	meta := protowire.AppendBytes([]byte{0x2a}, []byte{0x08, 1, 0x18, 2, 0x20, 2})
	for range 10_000 {
		series := append(protowire.AppendBytes([]byte{0x0a}, []byte{1, 1}), sample...)
		m = protowire.AppendBytes(append(m, 0x2a), append(series, meta...))
	}
	return snappy.Encode(nil, m)
}

// wideHistogram is a native histogram with a million buckets of one byte each.
func wideHistogram(t testing.TB, at int64) []byte {
	m := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels: []prompb.Label{{Name: "__name__", Value: "wide"}},
		Histograms: []prompb.Histogram{{
			Count: &prompb.Histogram_CountInt{CountInt: 1_000_000}, Timestamp: at,
			ZeroCount:     &prompb.Histogram_ZeroCountInt{},
			PositiveSpans: []prompb.BucketSpan{{Length: 1_000_000}}, PositiveDeltas: append([]int64{1}, make([]int64, 999_999)...),
		}},
	}}}
	return packed(t, m.Marshal)
}

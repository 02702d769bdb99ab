package decode

import (
	"fmt"
	"testing"

	"github.com/gogo/protobuf/proto"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// workload is a request of 1000 series with 7 labels and one item each, as a scrape
// of one job makes it.
type workload struct {
	series, labels int
	histograms     bool
}

var usual = workload{series: 1000, labels: 7}

func (w workload) label(series, i int) (name, value string) {
	switch i {
	case 0:
		return "__name__", fmt.Sprintf("http_server_duration_seconds_bucket_%d", series%40)
	case 1:
		return "cluster", "prod-eu-west-1"
	case 2:
		return "instance", fmt.Sprintf("10.0.%d.%d:9090", series/250%250, series%250)
	case 3:
		return "job", "kubernetes-pods"
	case 4:
		return "le", fmt.Sprint(series % 17)
	case 5:
		return "namespace", "payments"
	default:
		return fmt.Sprintf("pod%d", i), fmt.Sprintf("payments-api-7f9c8d-%05d", series)
	}
}

const benchTime = 1795406198900

func (w workload) v1() []byte {
	var req prompb.WriteRequest
	for s := range w.series {
		ts := prompb.TimeSeries{Samples: []prompb.Sample{{Value: float64(s), Timestamp: benchTime}}}
		for i := range w.labels {
			name, value := w.label(s, i)
			ts.Labels = append(ts.Labels, prompb.Label{Name: name, Value: value})
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	return mustMarshal(&req)
}

func (w workload) v2() []byte {
	var req writev2.Request
	symbols := writev2.NewSymbolTable()
	for s := range w.series {
		var ts writev2.TimeSeries
		for i := range w.labels {
			name, value := w.label(s, i)
			ts.LabelsRefs = append(ts.LabelsRefs, symbols.Symbolize(name), symbols.Symbolize(value))
		}
		if w.histograms {
			ts.Histograms = []writev2.Histogram{w.histogram(s)}
		} else {
			ts.Samples = []writev2.Sample{{Value: float64(s), Timestamp: benchTime}}
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	req.Symbols = symbols.Symbols()
	return mustMarshal(&req)
}

// histogram has 40 buckets in two spans, with deltas as latencies make them.
func (w workload) histogram(series int) writev2.Histogram {
	h := writev2.Histogram{
		Count: &writev2.Histogram_CountInt{CountInt: 12345}, Sum: 678.9, Schema: 3, ZeroThreshold: 1e-128,
		ZeroCount:     &writev2.Histogram_ZeroCountInt{ZeroCountInt: 2},
		PositiveSpans: []writev2.BucketSpan{{Offset: -20, Length: 25}, {Offset: 3, Length: 15}},
		Timestamp:     benchTime,
	}
	for i := range 40 {
		h.PositiveDeltas = append(h.PositiveDeltas, int64((i*7+series)%41-20)*3)
	}
	return h
}

func mustMarshal(m interface{ Marshal() ([]byte, error) }) []byte {
	b, err := m.Marshal()
	if err != nil {
		panic(err)
	}
	return b
}

var workloads = []struct {
	name string
	kind Kind
	body []byte
}{
	{"v1", V1, usual.v1()},
	{"v2", V2, usual.v2()},
	{"v2-histograms", V2, workload{series: 1000, labels: 7, histograms: true}.v2()},
}

// BenchmarkWalk is what the hot path does per message; compare with BenchmarkGogo of
// the same run. Without keys it finds every field, which is all that gogo does for v2.
// With them it identifies the series as well, which gogo leaves to others, and in v1
// stands for reading the labels: those of a known key were checked before.
func BenchmarkWalk(b *testing.B) {
	for _, w := range workloads {
		for _, keys := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/keys=%v", w.name, keys), func(b *testing.B) {
				h, limits := NewHasher(), Limits{}.withDefaults()
				var m Message
				b.SetBytes(int64(len(w.body)))
				b.ReportAllocs()
				for b.Loop() {
					if fault := walk(&m, w.kind, w.body, limits); fault != nil {
						b.Fatal(fault)
					}
					if keys {
						m.setKeys(&h)
					}
				}
			})
		}
	}
}

// BenchmarkGogo is what Prometheus' receiver does with the same bytes before it
// looks at any of them.
func BenchmarkGogo(b *testing.B) {
	for _, w := range workloads {
		b.Run(w.name, func(b *testing.B) {
			b.SetBytes(int64(len(w.body)))
			b.ReportAllocs()
			for b.Loop() {
				var msg proto.Message = new(prompb.WriteRequest)
				if w.kind == V2 {
					msg = new(writev2.Request)
				}
				if err := proto.Unmarshal(w.body, msg); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecode is the whole of Decode, snappy included.
func BenchmarkDecode(b *testing.B) {
	for _, w := range workloads {
		for _, lazy := range []bool{true, false} {
			b.Run(fmt.Sprintf("%s/lazy=%t", w.name, lazy), func(b *testing.B) {
				d := NewDecoder(Config{LazyLabels: lazy})
				h := Header{ContentEncoding: "snappy", ContentType: contentTypes[w.kind]}
				wire := snappy.Encode(nil, w.body)
				b.SetBytes(int64(len(w.body)))
				b.ReportAllocs()
				for b.Loop() {
					body := d.Decode(h, wire)
					if !body.Clean() {
						b.Fatal("not clean: ", body.Fault)
					}
					body.Release()
				}
			})
		}
	}
}

// BenchmarkLint is what is linted of a request whose label sets are known, and
// with all label sets.
func BenchmarkLint(b *testing.B) {
	for _, w := range workloads {
		m, _ := walkAll(w.kind, w.body)
		body := &Body{Wire: []byte{1}, Coding: CodingSnappy, Declared: w.kind, Form: formOf(w.kind), Message: m}
		h := LintHeader{
			Header: Header{ContentType: contentTypes[w.kind], ContentEncoding: "snappy"},
			Method: "POST", Version: "2.0.0", UserAgent: "Prometheus/3.16.0",
		}
		var l Linter
		b.Run(w.name+"/request", func(b *testing.B) {
			for b.Loop() {
				l.Reset()
				l.Request(h, body)
			}
		})
		b.Run(w.name+"/all", func(b *testing.B) {
			for b.Loop() {
				l.Lint(h, body)
			}
		})
	}
}

var contentTypes = map[Kind]string{V1: mediaType, V2: mediaType + ";proto=" + protoV2}

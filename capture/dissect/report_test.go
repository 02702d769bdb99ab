package dissect_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cockroachdb/datadriven"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/capture/dissect"
)

// at is the time of all samples, Unix milliseconds.
const at = 1_700_000_000_000

// bodies are what the cases in testdata name.
var bodies = map[string]func() []byte{
	"everything-v1": everythingV1,
	"everything-v2": everythingV2,
	"bad-refs":      badRefs,
	"many":          many,
	"empty":         func() []byte { return nil },
	"text":          func() []byte { return []byte("# HELP up\nup 1\n") },
	"cut":           func() []byte { b := everythingV1(); return b[:len(b)-10] },
	"damaged":       func() []byte { return snappy.Encode(nil, unpacked(everythingV1())[:40]) },
	"raw":           func() []byte { return unpacked(everythingV1()) },
}

func unpacked(wire []byte) []byte { return must(snappy.Decode(nil, wire)) }

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func everythingV1() []byte {
	m := prompb.WriteRequest{
		Timeseries: []prompb.TimeSeries{
			{
				Labels:  []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "job", Value: "a\x1b[31m\u202eb"}},
				Samples: []prompb.Sample{{Value: 1.5, Timestamp: at}, {Value: math.Float64frombits(value.StaleNaN), Timestamp: at + 1000}, {Value: math.NaN(), Timestamp: math.MaxInt64}},
			},
			{
				Labels:     []prompb.Label{{Name: "__name__", Value: "latency_seconds"}},
				Histograms: []prompb.Histogram{prompb.FromIntHistogram(at, smallHistogram())},
				Exemplars:  []prompb.Exemplar{{Labels: []prompb.Label{{Name: "trace_id", Value: "abc"}}, Value: 0.3, Timestamp: at}},
			},
		},
		Metadata: []prompb.MetricMetadata{{Type: prompb.MetricMetadata_GAUGE, MetricFamilyName: "up", Help: "is it \x07 up", Unit: ""}},
	}
	return snappy.Encode(nil, must(m.Marshal()))
}

func smallHistogram() *histogram.Histogram {
	return &histogram.Histogram{
		Schema: 0, Count: 3, Sum: 4.5, ZeroThreshold: 0.001,
		PositiveSpans: []histogram.Span{{Offset: 0, Length: 2}}, PositiveBuckets: []int64{1, 1},
	}
}

func everythingV2() []byte {
	m := writev2.Request{
		Symbols: []string{"", "__name__", "requests_total", "trace_id", "abc", "How many.", "requests"},
		Timeseries: []writev2.TimeSeries{{
			LabelsRefs: []uint32{1, 2},
			Samples:    []writev2.Sample{{Value: 7, Timestamp: at, StartTimestamp: at - 60_000}},
			Exemplars:  []writev2.Exemplar{{LabelsRefs: []uint32{3, 4}, Value: 1, Timestamp: at}},
			Metadata:   writev2.Metadata{Type: writev2.Metadata_METRIC_TYPE_COUNTER, HelpRef: 5, UnitRef: 6},
		}},
	}
	return snappy.Encode(nil, must(m.Marshal()))
}

func badRefs() []byte {
	m := writev2.Request{
		Symbols: []string{"", "__name__", "up"},
		Timeseries: []writev2.TimeSeries{
			{LabelsRefs: []uint32{1, 99}, Samples: []writev2.Sample{{Value: 1, Timestamp: at}}},
			{LabelsRefs: []uint32{1}, Samples: []writev2.Sample{{Value: 1, Timestamp: at}}},
		},
	}
	return snappy.Encode(nil, must(m.Marshal()))
}

func many() []byte {
	var m prompb.WriteRequest
	for i := range 30 {
		ts := prompb.TimeSeries{Labels: []prompb.Label{{Name: "__name__", Value: fmt.Sprintf("metric_%02d", i)}}}
		for j := range int64(25) {
			ts.Samples = append(ts.Samples, prompb.Sample{Value: float64(j), Timestamp: at + j})
		}
		m.Timeseries = append(m.Timeseries, ts)
	}
	return snappy.Encode(nil, must(m.Marshal()))
}

// TestReport describes the bodies above:
//
//	text|json NAME [series=N] [type=TEXT] [encoding=TEXT]
func TestReport(t *testing.T) {
	datadriven.RunTest(t, "testdata/report", func(t *testing.T, d *datadriven.TestData) string {
		cfg := dissect.Config{Series: 20}
		for _, arg := range d.CmdArgs[1:] {
			switch arg.Key {
			case "series":
				n, err := strconv.Atoi(arg.Vals[0])
				if err != nil {
					d.Fatalf(t, "%v", err)
				}
				cfg.Series = n
			case "type":
				cfg.ContentType = arg.Vals[0]
			case "encoding":
				cfg.ContentEncoding = arg.Vals[0]
			}
		}
		report := dissect.New(cfg, bodies[d.CmdArgs[0].Key]())
		if d.Cmd == "json" {
			return string(must(json.MarshalIndent(report, "", " "))) + "\n"
		}
		return fmt.Sprintf("%serrors: %d\n", report.AppendText(nil), report.Errors())
	})
}

// Whatever the bytes are, the report is text that a terminal can show, and JSON.
func FuzzReport(f *testing.F) {
	for _, body := range bodies {
		f.Add(body(), "")
		f.Add(body(), "application/x-protobuf;proto=io.prometheus.write.v2.Request")
	}
	f.Fuzz(func(t *testing.T, wire []byte, contentType string) {
		report := dissect.New(dissect.Config{ContentType: contentType, Series: -1}, wire)
		text := string(report.AppendText(nil))
		if !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("a character that a terminal may obey at %d: %q", i, text[i:min(len(text), i+20)])
		}
		if b, err := json.Marshal(report); err != nil || !json.Valid(b) {
			t.Errorf("JSON %q: %v", b, err)
		}
	})
}

func Example() {
	report := dissect.New(dissect.Config{Series: 1}, everythingV2())
	fmt.Printf("%s", report.AppendText(nil))
	// Output:
	// what it is
	//   packed    snappy, 119 bytes
	//   message   v2, 125 bytes; the headers say v2
	// what is in it
	//   series 1, samples 1, histograms 0, exemplars 1, metadata 1
	//   symbols 7, labels of 33 bytes once they are filled in
	//   from 2023-11-14T22:13:20.000Z (1700000000000) to 2023-11-14T22:13:20.000Z (1700000000000)
	//   {__name__="requests_total"}
	//     type counter, unit "requests", help "How many."
	//     2023-11-14T22:13:20.000Z (1700000000000)  7, started 2023-11-14T22:12:20.000Z (1699999940000)
	//     2023-11-14T22:13:20.000Z (1700000000000)  exemplar {trace_id="abc"} 1
	// what is wrong with it
	//   info     batch_of_one: the request carries one series; batches are cheaper for both sides
}

package decode_test

import (
	"fmt"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/decode"
)

// A body is decoded, read and released. Nothing of it may be kept but copies.
func Example() {
	d := decode.NewDecoder(decode.Config{})
	h := decode.Header{ContentType: "application/x-protobuf", ContentEncoding: "snappy"}

	b := d.Decode(h, body())
	defer b.Release()

	m := b.Message
	fmt.Println("declared", b.Declared, "and clean:", b.Clean())
	for i, s := range m.Series {
		labels, err := m.LabelSet(i)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, sample := range m.Samples[s.Samples.From:s.Samples.To] {
			fmt.Println(labels, sample.Value, sample.Timestamp)
		}
	}
	// Output:
	// declared v1 and clean: true
	// {__name__="up", job="api"} 1 1795406198900
}

// A linter says what a request does against the specification, even where
// Prometheus does not mind.
func ExampleLinter() {
	h := decode.LintHeader{
		Header:    decode.Header{ContentType: "application/x-protobuf", ContentEncoding: "snappy"},
		Method:    "POST",
		Version:   "0.1.0",
		UserAgent: "Go-http-client/1.1",
	}
	b := decode.NewDecoder(decode.Config{}).Decode(h.Header, body())
	defer b.Release()

	var l decode.Linter
	l.Lint(h, b)
	for _, f := range l.Findings {
		fmt.Printf("%s: %s: %s\n", f.Level, f.Check.ID, f.Text)
	}
	// Output:
	// warning: user_agent_of_library: User-Agent is "Go-http-client/1.1"
	// error: labels_unsorted: label "job" stands before "__name__"
}

// A tree shows which bytes are which field.
func ExampleTree() {
	b := decode.NewDecoder(decode.Config{}).Decode(decode.Header{}, body())
	defer b.Release()

	for n := range b.Tree().All() {
		if n.Depth < 2 {
			fmt.Printf("%3d %s %s\n", n.Offset, n.Label(), n.Value)
		}
	}
	// Output:
	//   0 timeseries[0] TimeSeries
	//   2 labels[0] Label
	//  14 labels[1] Label
	//  30 samples[0] Sample
}

// body is a request whose labels are not sorted.
func body() []byte {
	req := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "job", Value: "api"}, {Name: "__name__", Value: "up"}},
		Samples: []prompb.Sample{{Value: 1, Timestamp: 1795406198900}},
	}}}
	raw, err := req.Marshal()
	if err != nil {
		panic(err)
	}
	return snappy.Encode(nil, raw)
}

package relabel

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cockroachdb/datadriven"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	"github.com/prometheus/prometheus/promql/parser"

	"rwscope/decode"
)

// TestTrials runs testdata/trials. A block "series" says what was captured, one series
// a line, each with a sample; "rules" tries rules on it and expects the report;
// "parse" expects an error.
func TestTrials(t *testing.T) {
	var captured *decode.Message
	datadriven.RunTest(t, "testdata/trials", func(t *testing.T, d *datadriven.TestData) string {
		switch d.Cmd {
		case "series":
			captured = message(t, strings.Split(d.Input, "\n"))
			return fmt.Sprintln(len(captured.Series))
		case "rules":
			rules, err := Parse([]byte(d.Input))
			if err != nil {
				t.Fatalf("%s: %v", d.Pos, err)
			}
			return report(t, New(rules), captured)
		case "parse":
			_, err := Parse([]byte(d.Input))
			if err == nil {
				t.Fatalf("%s: no error", d.Pos)
			}
			if wrong, right := Suggest(err); wrong != "" {
				return fmt.Sprintf("%v\nfor %s write %s\n", err, wrong, right)
			}
			return fmt.Sprintln(err)
		default:
			t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
			return ""
		}
	})
}

// report shows the trial the message twice: series must be counted once.
func report(t *testing.T, trial *Trial, m *decode.Message) string {
	t.Helper()
	trial.Message(m)
	trial.Message(m)
	r := trial.Report()
	var b strings.Builder
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	if r.Broken() {
		b.WriteString("broken\n")
	}
	return b.String()
}

// message is a v1 message with the series.
func message(t *testing.T, lines []string) *decode.Message {
	t.Helper()
	var req prompb.WriteRequest
	for _, line := range lines {
		ls, err := parser.NewParser(parser.Options{}).ParseMetric(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		req.Timeseries = append(req.Timeseries, prompb.TimeSeries{
			Labels: prompb.FromLabels(ls, nil), Samples: make([]prompb.Sample, 1),
		})
	}
	return read(t, &req)
}

func read(t *testing.T, req *prompb.WriteRequest) *decode.Message {
	t.Helper()
	raw, err := req.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	body := decode.NewDecoder(decode.Config{}).Decode(
		decode.Header{ContentType: "application/x-protobuf", ContentEncoding: "snappy"}, snappy.Encode(nil, raw))
	if body.Message == nil {
		t.Fatal(body.Fault)
	}
	return body.Message
}

// TestTrialHostile has what a receiver would not take, and what a terminal obeys.
func TestTrialHostile(t *testing.T) {
	var req prompb.WriteRequest
	for _, ls := range [][]prompb.Label{
		{{Name: "__name__", Value: "up"}, {Name: "a", Value: "\x1b[2J\u202e"}},
		{{Name: "__name__", Value: "up"}, {Name: "\x1b]0;x\x07", Value: "b"}},
		{{Name: "__name__", Value: "up"}, {Name: "a", Value: "1"}, {Name: "a", Value: "2"}},
		{{Name: "__name__", Value: "up\xff"}},
		{{Name: "a", Value: "no name"}},
	} {
		req.Timeseries = append(req.Timeseries, prompb.TimeSeries{Labels: ls, Samples: make([]prompb.Sample, 1)})
	}
	req.Timeseries = append(req.Timeseries, prompb.TimeSeries{Labels: []prompb.Label{{Name: "__name__", Value: "empty"}}})
	rules, err := Parse([]byte("[{action: labeldrop, regex: nothing}, {action: labelkeep, regex: __name__}]"))
	if err != nil {
		t.Fatal(err)
	}
	trial := New(rules)
	trial.Message(read(t, &req))
	r := trial.Report()
	if r.Series != 2 || r.Invalid != 3 || r.Colliding != 2 || r.CollisionsTotal != 1 {
		t.Errorf("got %d series, %d invalid, %d colliding in %d; want 2, 3, 2 in 1", r.Series, r.Invalid, r.Colliding, r.CollisionsTotal)
	}
	var b strings.Builder
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07\u202e") || !utf8.ValidString(b.String()) {
		t.Errorf("raw control characters in %q", b.String())
	}
}

// TestTrialBounded fills a trial up.
func TestTrialBounded(t *testing.T) {
	rules, err := Parse([]byte("[{action: labeldrop, regex: i}]"))
	if err != nil {
		t.Fatal(err)
	}
	trial := New(rules)
	trial.most = 1000
	for i := range trial.most + 2 {
		trial.add(labels.FromStrings("__name__", "up", "i", fmt.Sprint(i)), 1)
	}
	r := trial.Report()
	if r.Series != trial.most || r.Beyond != 2 || r.Colliding != trial.most || len(r.Collisions) != 1 || len(r.Collisions[0].From) != MaxExamples {
		t.Errorf("got %d series, %d beyond, %d colliding, %d collisions", r.Series, r.Beyond, r.Colliding, len(r.Collisions))
	}
	if r.Samples != trial.most || r.SamplesLeft != trial.most {
		t.Errorf("%d of %d samples are left, want all of the %d that were tried", r.SamplesLeft, r.Samples, trial.most)
	}
}

func ExampleTrial() {
	rules, err := Parse([]byte("- {source_labels: [job], regex: node, action: keep}"))
	if err != nil {
		panic(err)
	}
	trial := New(rules)
	for _, job := range []string{"node", "api", "node"} {
		trial.add(labels.FromStrings("__name__", "up", "job", job), 1)
	}
	r := trial.Report()
	fmt.Println(r.Steps[0].Rule)
	fmt.Printf("%d of %d series left, %d of %d samples\n", r.Left, r.Series, r.SamplesLeft, r.Samples)
	// Output:
	// keep job =~ "node"
	// 1 of 2 series left, 2 of 3 samples
}

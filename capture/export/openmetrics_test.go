package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	upstream "github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/capture"
)

func openMetricsOf(t testing.TB, j capture.History, what Samples, held int) (string, OpenMetricsResult) {
	t.Helper()
	var b bytes.Buffer
	result, err := WriteOpenMetrics(t.Context(), OpenMetricsConfig{History: j, Samples: what, Out: &b, Held: held})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), result
}

// parsed reads the text back with Prometheus' own parser.
func parsed(t testing.TB, text string) []string {
	t.Helper()
	p := textparse.NewOpenMetricsParser([]byte(text), labels.NewSymbolTable())
	var lines []string
	for {
		entry, err := p.Next()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("Prometheus does not read it: %v\n%s", err, text)
		}
		switch entry {
		case textparse.EntryType:
			name, kind := p.Type()
			lines = append(lines, fmt.Sprintf("type %s %s", name, kind))
		case textparse.EntryHelp:
			name, help := p.Help()
			lines = append(lines, fmt.Sprintf("help %s %q", name, help))
		case textparse.EntrySeries:
			_, at, v := p.Series()
			var set labels.Labels
			p.Labels(&set)
			line := fmt.Sprintf("%s %v@%d", set, v, *at-start.UnixMilli())
			var e upstream.Exemplar
			if p.Exemplar(&e) {
				line += fmt.Sprintf(" # %s %v@%d", e.Labels, e.Value, e.Ts-start.UnixMilli())
			}
			lines = append(lines, line)
		}
	}
}

func compare(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

func TestOpenMetrics(t *testing.T) {
	first := pack(t, &prompb.WriteRequest{
		Timeseries: []prompb.TimeSeries{
			{Labels: labelPairs("__name__", "up", "job", "a \"quoted\"\n\\ ü"), Samples: samples(1, math.Inf(1), math.NaN())},
			{
				Labels: labelPairs("__name__", "requests_total", "job", "a"), Samples: samples(10, 11),
				Exemplars: []prompb.Exemplar{{Labels: labelPairs("trace_id", "x"), Value: 0.5, Timestamp: start.UnixMilli() + 1000}},
			},
			{Labels: labelPairs("__name__", "stale"), Samples: []prompb.Sample{{Value: math.Float64frombits(value.StaleNaN), Timestamp: start.UnixMilli()}}},
			{Labels: labelPairs("__name__", "histogram"), Histograms: []prompb.Histogram{{Timestamp: start.UnixMilli(), Schema: 1}}},
			{Labels: labelPairs("job", "without a name"), Samples: samples(1)},
		},
		Metadata: []prompb.MetricMetadata{
			{MetricFamilyName: "up", Type: prompb.MetricMetadata_GAUGE, Help: "is it \\ up\n?"},
			{MetricFamilyName: "requests", Type: prompb.MetricMetadata_COUNTER, Help: "requests"},
		},
	})
	second := pack(t, &prompb.WriteRequest{Timeseries: []prompb.TimeSeries{
		{Labels: labelPairs("__name__", "with.dots", "and.label", "x"), Samples: samples(5)},
		{Labels: labelPairs("__name__", "up", "job", "a \"quoted\"\n\\ ü"), Samples: []prompb.Sample{{Value: 2, Timestamp: start.UnixMilli() + 4001}}},
	}})
	late := pack(t, &prompb.WriteRequest{Timeseries: []prompb.TimeSeries{
		{Labels: labelPairs("__name__", "with.dots", "and.label", "x"), Samples: []prompb.Sample{{Value: 4, Timestamp: start.UnixMilli() - 1}}},
	}})
	history := record(t, first, second, late)
	stored := []string{
		`type requests counter`, `help requests "requests"`,
		`{__name__="requests_total", job="a"} 10@0`, `{__name__="requests_total", job="a"} 11@1500 # {trace_id="x"} 0.5@1000`,
		`type up gauge`, `help up "is it \\ up\n?"`,
		`{__name__="up", job="a \"quoted\"\n\\ ü"} 1@0`, `{__name__="up", job="a \"quoted\"\n\\ ü"} +Inf@1500`,
		`{__name__="up", job="a \"quoted\"\n\\ ü"} NaN@3000`, `{__name__="up", job="a \"quoted\"\n\\ ü"} 2@4001`,
		`type with.dots unknown`, `{__name__="with.dots", "and.label"="x"} 5@0`,
	}
	text, result := openMetricsOf(t, history, SamplesStored, 0)
	compare(t, parsed(t, text), stored...)
	want := OpenMetricsResult{Series: 3, Samples: 7, Exemplars: 1, Histograms: 1, Stale: 1, BadSeries: 1}
	if result != want {
		t.Errorf("got %+v, want %+v", result, want)
	}
	if !strings.HasSuffix(text, "\n# EOF\n") {
		t.Errorf("it ends with %q", text[max(0, len(text)-20):])
	}
	for _, held := range []int{1, 3} {
		if again, _ := openMetricsOf(t, history, SamplesStored, held); again != text {
			t.Errorf("holding %d samples at a time, got\n%s\nwant\n%s", held, again, text)
		}
	}
	sent, _ := openMetricsOf(t, history, SamplesSent, 0)
	compare(t, parsed(t, sent), append(stored[:len(stored)-1:len(stored)-1], `{__name__="with.dots", "and.label"="x"} 4@-1`, stored[len(stored)-1])...)
}

func TestOpenMetricsV2(t *testing.T) {
	body := pack(t, &writev2.Request{
		Symbols: []string{"", "__name__", "jobs_total", "how many", "jobs", "temperature"},
		Timeseries: []writev2.TimeSeries{
			{LabelsRefs: []uint32{1, 2}, Samples: []writev2.Sample{{Value: 1, Timestamp: start.UnixMilli()}}, Metadata: writev2.Metadata{Type: writev2.Metadata_METRIC_TYPE_COUNTER, HelpRef: 3}},
			{LabelsRefs: []uint32{1, 4}, Samples: []writev2.Sample{{Value: 2, Timestamp: start.UnixMilli()}}},
			{LabelsRefs: []uint32{1, 5}, Samples: []writev2.Sample{{Value: 3, Timestamp: start.UnixMilli()}, {Value: 4, Timestamp: start.UnixMilli()}}},
		},
	})
	history := record(t, body)
	text, result := openMetricsOf(t, history, SamplesSent, 0)
	compare(t, parsed(t, text), // a family named jobs would hold samples of two metrics
		`type jobs unknown`, `{__name__="jobs"} 2@0`,
		`type jobs_total unknown`, `help jobs_total "how many"`, `{__name__="jobs_total"} 1@0`,
		`type temperature unknown`, `{__name__="temperature"} 3@0`)
	if result.Repeated != 1 || len(result.Notices()) != 1 {
		t.Errorf("got %+v", result)
	}
}

func TestSeconds(t *testing.T) {
	for millis, want := range map[int64]string{0: "0", 1: "0.001", 1500: "1.5", -1: "-0.001", -2000: "-2", 1767322800123: "1767322800.123", math.MaxInt64: "9223372036854775.807"} {
		if got := seconds(millis); got != want {
			t.Errorf("%d ms: got %s, want %s", millis, got, want)
		}
	}
}

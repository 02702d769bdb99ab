package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/golang/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/decode"
)

// wire is the body of the request.
func (q *script) wire() []byte {
	wire := q.raw
	if !q.plain {
		wire = packed(q.message(), q.pack)
	}
	return wire[:len(wire)-q.cut]
}

func (q *script) message() []byte {
	if q.raw != nil {
		return q.raw
	}
	var raw []byte
	var err error
	if q.kind == decode.V2 {
		raw, err = q.v2().Marshal()
	} else {
		raw, err = q.v1().Marshal()
	}
	if err != nil {
		panic(err)
	}
	return raw
}

func packed(message []byte, how string) []byte {
	var b bytes.Buffer
	switch how {
	case "":
		return snappy.Encode(nil, message)
	case "twice":
		return snappy.Encode(nil, snappy.Encode(nil, message))
	case "none":
		return message
	case "framed":
		w := snappy.NewBufferedWriter(&b)
		_, _ = w.Write(message)
		_ = w.Close()
	case "gzip":
		w := gzip.NewWriter(&b)
		_, _ = w.Write(message)
		_ = w.Close()
	case "zstd":
		w, _ := zstd.NewWriter(&b)
		_, _ = w.Write(message)
		_ = w.Close()
	default:
		panic("unknown packing " + how)
	}
	return b.Bytes()
}

func (q *script) v1() *prompb.WriteRequest {
	req := &prompb.WriteRequest{}
	for i := range q.series {
		s := &q.series[i]
		ts := prompb.TimeSeries{Labels: labelsV1(s.labels)}
		for _, it := range s.samples {
			ts.Samples = append(ts.Samples, prompb.Sample{Value: it.v, Timestamp: it.t})
		}
		for _, it := range s.histograms {
			if it.fh != nil {
				ts.Histograms = append(ts.Histograms, prompb.FromFloatHistogram(it.t, it.fh))
			} else {
				ts.Histograms = append(ts.Histograms, prompb.FromIntHistogram(it.t, it.h))
			}
		}
		for _, it := range s.exemplars {
			ts.Exemplars = append(ts.Exemplars, prompb.Exemplar{Labels: labelsV1(it.labels), Value: it.v, Timestamp: it.t})
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	for _, m := range q.about {
		req.Metadata = append(req.Metadata, prompb.MetricMetadata{
			Type:             prompb.MetricMetadata_MetricType(prompb.MetricMetadata_MetricType_value[strings.ToUpper(m.kind)]),
			MetricFamilyName: m.name, Help: m.help,
		})
	}
	return req
}

func labelsV1(ls []labels.Label) []prompb.Label {
	list := make([]prompb.Label, len(ls))
	for i, l := range ls {
		list[i] = prompb.Label{Name: l.Name, Value: l.Value}
	}
	return list
}

func (q *script) v2() *writev2.Request {
	table := writev2.NewSymbolTable()
	req := &writev2.Request{}
	for i := range q.series {
		req.Timeseries = append(req.Timeseries, q.series[i].v2(&table))
	}
	req.Symbols = table.Symbols()
	return req
}

func (s *scriptSeries) v2(table *writev2.SymbolsTable) writev2.TimeSeries {
	ts := writev2.TimeSeries{LabelsRefs: labelsV2(table, s.labels, s.refs)}
	for _, it := range s.samples {
		ts.Samples = append(ts.Samples, writev2.Sample{Value: it.v, Timestamp: it.t, StartTimestamp: it.start})
	}
	for _, it := range s.histograms {
		if it.fh != nil {
			ts.Histograms = append(ts.Histograms, writev2.FromFloatHistogram(it.start, it.t, it.fh))
		} else {
			ts.Histograms = append(ts.Histograms, writev2.FromIntHistogram(it.start, it.t, it.h))
		}
	}
	for _, it := range s.exemplars {
		ts.Exemplars = append(ts.Exemplars, writev2.Exemplar{
			LabelsRefs: labelsV2(table, it.labels, it.refs), Value: it.v, Timestamp: it.t,
		})
	}
	if m := s.meta; m != nil {
		ts.Metadata.Type = writev2.Metadata_MetricType(writev2.Metadata_MetricType_value["METRIC_TYPE_"+strings.ToUpper(m.kind)])
		if ts.Metadata.HelpRef = m.helpRef; m.help != "" {
			ts.Metadata.HelpRef = table.Symbolize(m.help)
		}
	}
	return ts
}

func labelsV2(table *writev2.SymbolsTable, ls []labels.Label, refs []uint32) []uint32 {
	if refs != nil {
		return refs
	}
	for _, l := range ls {
		refs = append(refs, table.Symbolize(l.Name), table.Symbolize(l.Value))
	}
	return refs
}

// parseHistogram takes "schema=0 count=6 sum=10 zero=1 spans=0:2;1:1 buckets=1;1;0".
// Buckets of an integer histogram are deltas, those of a float histogram counts.
func parseHistogram(text string) (*histogram.Histogram, *histogram.FloatHistogram, error) {
	h, fh := &histogram.Histogram{}, &histogram.FloatHistogram{}
	for _, f := range strings.Fields(text) {
		key, v, _ := strings.Cut(f, "=")
		list := strings.Split(v, ";")
		number, err := strconv.ParseFloat(list[0], 64)
		if err != nil && !strings.Contains(key, "spans") {
			return nil, nil, fmt.Errorf("%s: %w", key, err)
		}
		switch key {
		case "schema":
			h.Schema, fh.Schema = int32(number), int32(number)
		case "count":
			h.Count, fh.Count = uint64(math.Abs(number)), number
		case "sum":
			h.Sum, fh.Sum = number, number
		case "zero":
			h.ZeroCount, fh.ZeroCount = uint64(number), number
		case "threshold":
			h.ZeroThreshold, fh.ZeroThreshold = number, number
		case "spans":
			h.PositiveSpans, err = parseSpans(list)
			fh.PositiveSpans = h.PositiveSpans
		case "negative_spans":
			h.NegativeSpans, err = parseSpans(list)
			fh.NegativeSpans = h.NegativeSpans
		case "buckets":
			fh.PositiveBuckets = floats(list)
			h.PositiveBuckets = integers(fh.PositiveBuckets)
		case "negative_buckets":
			fh.NegativeBuckets = floats(list)
			h.NegativeBuckets = integers(fh.NegativeBuckets)
		case "bounds":
			h.CustomValues = floats(list)
			fh.CustomValues = h.CustomValues
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return h, fh, nil
}

func parseSpans(list []string) ([]histogram.Span, error) {
	spans := make([]histogram.Span, len(list))
	for i, s := range list {
		if _, err := fmt.Sscanf(s, "%d:%d", &spans[i].Offset, &spans[i].Length); err != nil {
			return nil, fmt.Errorf("span %q: %w", s, err)
		}
	}
	return spans, nil
}

func floats(list []string) []float64 {
	values := make([]float64, len(list))
	for i, s := range list {
		values[i], _ = strconv.ParseFloat(s, 64)
	}
	return values
}

func integers(values []float64) []int64 {
	list := make([]int64, len(values))
	for i, v := range values {
		list[i] = int64(v)
	}
	return list
}

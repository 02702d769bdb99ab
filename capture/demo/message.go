package demo

import (
	"fmt"

	"github.com/gogo/protobuf/proto"
	"github.com/golang/snappy"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/metadata"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// v1Message puts each item into a TimeSeries of its own, as Prometheus does
// (populateTimeSeries in storage/remote/queue_manager.go).
func v1Message(items []item) *prompb.WriteRequest {
	m := &prompb.WriteRequest{}
	for _, it := range items {
		ts := prompb.TimeSeries{Labels: prompb.FromLabels(it.series.labels, nil)}
		switch {
		case it.exemplar != nil:
			ts.Exemplars = []prompb.Exemplar{{
				Labels: prompb.FromLabels(it.exemplar.Labels, nil), Value: it.exemplar.Value, Timestamp: it.exemplar.Ts,
			}}
		case it.ints != nil:
			ts.Histograms = []prompb.Histogram{prompb.FromIntHistogram(it.t, it.ints)}
		case it.float != nil:
			ts.Histograms = []prompb.Histogram{prompb.FromFloatHistogram(it.t, it.float)}
		default:
			ts.Samples = []prompb.Sample{{Value: it.value, Timestamp: it.t}}
		}
		m.Timeseries = append(m.Timeseries, ts)
	}
	return m
}

// v1Metadata is the request in which Prometheus sends metadata, apart from
// samples, once a minute.
func v1Metadata(all []*series) *prompb.WriteRequest {
	m := &prompb.WriteRequest{}
	seen := map[string]bool{}
	for _, s := range all {
		name := s.labels.Get(model.MetricNameLabel)
		if seen[name] {
			continue
		}
		seen[name] = true
		m.Metadata = append(m.Metadata, prompb.MetricMetadata{
			Type: prompb.FromMetadataType(s.meta.Type), MetricFamilyName: name, Help: s.meta.Help, Unit: s.meta.Unit,
		})
	}
	return m
}

// v2Message puts each item into a TimeSeries of its own, as Prometheus does, or
// groups the items of a series, as the specification wants it and the
// OpenTelemetry collector does.
func v2Message(items []item, grouped bool) *writev2.Request {
	symbols := writev2.NewSymbolTable()
	m := &writev2.Request{}
	at := map[*series]int{}
	for _, it := range items {
		i, ok := at[it.series]
		if !ok || !grouped {
			i = len(m.Timeseries)
			at[it.series] = i
			m.Timeseries = append(m.Timeseries, writev2.TimeSeries{
				LabelsRefs: symbols.SymbolizeLabels(it.series.labels, nil),
				Metadata:   v2Metadata(&symbols, it.series.meta),
			})
		}
		addV2(&symbols, &m.Timeseries[i], it)
	}
	m.Symbols = symbols.Symbols()
	return m
}

func v2Metadata(symbols *writev2.SymbolsTable, m metadata.Metadata) writev2.Metadata {
	return writev2.Metadata{
		Type: writev2.FromMetadataType(m.Type), HelpRef: symbols.Symbolize(m.Help), UnitRef: symbols.Symbolize(m.Unit),
	}
}

// addV2 adds an item to its TimeSeries.
func addV2(symbols *writev2.SymbolsTable, ts *writev2.TimeSeries, it item) {
	switch {
	case it.exemplar != nil:
		ts.Exemplars = append(ts.Exemplars, writev2.Exemplar{
			LabelsRefs: symbols.SymbolizeLabels(it.exemplar.Labels, nil), Value: it.exemplar.Value, Timestamp: it.exemplar.Ts,
		})
	case it.ints != nil:
		ts.Histograms = append(ts.Histograms, writev2.FromIntHistogram(it.start, it.t, it.ints))
	case it.float != nil:
		ts.Histograms = append(ts.Histograms, writev2.FromFloatHistogram(it.start, it.t, it.float))
	default:
		ts.Samples = append(ts.Samples, writev2.Sample{Value: it.value, Timestamp: it.t, StartTimestamp: it.start})
	}
}

// pack marshals and compresses a message.
func pack(m proto.Marshaler) ([]byte, error) {
	b, err := m.Marshal()
	if err != nil {
		return nil, fmt.Errorf("demo: marshal: %w", err)
	}
	return snappy.Encode(nil, b), nil
}

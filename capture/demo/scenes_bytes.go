package demo

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"

	"github.com/golang/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// duplicateLabel gives the first series of a batch a label twice.
func duplicateLabel(st *stage) ([]request, error) {
	s := st.script
	m := v1Message(s.batch(st.now, st.rng))
	ls := &m.Timeseries[0].Labels
	*ls = append(*ls, prompb.Label{Name: "zone", Value: "a"}, prompb.Label{Name: "zone", Value: "b"})
	return only(s.request(m))
}

// missingName takes the name off the first series of a batch.
func missingName(st *stage) ([]request, error) {
	s := st.script
	m := v1Message(s.batch(st.now, st.rng))
	ls := &m.Timeseries[0].Labels
	*ls = slices.DeleteFunc(*ls, func(l prompb.Label) bool { return l.Name == "__name__" })
	return only(s.request(m))
}

// unsortedLabels turns the order of all labels round.
func unsortedLabels(st *stage) ([]request, error) {
	s := st.script
	m := v1Message(s.batch(st.now, st.rng))
	for i := range m.Timeseries {
		slices.Reverse(m.Timeseries[i].Labels)
	}
	return only(s.request(m))
}

// oddRefs takes the last label's value off the first series of a batch.
func oddRefs(st *stage) ([]request, error) {
	s := st.script
	m := v2Message(s.batch(st.now, st.rng), true)
	refs := &m.Timeseries[0].LabelsRefs
	*refs = (*refs)[:len(*refs)-1]
	return only(s.request(m))
}

// spaceBeforeProto writes the content type with a space, which RFC 9110 allows.
func spaceBeforeProto(st *stage) ([]request, error) {
	s := st.script
	r, err := s.request(v2Message(s.batch(st.now, st.rng), true))
	r.header.Set("Content-Type", strings.Replace(contentTypeV2, ";", "; ", 1))
	return only(r, err)
}

// exemplarOnly is an ordinary batch with exemplars, as Prometheus sends it with
// send_exemplars: each in a TimeSeries of its own.
func exemplarOnly(st *stage) ([]request, error) {
	s := st.prometheusV2
	items := s.batch(st.now, st.rng)
	it := floats(items)[0]
	items = append(items, item{series: it.series, t: it.t, exemplar: trace(it.t, 1, st.rng)})
	return only(s.request(v2Message(items, false)))
}

// longExemplar adds an exemplar whose label is longer than OpenMetrics allows.
func longExemplar(st *stage) ([]request, error) {
	s := st.collector
	items := s.batch(st.now, st.rng)
	it := floats(items)[0]
	ls := labels.FromStrings("trace_id", strings.Repeat("0123456789abcdef", 9))
	items = append(items, item{series: it.series, t: it.t, exemplar: &exemplar.Exemplar{Labels: ls, Value: 1, Ts: it.t}})
	return only(s.request(s.message(items)))
}

// histogramCount makes the first histogram's count wrong.
func histogramCount(st *stage) ([]request, error) {
	s := st.collector
	m := v2Message(s.batch(st.now, st.rng), true)
	for i := range m.Timeseries {
		for j := range m.Timeseries[i].Histograms {
			if c, ok := m.Timeseries[i].Histograms[j].Count.(*writev2.Histogram_CountInt); ok {
				c.CountInt += 7
				return only(s.request(m))
			}
		}
	}
	return only(s.request(m))
}

// cutShort loses the last fifth of the body.
func cutShort(st *stage) ([]request, error) {
	s := st.collector
	r, err := s.request(s.message(s.batch(st.now, st.rng)))
	r.body = r.body[:len(r.body)*4/5]
	return only(r, err)
}

// gzipBody packs a message with gzip, and says so.
func gzipBody(st *stage) ([]request, error) {
	s := st.script
	r, err := repacked(s, s.batch(st.now, st.rng), "gzip", gzipped)
	return only(r, err)
}

// zstdProbe is a batch in VictoriaMetrics' own protocol, then, after the answer
// 415, the same batch in the ordinary one.
func zstdProbe(st *stage) ([]request, error) {
	s := st.vmagent
	items := s.batch(st.now, st.rng)
	probe, err := repacked(s, items, "zstd", zstded)
	if err != nil {
		return nil, err
	}
	probe.header.Del("X-Prometheus-Remote-Write-Version")
	probe.header.Set("X-VictoriaMetrics-Remote-Write-Version", "1")
	again, err := s.ordinary(items)
	return []request{probe, again}, err
}

// repacked is a request in another compression than snappy.
func repacked(s *sender, items []item, coding string, packer func([]byte) ([]byte, error)) (request, error) {
	r, err := s.request(s.message(items))
	if err != nil {
		return r, err
	}
	plain, err := snappy.Decode(nil, r.body)
	if err != nil {
		return r, fmt.Errorf("demo: %w", err)
	}
	r.header.Set("Content-Encoding", coding)
	r.body, err = packer(plain)
	return r, err
}

func gzipped(b []byte) ([]byte, error) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(b); err != nil {
		return nil, fmt.Errorf("demo: gzip: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("demo: gzip: %w", err)
	}
	return buf.Bytes(), nil
}

func zstded(b []byte) ([]byte, error) {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("demo: zstd: %w", err)
	}
	defer w.Close()
	return w.EncodeAll(b, nil), nil
}

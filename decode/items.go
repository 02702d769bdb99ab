package decode

import (
	"fmt"
	"iter"
	"math"
	"sort"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// Histogram makes histogram i as Prometheus does; one of the results is nil. It
// reads the record again, with upstream's own code.
func (m *Message) Histogram(i int) (*histogram.Histogram, *histogram.FloatHistogram, error) {
	record := m.Text(m.Histograms[i].Span)
	if m.Kind == V2 {
		var h writev2.Histogram
		if err := h.Unmarshal(record); err != nil {
			return nil, nil, fmt.Errorf("histogram %d: %w", i, err)
		}
		if h.IsFloatHistogram() {
			return nil, h.ToFloatHistogram(), nil
		}
		return h.ToIntHistogram(), nil, nil
	}
	var h prompb.Histogram
	if err := h.Unmarshal(record); err != nil {
		return nil, nil, fmt.Errorf("histogram %d: %w", i, err)
	}
	if h.IsFloatHistogram() {
		return nil, h.ToFloatHistogram(), nil
	}
	return h.ToIntHistogram(), nil, nil
}

// ExemplarLabels iterates over the labels of exemplar i as they stand on the
// wire, like [Message.Labels].
func (m *Message) ExemplarLabels(i int) iter.Seq2[[]byte, []byte] {
	if m.Kind == V2 {
		return m.refLabels(m.exemplarRefs(i))
	}
	return m.recordLabels(m.Exemplars[i].Span, tagExemplarLabel)
}

// ExemplarLabelSet is the label set of exemplar i, like [Message.LabelSet].
func (m *Message) ExemplarLabelSet(i int) (labels.Labels, error) {
	if m.Kind == V2 {
		return m.refLabelSet(m.exemplarRefs(i))
	}
	return labelSet(m.ExemplarLabels(i)), nil
}

// exemplarRefs collects the references of a v2 exemplar, up to a fault.
func (m *Message) exemplarRefs(i int) (refs []uint32) {
	s := m.Exemplars[i].Span
	for at, b := int(s.From), m.Body[:s.To]; at >= 0 && at < len(b); {
		t, from := tag(b, at)
		switch t {
		case tagExemplarRef:
			v, next := uvarint(b, from)
			if next >= 0 {
				refs = append(refs, uint32(v))
			}
			at = next
		case tagExemplarLabel:
			start, to := record(b, from)
			if to < 0 {
				return refs
			}
			refs, at = appendRefs(refs, b, start, to)
		default:
			at = skip(b, at)
		}
	}
	return refs
}

// SeriesOfSample is the index of the series that sample i belongs to.
func (m *Message) SeriesOfSample(i int) int {
	return sort.Search(len(m.Series), func(s int) bool { return m.Series[s].Samples.To > uint32(i) })
}

// SeriesOfHistogram is the index of the series that histogram i belongs to.
func (m *Message) SeriesOfHistogram(i int) int {
	return sort.Search(len(m.Series), func(s int) bool { return m.Series[s].Histograms.To > uint32(i) })
}

// SeriesOfExemplar is the index of the series that exemplar i belongs to.
func (m *Message) SeriesOfExemplar(i int) int {
	return sort.Search(len(m.Series), func(s int) bool { return m.Series[s].Exemplars.To > uint32(i) })
}

// Counts is how many records of each sort a message holds.
type Counts struct {
	Series, Samples, Histograms, Exemplars, Metadata int
}

// Counts counts the records. In v2 each series whose metadata says something counts
// as one metadata record; Prometheus sends an empty one with every series.
func (m *Message) Counts() Counts {
	c := Counts{
		Series:     len(m.Series),
		Samples:    len(m.Samples),
		Histograms: len(m.Histograms),
		Exemplars:  len(m.Exemplars),
		Metadata:   len(m.Metadata),
	}
	if m.Kind == V2 {
		for i := range m.Series {
			if meta := &m.Series[i].Meta; meta.Type != 0 || meta.HelpRef != 0 || meta.UnitRef != 0 {
				c.Metadata++
			}
		}
	}
	return c
}

// TimeRange is the oldest and the newest timestamp of samples and histograms, in
// Unix milliseconds; ok is false if there are none.
func (m *Message) TimeRange() (oldest, newest int64, ok bool) {
	return timesOf(m.Samples, m.Histograms)
}

// seriesTimes is TimeRange of one series.
func (m *Message) seriesTimes(s *Series) (oldest, newest int64, ok bool) {
	return timesOf(m.Samples[s.Samples.From:s.Samples.To], m.Histograms[s.Histograms.From:s.Histograms.To])
}

func timesOf(samples []Sample, histograms []Histogram) (oldest, newest int64, ok bool) {
	oldest, newest = math.MaxInt64, math.MinInt64
	for i := range samples {
		oldest, newest = min(oldest, samples[i].Timestamp), max(newest, samples[i].Timestamp)
	}
	for i := range histograms {
		oldest, newest = min(oldest, histograms[i].Timestamp), max(newest, histograms[i].Timestamp)
	}
	if oldest > newest {
		return 0, 0, false
	}
	return oldest, newest, true
}

// Expansion is how many bytes all label references of a v2 message come to when
// each is replaced by its symbol: what a receiver that builds label strings has to
// copy. References that point nowhere count nothing. It is 0 in v1.
func (m *Message) Expansion() int64 {
	if m.Kind != V2 {
		return 0
	}
	total := m.expand(m.Refs)
	for i := range m.Exemplars {
		total += m.expand(m.exemplarRefs(i))
	}
	return total
}

func (m *Message) expand(refs []uint32) int64 {
	total := int64(0)
	for _, ref := range refs {
		if int(ref) < len(m.Symbols) {
			total += int64(m.Symbols[ref].Len())
		}
	}
	return total
}

// ExpandsBeyond reports whether Expansion is more than a limit. It nearly always
// knows without summing up: from how many references there can be, and how long
// the longest symbol is.
func (m *Message) ExpandsBeyond(limit int64) bool {
	most := int64(len(m.Refs))
	for i := range m.Exemplars {
		most += int64(m.Exemplars[i].Span.Len()) // a reference takes a byte or more
	}
	return most*int64(m.longestSymbol) > limit && m.Expansion() > limit
}

package decode

import (
	"fmt"
	"iter"

	"github.com/prometheus/prometheus/model/labels"
)

// Labels iterates over the labels of series i as they stand on the wire, in their
// order, duplicates and all. The slices point into Body. It ends early at a bad
// label record or a reference that points nowhere.
func (m *Message) Labels(i int) iter.Seq2[[]byte, []byte] {
	s := &m.Series[i]
	if m.Kind == V2 {
		return m.refLabels(m.Refs[s.Refs.From:s.Refs.To])
	}
	return m.recordLabels(s.Labels, tagLabelV1)
}

// refLabels iterates over v2's labels.
func (m *Message) refLabels(refs []uint32) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for ; len(refs) >= 2; refs = refs[2:] {
			name, ok := m.Symbol(refs[0])
			value, ok2 := m.Symbol(refs[1])
			if !ok || !ok2 || !yield(name, value) {
				return
			}
		}
	}
}

// recordLabels iterates over v1's label records among the fields in a span.
func (m *Message) recordLabels(within Span, labelTag uint64) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		b := m.Body[:within.To]
		w := walker{m: m}
		for at, i := int(within.From), 0; at < len(b); at = i {
			t, from := tag(b, at)
			if i = skip(b, at); i < 0 {
				return
			}
			if t != labelTag {
				continue
			}
			from, _ = record(b, from)
			name, value, next := w.label(b[:i], from)
			if next < 0 || !yield(m.Text(name), m.Text(value)) {
				return
			}
		}
	}
}

// Text is the bytes of a span.
func (m *Message) Text(s Span) []byte { return m.Body[s.From:s.To] }

// Symbol is the symbol that a v2 reference points to; ok is false if it points
// outside of the symbol table.
func (m *Message) Symbol(ref uint32) (text []byte, ok bool) {
	if int(ref) >= len(m.Symbols) {
		return nil, false
	}
	return m.Text(m.Symbols[ref]), true
}

// LabelSet is the label set of series i as Prometheus makes it: sorted by name,
// empty values stripped, duplicates kept. The error is the one that Prometheus
// 3.16 answers for bad references, or the fault of a bad label record.
func (m *Message) LabelSet(i int) (labels.Labels, error) {
	s := &m.Series[i]
	if m.Kind == V2 {
		return m.refLabelSet(m.Refs[s.Refs.From:s.Refs.To])
	}
	if fault := m.CheckLabels(i); fault != nil {
		return labels.EmptyLabels(), fault
	}
	return labelSet(m.Labels(i)), nil
}

// refLabelSet is desymbolizeLabels of prompb/io/prometheus/write/v2/symbols.go.
func (m *Message) refLabelSet(refs []uint32) (labels.Labels, error) {
	if len(refs)%2 != 0 {
		return labels.EmptyLabels(), fmt.Errorf("invalid labelRefs length %d", len(refs))
	}
	for i := 0; i < len(refs); i += 2 {
		if int(refs[i]) >= len(m.Symbols) || int(refs[i+1]) >= len(m.Symbols) {
			return labels.EmptyLabels(), fmt.Errorf("labelRefs %d (name) = %d (value) outside of symbols table (size %d)", refs[i], refs[i+1], len(m.Symbols))
		}
	}
	return labelSet(m.refLabels(refs)), nil
}

// labelSet sorts as ToLabels of both messages does.
func labelSet(seq iter.Seq2[[]byte, []byte]) labels.Labels {
	b := labels.NewScratchBuilder(16)
	for name, value := range seq {
		b.Add(string(name), string(value))
	}
	b.Sort()
	return b.Labels()
}

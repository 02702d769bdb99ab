package decode

import (
	"encoding/binary"
	"math"
)

// Tags of Sample and Exemplar, which the two kinds have in common.
const (
	tagSampleValue = 1<<3 | wireFixed64
	tagSampleTime  = 2<<3 | wireVarint
	tagSampleStart = 3<<3 | wireVarint // v2

	sampleFieldsV1 = fields(1<<1 | 1<<2)
	sampleFieldsV2 = fields(1<<1 | 1<<2 | 1<<3)

	tagExemplarRef   = 1<<3 | wireVarint // v2
	tagExemplarLabel = 1<<3 | wireBytes  // v1: a label; v2: packed references
	tagExemplarValue = 2<<3 | wireFixed64
	tagExemplarTime  = 3<<3 | wireVarint

	exemplarFields = fields(1<<1 | 1<<2 | 1<<3)
)

// sample reads a Sample. The usual encoding, value and then time and nothing
// else, is taken without the loop.
func (w *walker) sample(s *Series, b []byte, at, i int, known fields) int {
	if w.items++; w.items > w.limits.Items {
		return w.over(at, LimitItems, w.limits.Items)
	}
	m := w.m
	m.Samples = room(m.Samples, 1, at, m.Body)
	if r := b[i:]; len(r) > 10 && r[0] == tagSampleValue && r[9] == tagSampleTime {
		if t, next := uvarint(b, i+10); next == len(b) {
			m.Samples = append(m.Samples, Sample{
				Value:     math.Float64frombits(binary.LittleEndian.Uint64(r[1:])),
				Timestamp: int64(t),
			})
			return next
		}
	}
	m.Samples = append(m.Samples, Sample{})
	smp := &m.Samples[len(m.Samples)-1]
	for i < len(b) {
		if i = w.sampleField(smp, b, i, known); i < 0 {
			return w.within("samples", len(m.Samples)-1-int(s.Samples.From))
		}
	}
	return i
}

func (w *walker) sampleField(smp *Sample, b []byte, at int, known fields) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	switch {
	case t == tagSampleValue:
		if len(b)-i < 8 {
			return w.bad(at, badEnd)
		}
		smp.Value = math.Float64frombits(binary.LittleEndian.Uint64(b[i:]))
		return i + 8
	case t == tagSampleTime, t == tagSampleStart && known.has(3):
		v, next := uvarint(b, i)
		if next < 0 {
			return w.bad(at, next)
		}
		if t == tagSampleTime {
			smp.Timestamp = int64(v)
		} else {
			smp.Start = int64(v)
		}
		return next
	}
	return w.other(b, at, t, known)
}

// exemplar reads an Exemplar of either kind, and checks its labels.
func (w *walker) exemplar(s *Series, b []byte, at, i int) int {
	if w.items++; w.items > w.limits.Items {
		return w.over(at, LimitItems, w.limits.Items)
	}
	m := w.m
	m.Exemplars = append(m.Exemplars, Exemplar{Span: span(i, len(b))})
	ex := &m.Exemplars[len(m.Exemplars)-1]
	for i < len(b) {
		if i = w.exemplarField(ex, b, i); i < 0 {
			return w.within("exemplars", len(m.Exemplars)-1-int(s.Exemplars.From))
		}
	}
	return i
}

func (w *walker) exemplarField(ex *Exemplar, b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	var v uint64
	switch {
	case t == tagExemplarValue:
		if len(b)-i < 8 {
			return w.bad(at, badEnd)
		}
		ex.Value = math.Float64frombits(binary.LittleEndian.Uint64(b[i:]))
		return i + 8
	case t == tagExemplarTime:
		if v, i = uvarint(b, i); i >= 0 {
			ex.Timestamp = int64(v)
		}
	case t == tagExemplarRef && w.m.Kind == V2:
		_, i = uvarint(b, i)
	case t == tagExemplarLabel:
		return w.exemplarLabels(b, at, i)
	default:
		return w.other(b, at, t, exemplarFields)
	}
	if i < 0 {
		return w.bad(at, i)
	}
	return i
}

// exemplarLabels checks a label record of v1, or packed references of v2.
func (w *walker) exemplarLabels(b []byte, at, i int) int {
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	if w.m.Kind == V1 {
		if _, _, next := w.label(b[:to], from); next < 0 {
			return w.inside("labels")
		}
		return to
	}
	if i = packedVarints(b, from, to); i < 0 {
		return w.bad(at, i)
	}
	return i
}

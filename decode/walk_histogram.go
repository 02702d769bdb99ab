package decode

import (
	"encoding/binary"
	"math"
)

// Fields of Histogram by how they are encoded; the two kinds differ only in
// start_timestamp.
const (
	histogramVarints    = fields(1<<1 | 1<<4 | 1<<6 | 1<<14 | 1<<15 | 1<<17)
	histogramDoubles    = fields(1<<2 | 1<<3 | 1<<5 | 1<<7)
	histogramSpans      = fields(1<<8 | 1<<11)
	histogramManyInts   = fields(1<<9 | 1<<12)
	histogramManyFloats = fields(1<<10 | 1<<13 | 1<<16)

	histogramFieldsV2 = histogramVarints | histogramDoubles | histogramSpans | histogramManyInts | histogramManyFloats
	histogramFieldsV1 = histogramFieldsV2 &^ (1 << 17)

	histogramCountInt   = 1
	histogramCountFloat = 2
	histogramSum        = 3
	histogramTime       = 15
	histogramStart      = 17

	spanFields = fields(1<<1 | 1<<2)
)

// histogram reads the times and the sum of a Histogram, and checks the rest.
func (w *walker) histogram(s *Series, b []byte, at, i int, known fields) int {
	if w.items++; w.items > w.limits.Items {
		return w.over(at, LimitItems, w.limits.Items)
	}
	m := w.m
	m.Histograms = append(room(m.Histograms, 1, at, m.Body), Histogram{Span: span(i, len(b))})
	h := &m.Histograms[len(m.Histograms)-1]
	for i < len(b) {
		if next := histogramShort(b, i); next > 0 {
			i = next
			continue
		}
		if b[i] == histogramTime<<3|wireVarint {
			if t, next := longVarint(b, i+1); next > 0 {
				h.Timestamp = int64(t)
				i = next
				continue
			}
		}
		if i = w.histogramField(h, b, i, known); i < 0 {
			return w.within("histograms", len(m.Histograms)-1-int(s.Histograms.From))
		}
	}
	return i
}

// histogramShort returns the index after the field at b[i:] if it is one of those
// that make up most of a histogram, needs nothing noted, is in its usual encoding,
// and is sound; 0 otherwise.
func histogramShort(b []byte, i int) int {
	switch b[i] {
	case 5<<3 | wireFixed64: // zero_threshold
		if i+9 <= len(b) {
			return i + 9
		}
	case 4<<3 | wireVarint, 6<<3 | wireVarint, 14<<3 | wireVarint: // schema, zero_count_int, reset_hint
		if i+1 < len(b) && b[i+1] < 0x80 {
			return i + 2
		}
	case 8<<3 | wireBytes, 11<<3 | wireBytes: // spans
		if i+6 <= len(b) && b[i+1] == 4 && usualSpan(b[i+2:]) {
			return i + 6
		}
	case 9<<3 | wireBytes, 12<<3 | wireBytes: // deltas
		if _, to := short(b, i); to > 0 {
			return max(0, packedVarints(b, i+2, to))
		}
	}
	return 0
}

// usualSpan reports whether b begins with a BucketSpan of offset and length, each
// of one byte.
func usualSpan(b []byte) bool {
	return binary.LittleEndian.Uint32(b)&0x80ff80ff == 2<<19|1<<3
}

func (w *walker) histogramField(h *Histogram, b []byte, at int, known fields) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	field := t >> 3
	if !known.has(field) {
		return w.other(b, at, t, known)
	}
	switch t & 7 {
	case wireVarint:
		if (histogramVarints | histogramManyInts).has(field) {
			return w.histogramNumber(h, b, at, i, field)
		}
	case wireFixed64:
		if (histogramDoubles | histogramManyFloats).has(field) {
			return w.histogramDouble(h, b, at, i, field)
		}
	case wireBytes:
		if !(histogramVarints | histogramDoubles).has(field) {
			return w.histogramRecord(b, at, i, field)
		}
	}
	return w.other(b, at, t, known)
}

func (w *walker) histogramNumber(h *Histogram, b []byte, at, i int, field uint64) int {
	v, next := uvarint(b, i)
	if next < 0 {
		return w.bad(at, next)
	}
	switch field {
	case histogramCountInt:
		h.Float = false
	case histogramTime:
		h.Timestamp = int64(v)
	case histogramStart:
		h.Start = int64(v)
	}
	return next
}

func (w *walker) histogramDouble(h *Histogram, b []byte, at, i int, field uint64) int {
	if len(b)-i < 8 {
		return w.bad(at, badEnd)
	}
	switch field {
	case histogramCountFloat:
		h.Float = true
	case histogramSum:
		h.Sum = math.Float64frombits(binary.LittleEndian.Uint64(b[i:]))
	}
	return i + 8
}

// histogramRecord checks a bucket span or packed numbers.
func (w *walker) histogramRecord(b []byte, at, i int, field uint64) int {
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	if histogramSpans.has(field) {
		return w.bucketSpan(b[:to], from)
	}
	if histogramManyInts.has(field) {
		i = packedVarints(b, from, to)
	} else {
		i = packedFixed64(b, from, to)
	}
	if i < 0 {
		return w.bad(at, i)
	}
	return i
}

// bucketSpan checks a BucketSpan.
func (w *walker) bucketSpan(b []byte, i int) int {
	for i < len(b) {
		at := i
		var t uint64
		if t, i = tag(b, i); i < 0 {
			w.bad(at, i)
			return w.inside("span")
		}
		if t&7 == wireVarint && spanFields.has(t>>3) {
			_, i = uvarint(b, i)
			if i < 0 {
				w.bad(at, i)
			}
		} else {
			i = w.other(b, at, t, spanFields)
		}
		if i < 0 {
			return w.inside("span")
		}
	}
	return i
}

package decode

import "slices"

// Tags of io.prometheus.write.v2.Request and what is in it, as in
// prompb/io/prometheus/write/v2/types.proto of Prometheus 3.16.
const (
	tagSymbol   = 4<<3 | wireBytes
	tagSeriesV2 = 5<<3 | wireBytes

	tagRef         = 1<<3 | wireVarint
	tagRefs        = 1<<3 | wireBytes
	tagSampleV2    = 2<<3 | wireBytes
	tagHistogramV2 = 3<<3 | wireBytes
	tagExemplarV2  = 4<<3 | wireBytes
	tagMetadataV2  = 5<<3 | wireBytes
	tagCreated     = 6<<3 | wireVarint // rc.3; reserved since rc.4

	tagHelpRef = 3<<3 | wireVarint
	tagUnitRef = 4<<3 | wireVarint

	requestFieldsV2 = fields(1<<4 | 1<<5)
	seriesFieldsV2  = fields(1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5)
	metaFieldsV2    = fields(1<<1 | 1<<3 | 1<<4)
)

func (w *walker) requestV2(b []byte) {
	for i := 0; i >= 0 && i < len(b); {
		switch t, to := short(b, i); t {
		case tagSymbol:
			i = w.symbols(b, i)
		case tagSeriesV2:
			i = w.seriesV2(b[:to], i, i+2)
		default:
			i = w.fieldV2(b, i)
		}
	}
}

// symbols reads the symbols from i on, as many as stand there one after the other
// with a tag and a length of one byte each. There must be one.
func (w *walker) symbols(b []byte, i int) int {
	list, most := w.m.Symbols, w.limits.Symbols
	for t, to := short(b, i); t == tagSymbol; t, to = short(b, i) {
		if len(list) >= most {
			i = w.over(i, LimitSymbols, most)
			break
		}
		if len(list) == cap(list) {
			list = room(list, 1, i, w.m.Body)
		}
		list = append(list, span(i+2, to))
		i = to
	}
	w.m.Symbols = list
	return i
}

func (w *walker) fieldV2(b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	if t != tagSymbol && t != tagSeriesV2 {
		if !requestFieldsV2.has(t >> 3) {
			w.m.UnknownFields++
		}
		return w.other(b, at, t, requestFieldsV2)
	}
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	if t == tagSeriesV2 {
		return w.seriesV2(b[:to], at, from)
	}
	return w.symbol(at, from, to)
}

func (w *walker) symbol(at, from, to int) int {
	if len(w.m.Symbols) >= w.limits.Symbols {
		return w.over(at, LimitSymbols, w.limits.Symbols)
	}
	w.m.Symbols = append(room(w.m.Symbols, 1, at, w.m.Body), span(from, to))
	return to
}

// seriesV2 reads a TimeSeries.
func (w *walker) seriesV2(b []byte, at, i int) int {
	m := w.m
	if len(m.Series) >= w.limits.Series {
		return w.over(at, LimitSeries, w.limits.Series)
	}
	s := m.openSeries(i, len(b))
	for i < len(b) {
		switch t, to := short(b, i); t {
		case tagRefs:
			i = w.refs(b, i, i+2, to)
		case tagSampleV2:
			i = w.sample(s, b[:to], i, i+2, sampleFieldsV2)
		case tagHistogramV2:
			i = w.histogram(s, b[:to], i, i+2, histogramFieldsV2)
		case tagMetadataV2:
			i = w.metadataV2(&s.Meta, b[:to], i+2)
		default:
			i = w.seriesFieldV2(s, b, i)
		}
		if i < 0 {
			m.closeSeries(s)
			return w.within("timeseries", len(m.Series)-1)
		}
	}
	m.closeSeries(s)
	return i
}

func (w *walker) seriesFieldV2(s *Series, b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	switch t {
	case tagRef, tagCreated:
		return w.seriesNumberV2(s, b, at, i, t)
	}
	if !seriesFieldsV2.has(t>>3) || t&7 != wireBytes {
		return w.other(b, at, t, seriesFieldsV2)
	}
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	switch t {
	case tagRefs:
		return w.refs(b, at, from, to)
	case tagSampleV2:
		return w.sample(s, b[:to], at, from, sampleFieldsV2)
	case tagHistogramV2:
		return w.histogram(s, b[:to], at, from, histogramFieldsV2)
	case tagExemplarV2:
		return w.exemplar(s, b[:to], at, from)
	default:
		return w.metadataV2(&s.Meta, b[:to], from)
	}
}

// seriesNumberV2 reads the fields of a TimeSeries that are one number.
func (w *walker) seriesNumberV2(s *Series, b []byte, at, i int, t uint64) int {
	v, next := uvarint(b, i)
	if next < 0 {
		return w.bad(at, next)
	}
	if t == tagRef {
		w.m.Refs = append(w.m.Refs, uint32(v))
	} else {
		s.Created = int64(v)
	}
	return next
}

// refs reads packed label references in b[i:to].
func (w *walker) refs(b []byte, at, i, to int) int {
	if w.m.Refs, i = appendRefs(room(w.m.Refs, to-i, at, w.m.Body), b, i, to); i < 0 {
		return w.bad(at, i)
	}
	return i
}

// appendRefs appends the packed references in b[i:to] and returns the index after
// them. As in gogo, the last one may reach beyond to, but not beyond b; references
// are cut to 32 bits.
func appendRefs(refs []uint32, b []byte, i, to int) ([]uint32, int) {
	n := len(refs)
	refs = slices.Grow(refs, to-i)[:n+to-i] // at most one per byte
	for ; i < to; n++ {
		c := uint32(b[i])
		switch {
		case c < 0x80:
			i++
		case i+1 < to && b[i+1] < 0x80:
			c = c&0x7f | uint32(b[i+1])<<7
			i += 2
		default:
			v, next := longVarint(b, i)
			if next < 0 {
				return refs[:n], next
			}
			c, i = uint32(v), next
		}
		refs[n] = c
	}
	return refs[:n], i
}

// metadataV2 reads a series' Metadata. Repeated records merge, the last value of
// each field wins.
func (w *walker) metadataV2(meta *SeriesMeta, b []byte, i int) int {
	meta.Present = true
	for i < len(b) {
		at := i
		var t uint64
		if t, i = tag(b, i); i < 0 {
			w.bad(at, i)
			return w.inside("metadata")
		}
		if t != tagMetaType && t != tagHelpRef && t != tagUnitRef {
			if i = w.other(b, at, t, metaFieldsV2); i < 0 {
				return w.inside("metadata")
			}
			continue
		}
		var v uint64
		if v, i = uvarint(b, i); i < 0 {
			w.bad(at, i)
			return w.inside("metadata")
		}
		switch t {
		case tagMetaType:
			meta.Type = int32(v)
		case tagHelpRef:
			meta.HelpRef = uint32(v)
		default:
			meta.UnitRef = uint32(v)
		}
	}
	return i
}

package decode

// Tags of prometheus.WriteRequest and what is in it, as in prompb/remote.proto and
// prompb/types.proto of Prometheus 3.16.
const (
	tagSeriesV1   = 1<<3 | wireBytes
	tagMetadataV1 = 3<<3 | wireBytes

	tagLabelV1     = 1<<3 | wireBytes
	tagSampleV1    = 2<<3 | wireBytes
	tagExemplarV1  = 3<<3 | wireBytes
	tagHistogramV1 = 4<<3 | wireBytes

	tagLabelName  = 1<<3 | wireBytes
	tagLabelValue = 2<<3 | wireBytes

	tagMetaType = 1<<3 | wireVarint
	tagMetaName = 2<<3 | wireBytes
	tagMetaHelp = 4<<3 | wireBytes
	tagMetaUnit = 5<<3 | wireBytes

	requestFieldsV1 = fields(1<<1 | 1<<3)
	seriesFieldsV1  = fields(1<<1 | 1<<2 | 1<<3 | 1<<4)
	labelFields     = fields(1<<1 | 1<<2)
	metaFieldsV1    = fields(1<<1 | 1<<2 | 1<<4 | 1<<5)
)

func (w *walker) requestV1(b []byte) {
	for i := 0; i >= 0 && i < len(b); {
		i = w.fieldV1(b, i)
	}
}

func (w *walker) fieldV1(b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	switch t {
	case tagSeriesV1:
		from, to := record(b, i)
		if to < 0 {
			return w.bad(at, to)
		}
		return w.seriesV1(b[:to], at, from)
	case tagMetadataV1:
		from, to := record(b, i)
		if to < 0 {
			return w.bad(at, to)
		}
		return w.metadataV1(b[:to], at, from)
	}
	if !requestFieldsV1.has(t >> 3) {
		w.m.UnknownFields++
	}
	return w.other(b, at, t, requestFieldsV1)
}

// seriesV1 reads a TimeSeries. Label records, which are most of the message, are
// only stepped over.
func (w *walker) seriesV1(b []byte, at, i int) int {
	m := w.m
	if len(m.Series) >= w.limits.Series {
		return w.over(at, LimitSeries, w.limits.Series)
	}
	s := m.openSeries(i, len(b))
	for i < len(b) {
		switch t, to := short(b, i); t {
		case tagLabelV1:
			s.addLabel(i, to)
			i = to
		case tagSampleV1:
			i = w.sample(s, b[:to], i, i+2, sampleFieldsV1)
		default:
			i = w.seriesFieldV1(s, b, i)
		}
		if i < 0 {
			m.closeSeries(s)
			return w.within("timeseries", len(m.Series)-1)
		}
	}
	m.closeSeries(s)
	return i
}

func (w *walker) seriesFieldV1(s *Series, b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	if !seriesFieldsV1.has(t>>3) || t&7 != wireBytes {
		return w.other(b, at, t, seriesFieldsV1)
	}
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	switch t {
	case tagLabelV1:
		s.addLabel(at, to)
		return to
	case tagSampleV1:
		return w.sample(s, b[:to], at, from, sampleFieldsV1)
	case tagExemplarV1:
		return w.exemplar(s, b[:to], at, from)
	default:
		return w.histogram(s, b[:to], at, from, histogramFieldsV1)
	}
}

// metadataV1 reads a MetricMetadata.
func (w *walker) metadataV1(b []byte, at, i int) int {
	if w.items++; w.items > w.limits.Items {
		return w.over(at, LimitItems, w.limits.Items)
	}
	m := w.m
	m.Metadata = append(m.Metadata, Metadata{Span: span(i, len(b))})
	md := &m.Metadata[len(m.Metadata)-1]
	for i < len(b) {
		if i = w.metadataFieldV1(md, b, i); i < 0 {
			return w.within("metadata", len(m.Metadata)-1)
		}
	}
	return i
}

func (w *walker) metadataFieldV1(md *Metadata, b []byte, at int) int {
	t, i := tag(b, at)
	if i < 0 {
		return w.bad(at, i)
	}
	var text *Span
	switch t {
	case tagMetaType:
		v, next := uvarint(b, i)
		if next < 0 {
			return w.bad(at, next)
		}
		md.Type = int32(v)
		return next
	case tagMetaName:
		text = &md.Name
	case tagMetaHelp:
		text = &md.Help
	case tagMetaUnit:
		text = &md.Unit
	default:
		return w.other(b, at, t, metaFieldsV1)
	}
	from, to := record(b, i)
	if to < 0 {
		return w.bad(at, to)
	}
	*text = span(from, to)
	return to
}

// label checks one label record and returns where its name and value are. An
// absent one is an empty span.
func (w *walker) label(b []byte, i int) (name, value Span, next int) {
	for i < len(b) {
		at := i
		var t uint64
		if t, i = tag(b, i); i < 0 {
			return name, value, w.bad(at, i)
		}
		if t != tagLabelName && t != tagLabelValue {
			if i = w.other(b, at, t, labelFields); i < 0 {
				return name, value, i
			}
			continue
		}
		from, to := record(b, i)
		if to < 0 {
			return name, value, w.bad(at, to)
		}
		if t == tagLabelName {
			name = span(from, to)
		} else {
			value = span(from, to)
		}
		i = to
	}
	return name, value, i
}

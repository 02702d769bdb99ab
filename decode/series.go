package decode

func span(from, to int) Span { return Span{From: uint32(from), To: uint32(to)} }

// openSeries appends a series whose content is body[from:to]. The pointer is good
// until the next one is opened.
func (m *Message) openSeries(from, to int) *Series {
	m.Series = append(m.Series, Series{})
	s := &m.Series[len(m.Series)-1]
	s.Span = span(from, to)
	s.Refs.From = uint32(len(m.Refs))
	s.Samples.From = uint32(len(m.Samples))
	s.Histograms.From = uint32(len(m.Histograms))
	s.Exemplars.From = uint32(len(m.Exemplars))
	return s
}

// closeSeries ends the series' ranges at what was read.
func (m *Message) closeSeries(s *Series) {
	s.Refs.To = uint32(len(m.Refs))
	s.Samples.To = uint32(len(m.Samples))
	s.Histograms.To = uint32(len(m.Histograms))
	s.Exemplars.To = uint32(len(m.Exemplars))
}

// addLabel extends the span of v1's label records by the one in [from, to).
func (s *Series) addLabel(from, to int) {
	if s.Labels.To == 0 {
		s.Labels.From = uint32(from)
	} else if s.Labels.To != uint32(from) {
		s.split = true
	}
	s.Labels.To = uint32(to)
}

package decode

import "slices"

// fewRecords is where ahead begins to look ahead; growing small slices costs little.
const fewRecords = 1024

// room makes room for at least n more in a slice that is filled as the body is
// read, and has got this far at the offset at.
func room[T any](s []T, n, at int, body []byte) []T {
	if len(s)+n <= cap(s) {
		return s
	}
	return grown(s, n, at, body)
}

// grown is apart so that room is small enough to be inlined.
func grown[T any](s []T, n, at int, body []byte) []T {
	return slices.Grow(s, ahead(len(s), n, at, len(body)))
}

// ahead is how many more elements to make room for: as many as the rest of the
// body needs if it goes on as it began, so that a large message is not copied a
// dozen times, but never more than three times what is there, since a body may
// have it at its front alone.
func ahead(have, n, at, size int) int {
	if have < fewRecords || at == 0 {
		return n
	}
	expected := int(float64(have) * 1.1 * float64(size-at) / float64(at))
	return max(n, min(expected, 3*have), have/4)
}

func span(from, to int) Span { return Span{From: uint32(from), To: uint32(to)} }

// openSeries appends a series whose content is body[from:to]. The pointer is good
// until the next one is opened.
func (m *Message) openSeries(from, to int) *Series {
	m.Series = append(room(m.Series, 1, from, m.Body), Series{})
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

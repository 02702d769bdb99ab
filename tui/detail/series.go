package detail

import (
	"sort"
	"time"

	"rwscope/decode"
	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// seriesRows lays all items of a message out in one list: series by series, of
// each the samples, then the histograms, then the exemplars. A series without any
// has a row too.
type seriesRows struct {
	of    *Exchange
	m     *decode.Message
	first []int // first row of each series
	count int
	order figure.Telling
}

// entry is one row: an item of a series, index -1 for a series without items.
type entry struct {
	series, index int
	item          store.Item
}

func newSeriesPage(d *Exchange) *listPage {
	s := &seriesRows{of: d, m: d.Body.Message}
	p := &listPage{name: "Series", empty: "no series could be read from this body"}
	if s.m == nil {
		return p
	}
	s.index()
	s.order = figure.Tell(len(s.m.Series), func(i int) []figure.Label { return labelsOf(s.m, i) })
	p.cursor = s.firstLost()
	p.count, p.row, p.text, p.about = s.count, s.row, s.text, s.about
	p.alarm = lostItems(&d.Capture.Verdict)
	p.list = widget.List{Sorted: -1, Columns: []widget.Column{
		{Min: 1},
		{Title: "SERIES", Min: 30, Max: 140},
		{Title: "KIND", Min: 10, Rank: 4},
		{Title: "VALUE", Min: 12, Right: true},
		{Title: "TIME", Min: 12, Max: 16, Rank: 2},
		{Title: "AGE", Min: 7, Right: true, Rank: 5},
		{Title: "OUTCOME", Min: 10, Max: 19, Rank: 3},
	}}
	return p
}

func (s *seriesRows) index() {
	s.first = make([]int, len(s.m.Series))
	for i := range s.m.Series {
		s.first[i] = s.count
		s.count += max(itemsOf(&s.m.Series[i]), 1)
	}
}

// firstLost is the row that one looks for: of the first item that was refused by
// itself, or else of the first that is not in the TSDB for another one's sake; the
// first row if nothing was lost.
func (s *seriesRows) firstLost() int {
	v := &s.of.Capture.Verdict
	found := 0
	if lostItems(v) == 0 || v.Answer.By == store.ByRecorded {
		return found
	}
	for i := range min(s.count, sought) {
		e := s.at(i)
		if e.index < 0 {
			continue
		}
		switch s.outcome(e) {
		case store.Rejected, store.Skipped, store.Dropped:
			return i
		case store.RolledBack, store.Ignored:
			if found == 0 {
				found = i
			}
		}
	}
	return found
}

// at is the item in a row.
func (s *seriesRows) at(row int) entry {
	i := sort.Search(len(s.first), func(i int) bool { return s.first[i] > row }) - 1
	r := &s.m.Series[i]
	n := row - s.first[i]
	for _, part := range []struct {
		item store.Item
		of   decode.Range
	}{
		{store.ItemSample, r.Samples},
		{store.ItemHistogram, r.Histograms},
		{store.ItemExemplar, r.Exemplars},
	} {
		if n < part.of.Len() {
			return entry{i, int(part.of.From) + n, part.item}
		}
		n -= part.of.Len()
	}
	return entry{i, -1, store.ItemSeries}
}

func (s *seriesRows) row(lk *Look, i int, r *widget.Row) {
	e := s.at(i)
	outcome := s.outcome(e)
	sign, ink := outcomeSign(lk, outcome)
	if e.index < 0 {
		sign, ink = lk.Glyphs.Dot, lk.Muted
	}
	r.Put(ink, sign)
	name, look := s.order.Write(labelsOf(s.m, e.series), false), lk.Text
	if i > s.first[e.series] {
		look = lk.Muted // the same series as in the row above
	}
	r.Put(look, name)
	if e.index < 0 {
		r.Put(lk.Muted, "no items")
		return
	}
	t := s.time(e)
	r.Put(lk.Muted, s.kind(e))
	value, valueInk := s.value(lk, e)
	r.Put(valueInk, value)
	r.Put(lk.Text, lk.shortTime(t))
	r.Put(lk.Muted, figure.Span(s.of.Capture.Time.Sub(time.UnixMilli(t))))
	r.Put(ink, outcomeWords(outcome))
}

// outcome is what became of an item.
func (s *seriesRows) outcome(e entry) store.Outcome {
	if e.index < 0 {
		return store.Ignored
	}
	v := &s.of.Capture.Verdict
	var all []store.Outcome
	switch e.item {
	case store.ItemSample:
		all = v.Outcomes.Samples
	case store.ItemHistogram:
		all = v.Outcomes.Histograms
	default:
		all = v.Outcomes.Exemplars
	}
	switch {
	case e.index < len(all):
		return all[e.index]
	case v.Answer.By == store.ByRecorded:
		return store.Unknown
	case v.Answer.By == store.ByLimit || v.Answer.By == store.ByFault:
		return store.Ignored
	default:
		return store.Stored
	}
}

func (s *seriesRows) time(e entry) int64 {
	switch e.item {
	case store.ItemSample:
		return s.m.Samples[e.index].Timestamp
	case store.ItemHistogram:
		return s.m.Histograms[e.index].Timestamp
	default:
		return s.m.Exemplars[e.index].Timestamp
	}
}

func (s *seriesRows) kind(e entry) string {
	switch {
	case e.item == store.ItemSample:
		return "float"
	case e.item == store.ItemExemplar:
		return "exemplar"
	case s.m.Histograms[e.index].Float:
		return "float hist"
	default:
		return "histogram"
	}
}

// value is an item's value in a word; a stale marker is no number.
func (s *seriesRows) value(lk *Look, e entry) (string, widget.Ink) {
	switch e.item {
	case store.ItemSample:
		if v := s.m.Samples[e.index].Value; stale(v) {
			return "STALE", lk.Warn
		} else {
			return figure.Digits(v), lk.Text
		}
	case store.ItemExemplar:
		return figure.Digits(s.m.Exemplars[e.index].Value), lk.Text
	default:
		h, fh, err := s.m.Histogram(e.index)
		switch {
		case err != nil:
			return "broken", lk.Bad
		case h != nil && stale(h.Sum) || fh != nil && stale(fh.Sum):
			return "STALE", lk.Warn
		case h != nil:
			return "n=" + figure.Short(float64(h.Count)), lk.Text
		default:
			return "n=" + figure.Short(fh.Count), lk.Text
		}
	}
}

func (s *seriesRows) text(i int) string { return seriesName(s.m, s.at(i).series) }

// itemsOf is how many items a series has.
func itemsOf(r *decode.Series) int { return r.Samples.Len() + r.Histograms.Len() + r.Exemplars.Len() }

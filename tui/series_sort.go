package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"rwscope/store"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// The columns of the first level, and of the second, that can be sorted by, as they
// are remembered. What the first level counts by changes its titles, not these.
var (
	countColumns = sortable{"name", "count", "", ""}
	infoColumns  = sortable{"labels", "value", "newest", "written by"}
)

// The places of these columns.
const (
	countName = iota
	countCount
)

const (
	infoLabels = iota
	infoValue
	infoNewest
	infoSender
)

// doSort sorts the level in sight by another column, or the other way round.
func (s *series) doSort(a keys.Action) {
	list, columns := &s.list, countColumns
	if s.of != "" {
		list, columns = &s.inner, infoColumns
	}
	if a == keys.Reverse {
		list.Descending = !list.Descending
	} else {
		columns.next(list)
	}
	s.arrangeCounts(s.countUnder())
	s.arrangeInside(s.seriesUnder())
}

// countUnder is the name under the cursor of the first level, empty if there is none.
func (s *series) countUnder() string {
	if all := s.counts(); s.place < len(all) {
		return all[s.place].Name
	}
	return ""
}

// seriesUnder is the series under the cursor of the second level.
func (s *series) seriesUnder() string {
	if s.at < len(s.inside) {
		return s.inside[s.at].Series
	}
	return ""
}

// arrangeCounts sorts the first level, and puts the cursor on a name.
func (s *series) arrangeCounts(on string) {
	all := s.counts()
	slices.SortFunc(all, func(a, b store.Count) int {
		order := cmp.Compare(a.N, b.N)
		if s.list.Sorted == countName {
			order = cmp.Compare(a.Name, b.Name)
		}
		if s.list.Descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Name, b.Name))
	})
	s.place = settle(&s.list, s.place, slices.IndexFunc(all, func(c store.Count) bool { return c.Name == on }), len(all))
}

// settle moves a list's cursor along with its row, from one place to another. A row
// that is gone, to a negative place, leaves the cursor where it was.
func settle(l *widget.List, from, to, length int) int {
	if to < 0 {
		return min(from, max(length-1, 0))
	}
	l.Moved(to - from)
	return to
}

// arrangeInside sorts the second level, and puts the cursor on a series. The figures
// are read once each.
func (s *series) arrangeInside(on string) {
	value := make(map[string]float64)
	if s.inner.Sorted == infoValue {
		for i := range s.inside {
			value[s.inside[i].Series] = sampleValue(&s.inside[i])
		}
	}
	slices.SortFunc(s.inside, func(a, b store.SeriesInfo) int {
		order := compareInfos(s.inner.Sorted, &a, &b)
		if s.inner.Sorted == infoValue {
			order = cmp.Compare(value[a.Series], value[b.Series])
		}
		if s.inner.Descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Series, b.Series))
	})
	s.at = settle(&s.inner, s.at, slices.IndexFunc(s.inside, func(i store.SeriesInfo) bool { return i.Series == on }), len(s.inside))
}

func compareInfos(column int, a, b *store.SeriesInfo) int {
	switch column {
	case infoNewest:
		return cmp.Compare(a.Newest.Timestamp, b.Newest.Timestamp)
	case infoSender:
		return cmp.Compare(a.Newest.Sender, b.Newest.Sender)
	default:
		return cmp.Compare(a.Series, b.Series)
	}
}

// sampleValue is the value of a series' newest sample; what is no number comes
// before all numbers.
func sampleValue(i *store.SeriesInfo) float64 {
	v, err := strconv.ParseFloat(i.Newest.Value, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

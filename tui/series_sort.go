package tui

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"rwscope/store"
	"rwscope/tui/keys"
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
	s.arrangeCounts()
	s.arrangeInside()
}

// arrangeCounts sorts the first level; the cursor stays on its name.
func (s *series) arrangeCounts() {
	all := s.counts()
	on := ""
	if s.place < len(all) {
		on = all[s.place].Name
	}
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
	s.settle(slices.IndexFunc(all, func(c store.Count) bool { return c.Name == on }))
}

// settle moves the cursor of the first level along with its row.
func (s *series) settle(to int) {
	if to >= 0 {
		s.list.Moved(to - s.place)
		s.place = to
	}
}

// arrangeInside sorts the second level; the cursor stays on its series. The figures
// are read once each.
func (s *series) arrangeInside() {
	on := ""
	if s.at < len(s.inside) {
		on = s.inside[s.at].Series
	}
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
	if to := slices.IndexFunc(s.inside, func(i store.SeriesInfo) bool { return i.Series == on }); to >= 0 {
		s.inner.Moved(to - s.at)
		s.at = to
	}
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

package tui

import (
	"slices"

	"rwscope/capture"
	"rwscope/capture/filter"
)

// listing is which exchanges a list shows, and in which order. Without a filter
// and in the order of arrival it is the snapshot itself, whatever its length.
//
// With a filter, exchanges are looked at from the newest backwards, so that the
// ones of interest appear first, and each newcomer as it arrives:
//
//	      older                    │              newer
//	not looked at │ down (reversed)│ up │ not looked at
//	              └ low            └ begin   └ high
type listing struct {
	snap   capture.Snapshot
	filter *filter.Filter
	by     sorting

	up, down  []uint64 // IDs of exchanges that match
	low, high uint64   // IDs from low up to high were looked at, both included
	begun     bool

	sorted   []uint64 // IDs in the order of sortedBy; nil: order of arrival
	sortedBy sorting
	sortedTo uint64 // the newest exchange that was sorted
	hint     int    // where Place found something last
}

// sorting is a column and a direction. The zero sorting is the order of arrival.
type sorting struct {
	column     column
	descending bool
}

// show moves the listing on to another snapshot.
func (l *listing) show(snap capture.Snapshot) {
	l.snap = snap
	if snap.Len() == 0 {
		return
	}
	oldest := snap.Row(0).ID
	for n := len(l.down); n > 0 && l.down[n-1] < oldest; n = len(l.down) {
		l.down = l.down[:n-1]
	}
	for len(l.down) == 0 && len(l.up) > 0 && l.up[0] < oldest {
		l.up = l.up[1:]
	}
	l.low = max(l.low, oldest)
}

// filterBy starts over with another filter; nil picks all.
func (l *listing) filterBy(f *filter.Filter) {
	*l = listing{snap: l.snap, filter: f, by: l.by}
}

// filtered reports whether only some exchanges are picked.
func (l *listing) filtered() bool { return !l.filter.Empty() }

// Len is how many exchanges are listed.
func (l *listing) Len() int {
	switch {
	case l.sorted != nil:
		return len(l.sorted)
	case l.filtered():
		return len(l.down) + len(l.up)
	default:
		return l.snap.Len()
	}
}

// ID is the exchange at place i.
func (l *listing) ID(i int) uint64 {
	switch {
	case l.sorted != nil:
		return l.sorted[i]
	case l.by.descending:
		i = l.Len() - 1 - i
	}
	switch {
	case !l.filtered():
		return l.snap.Row(i).ID
	case i < len(l.down):
		return l.down[len(l.down)-1-i]
	default:
		return l.up[i-len(l.down)]
	}
}

// Row is the row at place i; nil if the exchange has been dropped since it was
// listed.
func (l *listing) Row(i int) *capture.Row {
	if n, ok := l.snap.Find(l.ID(i)); ok {
		return l.snap.Row(n)
	}
	return nil
}

// Place is where an exchange is listed.
func (l *listing) Place(id uint64) (int, bool) {
	if l.sorted != nil {
		if l.hint >= len(l.sorted) || l.sorted[l.hint] != id {
			l.hint = max(slices.Index(l.sorted, id), 0)
		}
		return l.hint, l.sorted[l.hint] == id
	}
	i, ok := l.arrival(id)
	if l.by.descending {
		i = l.Len() - 1 - i
	}
	return i, ok
}

// arrival is an exchange's place in the order of arrival.
func (l *listing) arrival(id uint64) (int, bool) {
	if !l.filtered() {
		return l.snap.Find(id)
	}
	if i, ok := slices.BinarySearch(l.up, id); ok {
		return len(l.down) + i, true
	}
	i, ok := slices.BinarySearchFunc(l.down, id, func(a, b uint64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	return len(l.down) - 1 - i, ok
}

// part is a stretch of the history that is still to be looked at.
type part struct {
	from, to uint64 // IDs, both included
	upward   bool
}

// todo is the next stretch to look at: newcomers first, then what is older.
func (l *listing) todo() (part, bool) {
	if !l.filtered() || l.snap.Len() == 0 {
		return part{}, false
	}
	oldest, newest := l.snap.Row(0).ID, l.snap.Row(l.snap.Len()-1).ID
	if !l.begun {
		l.begun, l.low, l.high = true, newest+1, newest
	}
	switch {
	case l.high < newest:
		return part{from: l.high + 1, to: newest, upward: true}, true
	case l.low > oldest:
		return part{from: oldest, to: l.low - 1}, true
	default:
		return part{}, false
	}
}

// found takes in what a search over a part found: IDs in the direction of the
// search, and the last ID it looked at.
func (l *listing) found(p part, ids []uint64, last uint64) {
	if p.upward {
		l.up = append(l.up, ids...)
		l.high = max(l.high, last)
		return
	}
	l.down = append(l.down, ids...)
	l.low = min(l.low, last)
}

// unnoticed is how many newcomers are looked at before anybody could read that they
// have not been yet: saying so for each would make the line flicker.
const unnoticed = 100

// searched is how much of the history the filter has looked at, from 0 to 1.
func (l *listing) searched() float64 {
	if !l.filtered() || l.snap.Len() == 0 {
		return 1
	}
	if !l.begun {
		return 0
	}
	oldest, newest := l.snap.Row(0).ID, l.snap.Row(l.snap.Len()-1).ID
	if l.low <= oldest && newest-l.high <= unnoticed {
		return 1
	}
	return float64(l.high+1-l.low) / float64(newest+1-oldest)
}

// picked are the IDs that match, in the order of arrival; a copy. It is nil without
// a filter: then it is all of the snapshot.
func (l *listing) picked() []uint64 {
	if !l.filtered() {
		return nil
	}
	ids := make([]uint64, 0, len(l.down)+len(l.up))
	for i := len(l.down) - 1; i >= 0; i-- {
		ids = append(ids, l.down[i])
	}
	return append(ids, l.up...)
}

// stale reports whether the listing is to be sorted anew: by another column, or
// because other exchanges are in it.
func (l *listing) stale() bool {
	if l.by.column == byTime {
		return false
	}
	all, newest := l.contents()
	return all > 0 && (l.sortedBy != l.by || len(l.sorted) != all || l.sortedTo != newest)
}

// contents is how many exchanges are picked, and the newest of them.
func (l *listing) contents() (all int, newest uint64) {
	switch {
	case !l.filtered():
		if all = l.snap.Len(); all > 0 {
			newest = l.snap.Row(all - 1).ID
		}
	case len(l.up) > 0:
		all, newest = len(l.down)+len(l.up), l.up[len(l.up)-1]
	case len(l.down) > 0:
		all, newest = len(l.down), l.down[0]
	}
	return all, newest
}

// arranged takes in exchanges that were sorted; to is the newest of them.
func (l *listing) arranged(ids []uint64, by sorting, to uint64) {
	l.sorted, l.sortedBy, l.sortedTo = ids, by, to
}

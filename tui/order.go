package tui

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
)

// sortedMsg is a listing in another order.
type sortedMsg struct {
	number int
	by     sorting
	ids    []uint64
	to     uint64 // the newest of them
	took   time.Duration
}

// sortRest is how much longer than it takes the next sorting of a growing list
// has to wait, so that it takes a tenth of a processor at most.
const sortRest = 10

// keyed is what is sorted: the key looked up once, since rows are spread over
// memory.
type keyed struct {
	key int64
	id  uint64
}

// arrange sorts exchanges outside of the program's loop, all of the snapshot if ids
// is nil. Equal ones keep the order of arrival.
func arrange(snap capture.Snapshot, ids []uint64, by sorting, number int) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		if ids == nil {
			ids = allOf(snap)
		}
		ranks := newRanks(snap)
		all := make([]keyed, 0, len(ids))
		for _, id := range ids {
			if i, ok := snap.Find(id); ok {
				all = append(all, keyed{specs[by.column].key(snap.Row(i), ranks), id})
			}
		}
		slices.SortFunc(all, func(a, b keyed) int {
			if c := cmp.Compare(a.key, b.key); c != 0 && by.descending {
				return -c
			} else if c != 0 {
				return c
			}
			return cmp.Compare(a.id, b.id)
		})
		out := make([]uint64, len(all))
		for i := range all {
			out[i] = all[i].id
		}
		msg := sortedMsg{number: number, by: by, ids: out, took: time.Since(began)}
		if len(ids) > 0 {
			msg.to = ids[len(ids)-1]
		}
		return msg
	}
}

func allOf(snap capture.Snapshot) []uint64 {
	ids := make([]uint64, snap.Len())
	for i := range ids {
		ids[i] = snap.Row(i).ID
	}
	return ids
}

package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/tui/detail"
)

func (s *requests) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case snapshotMsg:
		return s.take(msg.Snapshot)
	case tickMsg:
		s.now = time.Time(msg)
		return s.rearrange()
	case searchedMsg:
		return s.searched(msg)
	case sortedMsg:
		return s.arranged(msg)
	case openedMsg:
		return s.openedExchange(msg)
	case markedMsg:
		s.marks[msg.id] = msg.marked
	case vocabularyMsg:
		s.words = msg.vocabulary
	case readBackMsg:
		msg.of.Confirm(msg.back)
	case showMsg:
		s.opened, s.inside, s.setup, s.trail = nil, false, nil, nil
		return s.setFilter(msg.filter)
	case detail.GoTo:
		return s.goTo(msg.ID)
	}
	return nil
}

// take moves on to another snapshot.
func (s *requests) take(snap capture.Snapshot) tea.Cmd {
	s.listing.show(snap)
	clear(s.marks)
	s.settle()
	return tea.Batch(s.searchOn(), s.rearrange())
}

// settle puts the cursor somewhere after the list changed under it.
func (s *requests) settle() {
	if s.listing.Len() == 0 {
		return
	}
	if s.follow && s.opened == nil {
		s.toNewest()
		return
	}
	if _, ok := s.listing.Place(s.cursor); !ok && s.opened == nil {
		s.cursor = s.listing.ID(s.nearest())
	}
}

// nearest is the place of the exchange that was answered next to the one that the
// cursor was on.
func (s *requests) nearest() int {
	if s.listing.sorted != nil || s.listing.Len() == 0 {
		return 0
	}
	for i := range s.listing.Len() {
		if (s.listing.ID(i) >= s.cursor) != s.listing.by.descending {
			return i
		}
	}
	return s.listing.Len() - 1
}

// setFilter picks other exchanges. The text was checked before.
func (s *requests) setFilter(expr string) tea.Cmd {
	f, err := filter.Parse(expr)
	if err != nil {
		return complain(err)
	}
	s.expr = expr
	s.number++
	s.searching, s.arranging = false, false
	s.listing.filterBy(f)
	s.settle()
	return tea.Batch(s.searchOn(), s.rearrange())
}

// searchOn looks at the next part of the history, if there is one and no search
// is on its way.
func (s *requests) searchOn() tea.Cmd {
	p, ok := s.listing.todo()
	if !ok || s.searching {
		return nil
	}
	s.searching = true
	return search{s.history, s.listing.snap, s.listing.filter, s.decoder, s.number, p}.run(s.ctx)
}

func (s *requests) searched(msg searchedMsg) tea.Cmd {
	if msg.number != s.number {
		return nil
	}
	s.searching = false
	if msg.last == 0 { // the part is gone
		msg.last = msg.part.from
	}
	s.listing.found(msg.part, msg.ids, msg.last)
	s.settle()
	return tea.Batch(s.searchOn(), s.rearrange())
}

// nextColumn is the next column in sight that can be sorted by.
func (s *requests) nextColumn() column {
	at := 0
	for i, c := range s.visible {
		if c == s.listing.by.column {
			at = i
		}
	}
	for n := 1; n <= len(s.visible); n++ {
		i := (at + n) % len(s.visible)
		if c := s.visible[i]; specs[c].key != nil && s.list.Width(i) > 0 {
			return c
		}
	}
	return byTime
}

// sortBy changes the order. The order of arrival needs no sorting.
func (s *requests) sortBy(c column, descending bool) tea.Cmd {
	s.listing.by = sorting{c, descending}
	s.number++
	s.searching, s.arranging, s.rested = false, false, time.Time{}
	if c == byTime {
		s.listing.arranged(nil, sorting{}, 0)
	} else {
		s.follow = false
	}
	s.layColumns()
	s.settle()
	return tea.Batch(s.searchOn(), s.rearrange())
}

// rearrange sorts anew what has grown, if it has rested since the last time.
func (s *requests) rearrange() tea.Cmd {
	if s.arranging || s.now.Before(s.rested) || !s.listing.stale() {
		return nil
	}
	s.arranging = true
	return arrange(s.listing.snap, s.listing.picked(), s.listing.by, s.number)
}

func (s *requests) arranged(msg sortedMsg) tea.Cmd {
	if msg.number != s.number {
		return nil
	}
	s.arranging = false
	s.listing.arranged(msg.ids, msg.by, msg.to)
	s.rested = s.now.Add(sortRest * msg.took)
	s.settle()
	return s.rearrange() // the list may have grown meanwhile
}

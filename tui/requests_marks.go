package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
)

// markedMsg says that a mark is in the journal. It is shown at once: the snapshot
// that has it, too, does not come while the dashboard is paused.
type markedMsg struct {
	id     uint64
	marked bool
}

// mark marks the exchange under the cursor, or takes its mark away.
func (s *requests) mark() tea.Cmd {
	i, ok := s.listing.snap.Find(s.cursor)
	if !ok {
		return nil
	}
	if s.notes == nil {
		return say("this history cannot be written to")
	}
	id, marked, notes := s.cursor, !s.withMark(s.listing.snap.Row(i)).Marked, s.notes
	return func() tea.Msg {
		if err := notes.Mark(id, marked); err != nil {
			return sayMsg{text: err.Error(), alarm: true}
		}
		return markedMsg{id, marked}
	}
}

// withMark is the row with its mark as it is now.
func (s *requests) withMark(r *capture.Row) *capture.Row {
	marked, changed := s.marks[r.ID]
	if !changed || marked == r.Marked {
		return r
	}
	out := *r
	out.Marked = marked
	return &out
}

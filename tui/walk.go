package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
)

// walkRows is how many rows one step looks at: a thousandth of a second's work,
// so that a long history is summed up without holding up a key.
const walkRows = 8192

// walk sums up a history row by row, once each, in steps.
type walk struct {
	next uint64 // the first ID that was not visited
	snap capture.Snapshot
}

// step visits the next rows and reports whether there are more.
func (w *walk) step(visit func(*capture.Row)) bool {
	n := w.snap.Len()
	if n == 0 {
		return false
	}
	i, _ := w.snap.Find(w.next)
	end := min(i+walkRows, n)
	for ; i < end; i++ {
		r := w.snap.Row(i)
		visit(r)
		w.next = r.ID + 1
	}
	return end < n
}

// sum takes the first step over a snapshot. If there are more, the command asks
// for the next one with the message.
func (w *walk) sum(snap capture.Snapshot, visit func(*capture.Row), again tea.Msg) tea.Cmd {
	w.snap = snap
	return w.on(visit, again)
}

// on takes the next step.
func (w *walk) on(visit func(*capture.Row), again tea.Msg) tea.Cmd {
	if !w.step(visit) {
		return nil
	}
	return func() tea.Msg { return again }
}

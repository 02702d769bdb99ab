package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
)

// pace is the least time between two looks at the history: 20 a second are
// smooth, and leave a processor nearly idle.
const pace = 50 * time.Millisecond

// feed is the history as the screens see it: a snapshot that moves on with each
// change, or stands still while paused.
type feed struct {
	history capture.History
	shown   capture.Snapshot
	latest  capture.Snapshot
	paused  bool
}

// changedMsg says that the history changed.
type changedMsg struct{}

// snapshotMsg gives the screens what they show from now on.
type snapshotMsg struct{ capture.Snapshot }

// waitChange waits for the next change and then a little longer, so that many
// changes make one message.
func waitChange(ctx context.Context, h capture.History) tea.Cmd {
	return func() tea.Msg {
		select {
		case <-h.Wake():
		case <-ctx.Done():
			return nil
		}
		select {
		case <-time.After(pace):
			return changedMsg{}
		case <-ctx.Done():
			return nil
		}
	}
}

// pull looks at the history, and reports whether there is something new to show.
func (f *feed) pull() bool {
	f.latest = f.history.Snapshot()
	if f.paused {
		return false
	}
	f.shown = f.latest
	return true
}

// waiting is how many exchanges arrived since the pause began.
func (f *feed) waiting() uint64 {
	return f.latest.Totals.Exchanges - f.shown.Totals.Exchanges
}

package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
)

// searchTime is how long a search goes on before it shows what it has found.
const searchTime = 60 * time.Millisecond

// searchedMsg is what a search over a part of the history found.
type searchedMsg struct {
	number int // of the search
	part   part
	ids    []uint64
	last   uint64 // the last ID looked at
	took   time.Duration
}

// search looks at a part of the history, until the part or its time ends.
type search struct {
	history capture.History
	snap    capture.Snapshot
	filter  *filter.Filter
	decoder *decode.Decoder
	number  int
	part    part
}

func (s search) run(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		msg := searchedMsg{number: s.number, part: s.part}
		i, step := s.begin()
		for n := 0; i >= 0 && i < s.snap.Len(); n++ {
			row := s.snap.Row(i)
			if row.ID < s.part.from || row.ID > s.part.to {
				break
			}
			matches, slow := s.matches(row)
			if matches {
				msg.ids = append(msg.ids, row.ID)
			}
			msg.last = row.ID
			i += step
			if (slow || n%1024 == 1023) && (ctx.Err() != nil || time.Since(began) > searchTime) {
				break
			}
		}
		msg.took = time.Since(began)
		return msg
	}
}

// begin is the row to begin with, and the direction.
func (s search) begin() (i, step int) {
	if s.part.upward {
		i, _ = s.snap.Find(s.part.from)
		return i, 1
	}
	i, ok := s.snap.Find(s.part.to)
	if !ok {
		i-- // of those below, the next one
	}
	return i, -1
}

// matches asks the row, and the exchange itself if that is not enough, which is
// slow. What cannot be read is shown, so that the error can be seen.
func (s search) matches(row *capture.Row) (matches, slow bool) {
	switch s.filter.MatchRow(row, &s.snap) {
	case filter.Yes:
		return true, false
	case filter.No:
		return false, false
	}
	ex, err := s.history.Load(row.ID)
	if err != nil {
		return true, true
	}
	return s.filter.MatchLoaded(row, ex, s.decoder), true
}

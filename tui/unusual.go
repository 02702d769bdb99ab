package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/store"
	"rwscope/tui/widget"
)

const (
	// pathWidth is how many cells of a path a notice shows, so that there is room for
	// what is wrong with the path.
	pathWidth = 24
	// maxFresh bounds how many exchanges are read at a time to look at their paths.
	maxFresh = 64
)

// unusualMsg says that a request came on a path that only rwscope serves: all goes
// well here, and nothing will where the sender is to send later.
type unusualMsg struct{ path string }

// suspect notes the first exchange of a sender with a cause. An exchange is listed
// under its worst problem, which an unusual path is not if there is any other.
func (p *problems) suspect(id uint64) {
	if p.live && !p.told && len(p.fresh) < maxFresh {
		p.fresh = append(p.fresh, id)
	}
}

// lookAtPaths reads the suspects.
func (p *problems) lookAtPaths() tea.Cmd {
	if len(p.fresh) == 0 {
		return nil
	}
	history, ids := p.history, p.fresh
	p.fresh = nil
	return func() tea.Msg {
		for _, id := range ids {
			if path, ok := unusualPath(history, id); ok {
				return unusualMsg{path}
			}
		}
		return nil
	}
}

// unusualPath is an exchange's path if only rwscope serves it. An exchange that is
// gone by now is no reason to mention it.
func unusualPath(h capture.History, id uint64) (string, bool) {
	ex, err := exchangeOf(h, id)
	if err != nil {
		return "", false
	}
	for i := range ex.Verdict.Problems {
		if ex.Verdict.Problems[i].Cause == store.CauseUnusualPath {
			return ex.Request.Path, true
		}
	}
	return "", false
}

// tell says it once.
func (p *problems) tell(path string) tea.Cmd {
	if p.told {
		return nil
	}
	p.told = true
	path = widget.Truncate(path, pathWidth, "…")
	text := fmt.Sprintf("requests arrive on %s, which no known receiver serves", path)
	return func() tea.Msg { return sayMsg{text: text, alarm: true} }
}

// exchangeOf reads an exchange, from memory if it is there.
func exchangeOf(h capture.History, id uint64) (*capture.Exchange, error) {
	if ex, ok := h.Recent(id); ok {
		return ex, nil
	}
	return h.Load(id)
}

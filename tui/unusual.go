package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/tui/widget"
)

// pathWidth is how many cells of a path a notice shows, so that there is room for
// what is wrong with the path.
const pathWidth = 24

// tell says once that a request came on a path that only rwscope serves: all goes
// well here, and nothing will where the sender is to send later.
func (p *problems) tell() tea.Cmd {
	if p.unusual == 0 || p.told || !p.live {
		return nil
	}
	p.told = true
	history, id := p.history, p.unusual
	return func() tea.Msg {
		ex, err := exchangeOf(history, id)
		if err != nil {
			return nil // it is gone already, and so is the reason to mention it
		}
		path := widget.Truncate(ex.Request.Path, pathWidth, "…")
		return sayMsg{text: fmt.Sprintf("requests arrive on %s, which no known receiver serves: see 4", path), alarm: true}
	}
}

// exchangeOf reads an exchange, from memory if it is there.
func exchangeOf(h capture.History, id uint64) (*capture.Exchange, error) {
	if ex, ok := h.Recent(id); ok {
		return ex, nil
	}
	return h.Load(id)
}

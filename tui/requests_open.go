package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/keys"
)

// openedMsg is an exchange that was read and taken apart.
type openedMsg struct {
	number   int
	id       uint64
	exchange *detail.Exchange
	err      error
}

// openAt opens an exchange. One is read at a time: whoever moves on meanwhile
// gets the last one asked for.
func (s *requests) openAt(id uint64, inside bool) tea.Cmd {
	if id == 0 || s.listing.Len() == 0 {
		return nil
	}
	s.cursor, s.follow = id, false
	s.inside = inside
	if s.opened != nil && s.opened.Capture.ID == id {
		return nil
	}
	s.opening++
	if s.loading {
		return nil
	}
	s.loading = true
	return s.load(id, s.opening)
}

func (s *requests) load(id uint64, number int) tea.Cmd {
	history, decoder, notes := s.history, s.decoder, s.notes
	return func() tea.Msg {
		ex, err := history.Load(id)
		if err != nil {
			return openedMsg{number: number, id: id, err: err}
		}
		d := detail.Open(ex, decoder)
		if notes != nil {
			d.Comment = notes.Comment(id)
		}
		return openedMsg{number: number, id: id, exchange: d}
	}
}

func (s *requests) openedExchange(msg openedMsg) tea.Cmd {
	s.loading = false
	if msg.number != s.opening {
		s.loading = true
		return s.load(s.cursor, s.opening)
	}
	if msg.err != nil {
		return complain(fmt.Errorf("open exchange %d: %w", msg.id, msg.err))
	}
	if s.opened != nil {
		msg.exchange.Show(s.opened.Tab())
	}
	s.opened = msg.exchange
	return s.readBack(msg.exchange)
}

// readBackMsg says whether the TSDB holds what the verdict says.
type readBackMsg struct {
	of   *detail.Exchange
	back detail.ReadBack
}

// readBack looks the exchange's samples up in the TSDB.
func (s *requests) readBack(ex *detail.Exchange) tea.Cmd {
	if s.cfg.Reader == nil {
		return nil
	}
	ctx, reader := s.ctx, s.cfg.Reader
	return func() tea.Msg { return readBackMsg{ex, ex.ReadBack(ctx, reader)} }
}

// trace is where the user was before going to another exchange.
type trace struct {
	id   uint64
	expr string // the filter
}

// goTo opens an exchange wherever it is, without the filter if that hides it. From
// another exchange there is a way back.
func (s *requests) goTo(id uint64) tea.Cmd {
	s.setup = nil
	if _, ok := s.listing.snap.Find(id); !ok {
		return complain(fmt.Errorf("exchange %d is not in this history any more", id))
	}
	if s.leaving && s.opened != nil && s.opened.Capture.ID != id {
		s.trail = append(s.trail, trace{s.opened.Capture.ID, s.expr})
	} else {
		s.trail = nil
	}
	s.leaving = false
	var cmd tea.Cmd
	if _, ok := s.listing.Place(id); !ok {
		cmd = s.setFilter("")
	}
	return tea.Batch(cmd, s.openAt(id, true))
}

// goBack returns to where the user came from.
func (s *requests) goBack() tea.Cmd {
	last := s.trail[len(s.trail)-1]
	s.trail = s.trail[:len(s.trail)-1]
	cmd := s.openAt(last.id, true)
	if s.expr != last.expr {
		cmd = tea.Batch(cmd, s.setFilter(last.expr))
	}
	return cmd
}

// doInside carries out what the opened exchange can do, and what leaves it.
func (s *requests) doInside(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.NextExchange:
		s.trail = nil
		return s.move(1), true
	case keys.PrevExchange:
		s.trail = nil
		return s.move(-1), true
	case keys.Search, keys.Filter:
		return open(s.searchPrompt()), true
	}
	if cmd, ok := s.opened.Do(a); ok {
		s.leaving = a == keys.Origin && cmd != nil
		return cmd, true
	}
	if a == keys.Back && len(s.trail) > 0 {
		return s.goBack(), true
	}
	if a == keys.Back && s.split() != alone {
		s.inside = false
		return nil, true
	}
	return nil, false
}

// searchPrompt looks for text in the open tab.
func (s *requests) searchPrompt() *prompt {
	p := newPrompt("find", "text in this tab; n and N go from place to place", "")
	p.accept = func(text string) (tea.Cmd, error) {
		if s.opened != nil && !s.opened.Find(text) {
			return nil, fmt.Errorf("not in this tab: %s", text)
		}
		return nil, nil
	}
	return p
}

// withExchange does something with the exchange under the cursor, which is read
// first if it is not open.
func (s *requests) withExchange(do func(*detail.Exchange) tea.Cmd) tea.Cmd {
	if s.cursor == 0 || s.listing.Len() == 0 {
		return nil
	}
	if s.opened != nil && s.opened.Capture.ID == s.cursor {
		return do(s.opened)
	}
	load := s.load(s.cursor, 0)
	return func() tea.Msg {
		msg := load().(openedMsg)
		if msg.err != nil {
			return sayMsg{text: msg.err.Error(), alarm: true}
		}
		return do(msg.exchange)()
	}
}

package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

func (s *requests) view(lk *detail.Look, w, h int) widget.Block {
	s.w, s.h = w, h
	switch {
	case s.setup != nil:
		return s.setup.view(lk, w, h)
	case s.listing.snap.Len() == 0:
		return emptyView(lk, s.cfg, w, h)
	case s.opened == nil:
		return s.listView(lk, w, h)
	}
	switch s.split() {
	case beside:
		left := s.listWidth()
		right := w - left - 1
		return widget.Beside(s.listView(lk, left, h), "", widget.Beside(bars(lk, h), "", s.opened.Lines(lk, right, h, s.inside)))
	case above:
		top := s.listHeight()
		return widget.Stack(s.listView(lk, w, top), widget.Block{widget.Rule(lk.Theme, w)}, s.opened.Lines(lk, w, h-top-1, s.inside))
	}
	if !s.inside {
		return s.listView(lk, w, h)
	}
	return widget.Stack(widget.Block{s.caption(lk, w)}, s.opened.Lines(lk, w, h-1, true))
}

// bars is a vertical line.
func bars(lk *detail.Look, h int) widget.Block {
	out := make(widget.Block, h)
	line := widget.Separator(lk.Theme)
	for i := range out {
		out[i] = line
	}
	return out
}

// caption names the opened exchange where the list is out of sight.
func (s *requests) caption(lk *detail.Look, w int) string {
	ex := s.opened.Capture
	line := widget.NewLine(w, widget.Ink{}).Space(1).
		Put(lk.Muted, fmt.Sprintf("exchange %s  ", figure.Count(ex.ID))).Put(lk.Text, lk.Time(ex.Time)).
		Put(lk.Muted, "  "+ex.Request.Method+" ").Put(lk.Text, ex.Request.Path)
	return line.Space(2).Cell(lk.Muted, ex.Sender.UserAgent, line.Room()-1, false, lk.Glyphs.Ellipsis).String()
}

func (s *requests) listView(lk *detail.Look, w, h int) widget.Block {
	var head widget.Block
	if s.listing.filtered() {
		head = widget.Block{s.filterLine(lk, w)}
	}
	s.listTop = len(head)
	return append(head, s.list.Barred(lk.Theme, s.rows(lk, w, h-len(head)))...).Fit(w, h)
}

// rows is what the list draws.
func (s *requests) rows(lk *detail.Look, w, h int) widget.ListView {
	cursor, ok := s.listing.Place(s.cursor)
	if !ok {
		cursor = -1
	}
	snap := s.listing.snap
	return widget.ListView{
		W: w, H: h, Len: s.listing.Len(), Cursor: cursor, Focused: !s.inside, Empty: s.emptyWords(),
		Row: func(i int, r *widget.Row) {
			row := s.listing.Row(i)
			if row == nil {
				return
			}
			row = s.withMark(row)
			for _, c := range s.visible {
				r.Put(specs[c].cell(lk, &snap, row))
			}
		},
	}
}

// emptyWords never says that nothing matches while it is still being looked for.
func (s *requests) emptyWords() string {
	if s.listing.searched() < 1 {
		return "searching…"
	}
	return "no exchange matches; x clears the filter"
}

func (s *requests) filterLine(lk *detail.Look, w int) string {
	found := figure.Count(s.listing.Len()) + " of " + figure.Count(s.listing.snap.Len())
	if done := s.listing.searched(); done < 1 {
		found = fmt.Sprintf("searching %d%%  %s", int(done*100), found) // never 100%
	}
	line := widget.NewLine(w, widget.Ink{}).Space(1).Put(lk.Accent, "/ ")
	line.Cell(lk.Strong, s.expr, max(w-len(found)-14, 8), false, lk.Glyphs.Ellipsis)
	return line.Space(1).Put(lk.Muted, found).Space(2).Put(lk.Accent, "x").Put(lk.Muted, " clear").String()
}

// click puts the cursor on the row that was hit.
func (s *requests) click(x, y int) tea.Cmd {
	if s.setup != nil || s.listing.Len() == 0 || s.opened != nil && s.split() == beside && x > s.listWidth() {
		return nil
	}
	place, ok := s.listing.Place(s.cursor)
	if !ok {
		return nil
	}
	if n, hit := s.list.Hit(place, s.listing.Len(), y-s.listTop); hit {
		s.inside = false
		return s.move(n)
	}
	return nil
}

package detail

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// listPage is a page of rows, with the row under the cursor explained below
// them where there is room.
type listPage struct {
	name  string
	count int
	empty string
	list  widget.List
	row   func(lk *Look, i int, r *widget.Row)
	text  func(i int) string                    // what a search looks at
	about func(lk *Look, t *widget.Text, i int) // explains a row; nil: nothing to say
	alarm int                                   // rows that something is wrong with

	cursor int
	wanted string
	zoomed bool // the explanation has the whole page
	pager  widget.Pager
	said   *widget.Text // explanation of row saidOf
	saidOf int
	theme  *widget.Theme
}

func (p *listPage) tab(lk *Look) widget.Tab {
	tab := widget.Tab{Title: p.name, Ink: lk.Muted}
	switch {
	case p.alarm > 0:
		tab.Note, tab.Ink = lk.Glyphs.Alert, lk.Warn
	case p.count > 0:
		tab.Note = short(p.count)
	}
	return tab
}

// explained is the least height of a page that shows rows and explanation.
const explained = 14

func (p *listPage) lines(lk *Look, w, h int, focused bool) widget.Block {
	if p.about == nil || p.count == 0 || !p.zoomed && h < explained {
		return p.rows(lk, w, h, focused)
	}
	if p.zoomed {
		return p.explanation(lk, w, h)
	}
	top := max(min(p.count+1, h/2), 4)
	return widget.Stack(p.rows(lk, w, top, focused), widget.Block{widget.Rule(lk.Theme, w)}, p.explanation(lk, w, h-top-1))
}

func (p *listPage) rows(lk *Look, w, h int, focused bool) widget.Block {
	return p.list.Barred(lk.Theme, widget.ListView{
		W: w, H: h, Len: p.count, Cursor: min(p.cursor, p.count-1), Focused: focused, Empty: p.empty,
		Row: func(i int, r *widget.Row) { p.row(lk, i, r) },
	})
}

func (p *listPage) explanation(lk *Look, w, h int) widget.Block {
	if p.said == nil || p.saidOf != p.cursor || p.theme != lk.Theme {
		p.said, p.saidOf, p.theme = &widget.Text{}, p.cursor, lk.Theme
		p.about(lk, p.said, p.cursor)
		p.pager.To(0)
	}
	return p.pager.Lines(lk.Theme, p.said.Lines(max(w-1, 1)), w, h)
}

func (p *listPage) do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Open:
		p.zoomed = !p.zoomed && p.about != nil
		return nil, true
	case keys.Back:
		was := p.zoomed
		p.zoomed = false
		return nil, was
	case keys.NextHit, keys.PrevHit:
		p.seek(step(a == keys.NextHit), step(a == keys.NextHit))
		return nil, true
	}
	if p.zoomed {
		return nil, scroll(&p.pager, a)
	}
	n, ok := keys.Distance(a, p.list.Page(), p.count)
	if ok {
		p.move(n)
	}
	return nil, ok
}

func (p *listPage) move(n int) {
	old := p.cursor
	p.cursor = min(max(p.cursor+n, 0), max(p.count-1, 0))
	p.list.Moved(p.cursor - old)
}

// find moves to the first row from the cursor on that holds the text.
func (p *listPage) find(s string) bool {
	p.wanted = strings.ToLower(s)
	return p.seek(0, 1)
}

// sought is how many rows one search looks at, so that it takes milliseconds.
const sought = 50_000

func (p *listPage) seek(from, by int) bool {
	if p.wanted == "" || p.count == 0 || p.text == nil {
		return p.wanted == ""
	}
	for n := range min(p.count, sought) {
		i := ((p.cursor+from+by*n)%p.count + p.count) % p.count
		if strings.Contains(strings.ToLower(p.text(i)), p.wanted) {
			p.move(i - p.cursor)
			return true
		}
	}
	return false
}

package detail

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// page is what stands behind one tab.
type page interface {
	// tab is the title and the note beside it.
	tab(lk *Look) widget.Tab
	// lines draws the page.
	lines(lk *Look, w, h int, focused bool) widget.Block
	// do carries an action out, and reports false if it is not for the page.
	do(a keys.Action) (tea.Cmd, bool)
	// find looks for text, and reports whether it is there; an empty one ends the
	// search.
	find(s string) bool
}

// textPage is a page of paragraphs. It is built again when the theme changes.
type textPage struct {
	name  string
	note  func(lk *Look) (string, widget.Ink)
	build func(lk *Look) *widget.Text

	text   *widget.Text
	theme  *widget.Theme
	pager  widget.Pager
	wanted string // the text searched for
	hit    int
	jump   bool // scroll to the hit when drawn
}

func (p *textPage) tab(lk *Look) widget.Tab {
	tab := widget.Tab{Title: p.name}
	if p.note != nil {
		tab.Note, tab.Ink = p.note(lk)
	}
	return tab
}

func (p *textPage) prepare(lk *Look) {
	if p.text != nil && p.theme == lk.Theme {
		return
	}
	p.text, p.theme = p.build(lk), lk.Theme
	p.text.Find(p.wanted, lk.Match)
}

func (p *textPage) lines(lk *Look, w, h int, focused bool) widget.Block {
	p.prepare(lk)
	block := p.text.Lines(max(w-1, 1))
	if p.jump {
		p.toHit()
	}
	return p.pager.Lines(lk.Theme, block, w, h)
}

// toHit scrolls to the place found, with some lines above it.
func (p *textPage) toHit() {
	hits := p.text.Hits()
	if len(hits) == 0 {
		return
	}
	p.jump = false
	p.hit = (p.hit%len(hits) + len(hits)) % len(hits)
	p.pager.To(hits[p.hit] - p.pager.Page()/3)
}

func (p *textPage) do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.NextHit, keys.PrevHit:
		if p.wanted != "" {
			p.hit += step(a == keys.NextHit)
			p.jump = true
		}
		return nil, true
	}
	return nil, scroll(&p.pager, a)
}

func (p *textPage) find(s string) bool {
	found := p.text == nil || p.text.Holds(s)
	p.wanted, p.hit, p.jump, p.text = s, 0, s != "", nil
	return found
}

// scroll moves a pager, and reports false for other actions.
func scroll(p *widget.Pager, a keys.Action) bool {
	n, ok := keys.Distance(a, p.Page(), p.Len())
	p.Scroll(n)
	return ok
}

func step(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

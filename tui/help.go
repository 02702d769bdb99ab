package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// help is the overlay that lists the keys, those that hold here first.
type help struct {
	here  []keys.Context
	text_ *widget.Text
	pager widget.Pager
}

func newHelp(lk *detail.Look, here []keys.Context) *help {
	h := &help{here: here, text_: &widget.Text{}}
	seen := map[keys.Context]bool{}
	for _, c := range here {
		seen[c] = true
		h.section(lk, c)
	}
	for _, c := range keys.Contexts() {
		if !seen[c] {
			h.section(lk, c)
		}
	}
	return h
}

// section lists the keys of one context.
func (h *help) section(lk *detail.Look, c keys.Context) {
	if h.text_.Mark() > 0 {
		h.text_.Skip()
	}
	h.text_.Para(1, widget.Run{Ink: lk.Strong, Text: c.Title()})
	for _, b := range keys.Of(c) {
		h.text_.Pair(3, 18, widget.Run{Ink: lk.Accent, Text: b.Label(!lk.Glyphs.Braille)}, widget.Run{Text: b.Help})
	}
}

func (h *help) contexts() []keys.Context { return []keys.Context{keys.Help, keys.List} }

func (h *help) do(a keys.Action) (tea.Cmd, bool) {
	if a == keys.Leave {
		return nil, true
	}
	n, _ := keys.Distance(a, h.pager.Page(), h.pager.Len())
	h.pager.Scroll(n)
	return nil, false
}

func (h *help) text(tea.Msg) tea.Cmd { return nil }

func (h *help) front(lk *detail.Look, w, height int) (widget.Block, *tea.Position) {
	inner := min(76, w-4)
	if inner < 10 || height < 5 {
		return nil, nil
	}
	lines := h.text_.Lines(inner - 1)
	block := h.pager.Lines(lk.Theme, lines, inner, min(len(lines), height-4))
	return widget.Frame(lk.Theme, "Keys", block), nil
}

package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// The least window that the dashboard fits into.
const (
	minWidth  = 60
	minHeight = 15
)

// headLines are the lines above a screen: tabs, health, rule.
const (
	headLines = 3
	nameWidth = 9  // of the name in front of the tabs
	tabsWidth = 53 // of the tabs at their closest
)

// View draws the window.
func (a *app) View() tea.View {
	content, cursor := a.draw()
	v := tea.NewView(content)
	v.AltScreen = true
	v.ReportFocus = true
	v.Cursor = cursor
	v.WindowTitle = "rwscope"
	if a.cfg.Name != "" {
		v.WindowTitle += " " + widget.Escape(a.cfg.Name)
	}
	if a.cfg.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// draw returns the window's lines, and the cursor if text is being typed.
func (a *app) draw() (string, *tea.Cursor) {
	if a.w <= 0 || a.h <= 0 {
		return "", nil
	}
	lk := a.look()
	if a.w < minWidth || a.h < minHeight {
		return strings.Join(a.tooSmall(lk), "\n"), nil
	}
	body := a.h - headLines - 1
	block := make(widget.Block, 0, a.h)
	block = append(block, a.head(lk)...)
	block = append(block, a.screens[a.on].view(lk, a.w, body)...)
	footer, cursor := a.footer(lk)
	block = append(block, footer)
	if front, ok := a.front.(window); ok {
		block, cursor = a.over(lk, block, front)
	}
	if !lk.Glyphs.Braille {
		block = block.Plain()
	}
	return strings.Join(block, "\n"), cursor
}

func (a *app) tooSmall(lk *detail.Look) widget.Block {
	text := fmt.Sprintf("rwscope needs %dx%d, this is %dx%d", minWidth, minHeight, a.w, a.h)
	block := widget.Block{widget.NewLine(a.w, widget.Ink{}).Put(lk.Warn, text).String()}
	return block.Fit(a.w, a.h)
}

// over puts an overlay in the middle.
func (a *app) over(lk *detail.Look, block widget.Block, front window) (widget.Block, *tea.Cursor) {
	top, at := front.front(lk, a.w, a.h)
	if top == nil {
		return block, nil
	}
	x, y := widget.Middle(a.w, len(block), top)
	if at == nil {
		return widget.Over(lk.Theme, block, a.w, top), nil
	}
	return widget.Over(lk.Theme, block, a.w, top), tea.NewCursor(x+at.X, y+at.Y)
}

func (a *app) head(lk *detail.Look) widget.Block {
	tabsAt := a.tabsAt()
	line := widget.NewLine(tabsAt, widget.Ink{}).Space(1).Put(lk.Strong, "rwscope").String()
	room := max(a.w-tabsAt-tabsWidth-1, 0)
	where := a.where(lk)
	if i := strings.LastIndexByte(where.Text, ':'); i > 0 && widget.Width(where.Text) >= room && a.cfg.URL != "" {
		where.Text = lk.Glyphs.Live + " " + where.Text[i:] // the port tells it from others
	}
	whereWidth := min(widget.Width(where.Text)+1, room)
	tabs := widget.Tabs(lk.Theme, a.tabs(lk), a.on, a.w-tabsAt-whereWidth)
	right := widget.NewLine(whereWidth, widget.Ink{}).Cell(where.Ink, where.Text, whereWidth-1, true, lk.Glyphs.Ellipsis).String()
	return widget.Block{line + tabs + right, a.health.line(lk, a.feed.shown.Totals, a.w, a.cfg.URL != ""), widget.Rule(lk.Theme, a.w)}
}

// tabsAt is the cell at which the tabs begin: behind the name, for which there is
// no room in the narrowest windows.
func (a *app) tabsAt() int {
	if a.w < nameWidth+tabsWidth {
		return 0
	}
	return nameWidth
}

func (a *app) tabs(lk *detail.Look) []widget.Tab {
	names := [...]string{"Requests", "Senders", "Series", "Problems", "Query"}
	tabs := make([]widget.Tab, len(names))
	for i, name := range names {
		tabs[i].Title = fmt.Sprintf("%d %s", i+1, name)
	}
	return tabs
}

// where says what is shown, and whether it moves.
func (a *app) where(lk *detail.Look) widget.Run {
	switch {
	case a.leaving:
		return widget.Run{Ink: lk.Warn, Text: "stopping" + lk.Glyphs.Ellipsis}
	case a.feed.paused:
		return widget.Run{Ink: lk.Warn, Text: lk.Glyphs.Paused + " paused  +" + figure.Count(a.feed.waiting()) + " new"}
	case a.cfg.URL == "":
		return widget.Run{Ink: lk.Muted, Text: a.cfg.Name}
	default:
		return widget.Run{Ink: lk.Good, Text: lk.Glyphs.Live + " " + strings.TrimPrefix(a.cfg.Name, "http://")}
	}
}

// footer is the prompt, or a notice, or what can be done here.
func (a *app) footer(lk *detail.Look) (string, *tea.Cursor) {
	if p, ok := a.front.(*prompt); ok {
		line, x := p.line(lk, a.w)
		return line, tea.NewCursor(x, a.h-1)
	}
	right := a.screens[a.on].status()
	room := min(widget.Width(right), a.w/2)
	if a.said.text != "" && widget.Width(a.said.text)+room+5 > a.w {
		right, room = "", 0 // the notice is what matters now
	}
	line := widget.NewLine(a.w, widget.Ink{}).Space(1)
	if a.said.text != "" {
		look := lk.Info
		if a.said.alarm {
			look = lk.Warn
		}
		line.Cell(look, a.said.text, a.w-room-4, false, lk.Glyphs.Ellipsis)
	} else {
		a.hints(lk, line, a.w-room-3)
	}
	return line.To(a.w-room-1).Cell(lk.Muted, right, room, true, lk.Glyphs.Ellipsis).String(), nil
}

// hints are the keys that the table gives a word for the footer, the innermost
// context's first. The way to the help is always among them.
func (a *app) hints(lk *detail.Look, line *widget.Line, end int) {
	seen := map[string]bool{}
	put := func(b keys.Binding, end int) {
		key := keys.Name(b.Keys[0], !lk.Glyphs.Braille)
		if b.Hint == "" || seen[key] || line.Used()+widget.Width(key)+len(b.Hint)+1 > end {
			return
		}
		seen[key] = true
		line.Put(lk.Accent, key).Space(1).Put(lk.Muted, b.Hint).Space(2)
	}
	help, _ := keys.For(keys.ShowHelp)
	if a.front != nil {
		help = keys.Binding{Keys: []string{""}}
	}
	for _, c := range a.contexts() {
		for _, b := range keys.Of(c) {
			if b.Action != keys.ShowHelp {
				put(b, end-len("? help  "))
			}
		}
	}
	put(help, end)
}

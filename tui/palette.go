package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// menu is an overlay to choose one thing of many.
type menu struct {
	title  string
	menu   *widget.Menu
	count  int
	chosen func(id string) tea.Cmd
	again  func() []widget.Choice // if it stays open: the choices as they are then
}

func newMenu(title, placeholder string, choices []widget.Choice, chosen func(id string) tea.Cmd) *menu {
	return &menu{title: title, menu: widget.NewMenu(placeholder, choices), count: len(choices), chosen: chosen}
}

func (m *menu) contexts() []keys.Context { return []keys.Context{keys.Menu} }

func (m *menu) do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Leave:
		return nil, true
	case keys.MenuDown:
		m.menu.Move(1)
	case keys.MenuUp:
		m.menu.Move(-1)
	case keys.Choose:
		if c, ok := m.menu.Chosen(); ok {
			return m.choose(c.ID)
		}
	}
	return nil, false
}

func (m *menu) choose(id string) (cmd tea.Cmd, closed bool) {
	cmd = m.chosen(id)
	if m.again == nil {
		return cmd, true
	}
	m.menu.Renew(m.again())
	return cmd, false
}

func (m *menu) text(msg tea.Msg) tea.Cmd {
	before := m.menu.Input.Value()
	cmd := m.menu.Input.Update(msg)
	if m.menu.Input.Value() != before {
		m.menu.Narrow()
	}
	return cmd
}

// maxMenu is how many lines a menu has at most; more would hide what it is about.
const maxMenu = 18

func (m *menu) front(lk *detail.Look, w, h int) (widget.Block, *tea.Position) {
	inner := min(72, w-4)
	rows := min(m.count+2, h-4, maxMenu)
	if inner < 8 || rows < 3 {
		return nil, nil
	}
	block, cursor := m.menu.Lines(lk.Theme, inner, rows)
	return widget.Frame(lk.Theme, m.title, block), &tea.Position{X: cursor + 1, Y: 1}
}

// newPalette offers all actions that hold in the given contexts.
func newPalette(lk *detail.Look, contexts []keys.Context) *menu {
	var choices []widget.Choice
	seen := map[keys.Action]bool{}
	for _, c := range contexts {
		for _, b := range keys.Of(c) {
			if seen[b.Action] || b.Action == keys.Palette {
				continue
			}
			seen[b.Action] = true
			choices = append(choices, widget.Choice{ID: string(b.Action), Title: b.Help, Note: b.Label(!lk.Glyphs.Braille)})
		}
	}
	return newMenu("Commands", "type to find one", choices, func(id string) tea.Cmd {
		return func() tea.Msg { return doMsg{keys.Action(id)} }
	})
}

package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// screen is one of the five sides of the dashboard. A screen owns its state and
// knows no other screen.
type screen interface {
	// contexts are the key contexts that hold now, the innermost first.
	contexts() []keys.Context
	// do carries an action out, and reports false if it is not for the screen, or
	// not for the screen alone.
	do(a keys.Action) (tea.Cmd, bool)
	// update handles a message that is not a key.
	update(msg tea.Msg) tea.Cmd
	// view draws the screen into w by h cells.
	view(lk *detail.Look, w, h int) widget.Block
	// status is what the footer says at its right end.
	status() string
}

// clicker is a screen that takes clicks and the wheel at a cell of its block.
type clicker interface {
	click(x, y int) tea.Cmd
}

var (
	_ clicker = (*requests)(nil)
	_ clicker = (*senders)(nil)
	_ clicker = (*series)(nil)
	_ clicker = (*problems)(nil)
	_ clicker = (*query)(nil)
)

// overlay is something in front of the screen that takes the keys.
type overlay interface {
	contexts() []keys.Context
	// do carries an action out. The overlay is closed when it says so.
	do(a keys.Action) (cmd tea.Cmd, closed bool)
	// text handles a key that is bound to nothing, and pastes.
	text(msg tea.Msg) tea.Cmd
}

// window is an overlay that is drawn in the middle of the screen. The cursor is
// nil, or a cell of the block.
type window interface {
	front(lk *detail.Look, w, h int) (widget.Block, *tea.Position)
}

// The messages with which screens ask for something outside of them.
type (
	// openMsg puts an overlay in front.
	openMsg struct{ overlay }
	// sayMsg shows a line in the footer for a while.
	sayMsg struct {
		text  string
		alarm bool
	}
	// showMsg goes to the Requests screen and filters it.
	showMsg struct{ filter string }
	// doMsg carries an action out as if its key had been pressed.
	doMsg struct{ action keys.Action }
)

func open(o overlay) tea.Cmd { return func() tea.Msg { return openMsg{o} } }

func say(text string) tea.Cmd { return func() tea.Msg { return sayMsg{text: text} } }

func complain(err error) tea.Cmd {
	return func() tea.Msg { return sayMsg{text: err.Error(), alarm: true} }
}

func show(filter string) tea.Cmd { return func() tea.Msg { return showMsg{filter} } }

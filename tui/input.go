package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// wheelPace is the least time between two events of the mouse that are let
// through, so that key presses do not wait behind a flood of them.
const wheelPace = 16 * time.Millisecond

// newFilter thins out the mouse before its events reach the queue.
func newFilter(now func() time.Time) func(tea.Model, tea.Msg) tea.Msg {
	var last time.Time
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg.(type) {
		case tea.MouseWheelMsg, tea.MouseMotionMsg:
			t := now()
			if t.Sub(last) < wheelPace {
				return nil
			}
			last = t
		}
		return msg
	}
}

// wheelRows is how far one turn of the wheel moves.
const wheelRows = 3

func (a *app) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	action := keys.Down
	if msg.Button == tea.MouseWheelUp {
		action = keys.Up
	}
	cmds := make([]tea.Cmd, wheelRows)
	for i := range cmds {
		cmds[i], _ = a.do(action)
	}
	return tea.Batch(cmds...)
}

// click opens the tab that was hit, or tells the screen.
func (a *app) click(x, y int) tea.Cmd {
	if a.front != nil || a.leaving {
		return nil
	}
	if y == 0 {
		if n, ok := widget.TabAt(a.tabs(a.look()), a.on, a.w, x-a.tabsAt()); ok {
			return a.open(n)
		}
		return nil
	}
	if c, ok := a.screens[a.on].(clicker); ok {
		return c.click(x, y-headLines)
	}
	return nil
}

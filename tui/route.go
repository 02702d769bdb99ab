package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/keys"
)

// key finds out what a key means here, and does it. Text goes to the overlay that
// is being typed into, so that no letter can be taken for a command.
func (a *app) key(msg tea.KeyPressMsg) tea.Cmd {
	if a.leaving {
		return nil
	}
	a.said.pressed()
	action, bound := keys.Find(msg.String(), a.contexts())
	switch {
	case bound:
		cmd, _ := a.do(action)
		return cmd
	case a.front != nil:
		return a.front.text(msg)
	default:
		return nil
	}
}

func (a *app) paste(msg tea.PasteMsg) tea.Cmd {
	if a.front == nil {
		return nil
	}
	return a.front.text(msg)
}

// do carries an action out in what is in front, and reports false if nobody there
// knows it.
func (a *app) do(action keys.Action) (tea.Cmd, bool) {
	if a.front != nil {
		return a.doFront(action)
	}
	cmd, ok := a.screens[a.on].do(action)
	if ok {
		return cmd, true
	}
	global, ok := a.doGlobal(action)
	return tea.Batch(cmd, global), ok
}

// doFront carries an action out in the overlay, and closes it when it is done.
func (a *app) doFront(action keys.Action) (tea.Cmd, bool) {
	front := a.front
	cmd, closed := front.do(action)
	if closed && a.front == front {
		a.front = nil
	}
	return cmd, true
}

// doGlobal carries out what holds everywhere.
func (a *app) doGlobal(action keys.Action) (tea.Cmd, bool) {
	switch action {
	case keys.Requests1, keys.Senders2, keys.Series3, keys.Problems4, keys.Query5:
		return a.open(screenOf(action)), true
	case keys.NextScreen:
		return a.open((a.on + 1) % len(a.screens)), true
	case keys.PrevScreen:
		return a.open((a.on + len(a.screens) - 1) % len(a.screens)), true
	case keys.Pause:
		return a.pause(), true
	case keys.Back:
		a.back()
	case keys.Palette:
		a.front = newPalette(a.look(), a.contexts())
	case keys.ShowHelp:
		a.front = newHelp(a.look(), a.contexts())
	case keys.Quit:
		return a.leave(), true
	default:
		return nil, false
	}
	return nil, true
}

func screenOf(action keys.Action) int {
	switch action {
	case keys.Senders2:
		return onSenders
	case keys.Series3:
		return onSeries
	case keys.Problems4:
		return onProblems
	case keys.Query5:
		return onQuery
	default:
		return onRequests
	}
}

// shownMsg tells a screen that it came to the front.
type shownMsg struct{}

// open brings a screen to the front by the user's own choice: there is nothing to
// go back to then.
func (a *app) open(n int) tea.Cmd {
	a.on, a.from = n, nil
	return a.screens[n].update(shownMsg{})
}

// jump goes to the Requests screen on behalf of another one, to which esc leads
// back.
func (a *app) jump(msg tea.Msg) tea.Cmd {
	if a.on != onRequests {
		a.from = append(a.from, a.on)
		a.on = onRequests
	}
	return a.screens[onRequests].update(msg)
}

func (a *app) back() {
	if n := len(a.from); n > 0 {
		a.on, a.from = a.from[n-1], a.from[:n-1]
	}
}

// pause stops the view, or lets it go on; receiving goes on in any case.
func (a *app) pause() tea.Cmd {
	a.feed.paused = !a.feed.paused
	if a.feed.paused {
		a.health.rest()
		return nil
	}
	return tea.Batch(a.refresh(), a.wind())
}

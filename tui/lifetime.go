package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// tickMsg comes once a second, for rates and ages.
type tickMsg time.Time

func tick() tea.Cmd { return tea.Tick(time.Second, func(t time.Time) tea.Msg { return tickMsg(t) }) }

// wind starts the clock, unless it runs already.
func (a *app) wind() tea.Cmd {
	if a.ticking {
		return nil
	}
	a.ticking = true
	return tick()
}

// tick measures, and winds the clock up again unless nobody looks.
func (a *app) tick(msg tickMsg) tea.Cmd {
	a.ticking = false
	if a.blurred || a.feed.paused {
		a.health.rest()
		return nil
	}
	a.clock.Now = time.Time(msg)
	a.health.tick(a.clock.Now, a.feed.shown)
	a.said.fade(a.clock.Now)
	return tea.Batch(a.wind(), a.each(msg))
}

// wakeUp goes on when the user looks again.
func (a *app) wakeUp() tea.Cmd {
	if !a.blurred {
		return nil
	}
	a.blurred = false
	a.clock.Now = time.Now()
	return tea.Batch(a.wind(), a.refresh())
}

// newsMsg is a notice from outside of the dashboard.
type newsMsg struct{ text string }

func waitNews(ctx context.Context, news <-chan string) tea.Cmd {
	if news == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case text, ok := <-news:
			if !ok {
				return nil
			}
			return newsMsg{text}
		case <-ctx.Done():
			return nil
		}
	}
}

type (
	// endMsg says that the program is to end.
	endMsg struct{}
	// stoppedMsg says that everything has come to rest.
	stoppedMsg struct{ err error }
)

// waitEnd turns the end of the context, a signal say, into an orderly leave.
func waitEnd(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		<-ctx.Done()
		return endMsg{}
	}
}

// stopTime is how long stopping may take.
const stopTime = 10 * time.Second

// leave is the one way out: end the commands, stop receiving and flush, quit.
func (a *app) leave() tea.Cmd {
	if a.leaving {
		return nil
	}
	a.leaving = true
	a.cancel()
	stop := a.cfg.Stop
	return func() tea.Msg {
		if stop == nil {
			return stoppedMsg{}
		}
		ctx, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		return stoppedMsg{stop(ctx)}
	}
}

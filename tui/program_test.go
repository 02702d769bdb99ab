package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

// terminal is a real program on an emulated terminal.
type terminal struct {
	*backend
	t    *testing.T
	app  *app
	em   *vt.SafeEmulator
	p    *tea.Program
	done chan error
}

// cooked is a terminal device in its usual mode, in which a line feed begins a new
// line, as Bubble Tea expects of an output whose input it does not own.
type cooked struct{ io.Writer }

func (c cooked) Write(p []byte) (int, error) {
	if _, err := c.Writer.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// start runs the dashboard as a program. It must be called in a bubble, which the
// program leaves before the test ends.
func start(t *testing.T, ctx context.Context, b *backend, cfg Config, w, h int) *terminal {
	t.Helper()
	a := newApp(ctx, cfg)
	return startModel(t, b, a, a, w, h)
}

func startModel(t *testing.T, b *backend, a *app, m tea.Model, w, h int) *terminal {
	t.Helper()
	x := &terminal{backend: b, t: t, app: a, em: vt.NewSafeEmulator(w, h), done: make(chan error, 1)}
	go func() { // what the terminal answers has to go somewhere
		buf := make([]byte, 1024)
		for {
			if _, err := x.em.Read(buf); err != nil {
				return
			}
		}
	}()
	x.p = tea.NewProgram(m, tea.WithInput(nil), tea.WithOutput(cooked{x.em}), tea.WithWindowSize(w, h),
		tea.WithColorProfile(colorprofile.ASCII), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignals())
	go func() {
		_, err := x.p.Run()
		x.done <- err
	}()
	t.Cleanup(x.close)
	x.wait(200 * time.Millisecond)
	return x
}

// close ends the program, if it did not end by itself.
func (x *terminal) close() {
	x.p.Quit()
	x.p.Wait()
	x.app.cancel()
	_ = x.em.Close()
	x.wait(2 * time.Second) // the last tick has to come, a bubble must be empty
}

// wait lets the dashboard draw what it has to draw. The message tells the race
// detector that what the test looked at before comes before what is done now.
func (x *terminal) wait(d time.Duration) {
	x.p.Send(struct{}{})
	time.Sleep(d)
	synctest.Wait()
}

func (x *terminal) press(names ...string) {
	for _, name := range names {
		if text, ok := strings.CutPrefix(name, "type:"); ok {
			for _, c := range text {
				x.p.Send(tea.KeyPressMsg{Code: c, Text: string(c)})
			}
		} else {
			x.p.Send(keyMsg(name))
		}
		x.wait(100 * time.Millisecond)
	}
}

func (x *terminal) screen() string { return plainScreen(x.em.Render()) }

func (x *terminal) mustSee(texts ...string) {
	x.t.Helper()
	got := x.screen()
	for _, want := range texts {
		if !strings.Contains(got, want) {
			x.t.Errorf("screen lacks %q:\n%s", want, got)
		}
	}
}

func (x *terminal) mustNotSee(text string) {
	x.t.Helper()
	if got := x.screen(); strings.Contains(got, text) {
		x.t.Errorf("screen has %q:\n%s", text, got)
	}
}

func program(t *testing.T, exchanges, w, h int, test func(*testing.T, *terminal)) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		b.play(t, exchanges)
		test(t, start(t, t.Context(), b, b.config(t), w, h))
	})
}

func TestRequestsAppearAsTheyCome(t *testing.T) {
	program(t, 0, 100, 30, func(t *testing.T, x *terminal) {
		x.mustSee("Waiting for the first request", "http://127.0.0.1:9201/api/v1/write")
		x.play(t, 5)
		x.wait(2 * time.Second)
		x.mustSee("5 exchanges", "following", "Prometheus/3.16.0")
		x.mustNotSee("Waiting for the first request")
	})
}

// The cursor is on an exchange, not on a line: what arrives does not move it.
func TestCursorStaysOnItsExchange(t *testing.T) {
	program(t, 40, 100, 30, func(t *testing.T, x *terminal) {
		x.press("up", "up", "up")
		on := x.app.screens[onRequests].(*requests).cursor
		x.play(t, 30)
		x.wait(time.Second)
		x.mustSee("70 exchanges")
		x.mustNotSee("following")
		if got := x.app.screens[onRequests].(*requests).cursor; got != on {
			t.Errorf("cursor moved from exchange %d to %d", on, got)
		}
		x.press("f")
		x.mustSee("following")
		if got := x.app.screens[onRequests].(*requests).cursor; got != 70 {
			t.Errorf("following, the cursor is on exchange %d, want the newest, 70", got)
		}
	})
}

// A pause freezes what is shown and counts what comes; the receiver goes on.
func TestPauseFreezesTheViewNotTheFeed(t *testing.T) {
	program(t, 10, 100, 30, func(t *testing.T, x *terminal) {
		x.press("space")
		x.play(t, 7)
		x.wait(3 * time.Second)
		x.mustSee("paused", "+7 new", "10 exchanges")
		x.press("space")
		x.mustSee("17 exchanges")
		x.mustNotSee("paused")
	})
}

func TestQuitStopsEverythingOnce(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		program(t, 3, 80, 24, func(t *testing.T, x *terminal) {
			x.press(key, key)
			x.wait(time.Second)
			if n := x.stopped.Load(); n != 1 {
				t.Errorf("%s: stopped %d times, want once", key, n)
			}
			select {
			case err := <-x.done:
				if err != nil {
					t.Errorf("%s: program ended with %v", key, err)
				}
			default:
				t.Errorf("%s: program still runs", key)
			}
		})
	}
}

// A signal ends the context, which ends the dashboard as the user would.
func TestEndOfContextStopsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		ctx, cancel := context.WithCancel(t.Context())
		x := start(t, ctx, b, b.config(t), 80, 24)
		cancel()
		x.wait(time.Second)
		if n := b.stopped.Load(); n != 1 {
			t.Errorf("stopped %d times, want once", n)
		}
		select {
		case <-x.done:
		default:
			t.Error("program still runs")
		}
	})
}

func TestErrorOfStoppingIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		cfg := b.config(t)
		want := errors.New("disk full")
		cfg.Stop = func(context.Context) error { return want }
		x := start(t, t.Context(), b, cfg, 80, 24)
		x.press("q")
		x.wait(time.Second)
		if x.app.err != want {
			t.Errorf("error is %v, want %v", x.app.err, want)
		}
	})
}

func TestWindowFollowsItsSize(t *testing.T) {
	program(t, 20, 200, 60, func(t *testing.T, x *terminal) {
		x.press("enter")
		x.mustSee("Verdict", "STORED", "│")
		x.em.Resize(80, 24)
		x.p.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
		x.wait(200 * time.Millisecond)
		x.mustSee("Verdict", "exchange 20")
		x.em.Resize(50, 10)
		x.p.Send(tea.WindowSizeMsg{Width: 50, Height: 10})
		x.wait(200 * time.Millisecond)
		x.mustSee("rwscope needs 60x15, this is 50x10")
	})
}

func TestNoticesAreShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		cfg := b.config(t)
		news := make(chan string, 1)
		cfg.Notices, cfg.News = []string{"listening on all addresses"}, news
		x := start(t, t.Context(), b, cfg, 80, 24)
		x.mustSee("listening on all addresses")
		news <- "the disk is full"
		x.wait(time.Second)
		x.mustSee("the disk is full")
		x.wait(time.Minute)
		x.mustSee("the disk is full") // until somebody has seen it
		x.press("down")
		x.mustNotSee("the disk is full")
	})
}

// Where nobody looks, nothing is drawn and no tick comes.
func TestBlurredDashboardRests(t *testing.T) {
	program(t, 5, 80, 24, func(t *testing.T, x *terminal) {
		x.p.Send(tea.BlurMsg{})
		x.wait(3 * time.Second)
		before := x.app.clock.Now
		x.wait(time.Minute)
		if after := x.app.clock.Now; after != before {
			t.Errorf("the clock went on from %v to %v", before, after)
		}
		x.p.Send(tea.FocusMsg{})
		x.wait(3 * time.Second)
		if after := x.app.clock.Now; !after.After(before.Add(time.Minute)) {
			t.Errorf("the clock stands at %v", after)
		}
	})
}

func TestMouse(t *testing.T) {
	program(t, 40, 100, 30, func(t *testing.T, x *terminal) {
		x.p.Send(tea.MouseClickMsg{X: 5, Y: 6, Button: tea.MouseLeft})
		x.wait(100 * time.Millisecond)
		s := x.app.screens[onRequests].(*requests)
		top := s.list.Top(40, int(s.cursor-1), 25)
		if s.cursor != uint64(top+3) {
			t.Errorf("a click on the third row chose exchange %d, want %d", s.cursor, top+3)
		}
		was := s.cursor
		x.p.Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		x.wait(100 * time.Millisecond)
		if s.cursor != was-wheelRows {
			t.Errorf("the wheel moved from %d to %d", was, s.cursor)
		}
		x.p.Send(tea.MouseClickMsg{X: 50, Y: 0, Button: tea.MouseLeft})
		x.wait(100 * time.Millisecond)
		x.mustSee("CAUSE", "UNTRUE", "why")
	})
}

// However often the user pauses or looks away, the clock ticks once a second.
func TestOneClock(t *testing.T) {
	program(t, 5, 80, 24, func(t *testing.T, x *terminal) {
		for range 6 {
			x.press("space")
			x.p.Send(tea.BlurMsg{})
			x.p.Send(tea.FocusMsg{})
		}
		x.wait(2 * time.Second)
		before := len(x.app.health.rates)
		x.wait(10 * time.Second)
		if n := len(x.app.health.rates) - before; n < 9 || n > 11 {
			t.Errorf("%d ticks in ten seconds", n)
		}
	})
}

package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rwscope/capture"
	"rwscope/capture/demo"
	"rwscope/decode"
	"rwscope/store"
)

// TestMain registers for signals once: the first program of a process starts the
// runtime's signal goroutine, which must not belong to a bubble.
func TestMain(m *testing.M) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Stop(c)
	os.Exit(m.Run())
}

// backend is everything behind the dashboard, for real: TSDB, judge, receiver and
// journal. Only the network is left out.
type backend struct {
	store    *store.Store
	journal  *capture.Journal
	receiver *capture.Receiver
	decoder  *decode.Decoder
	stopped  atomic.Int32
}

func newBackend(t testing.TB) *backend {
	t.Helper()
	st, err := store.Open(store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	j, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	b := &backend{store: st, journal: j, decoder: decode.NewDecoder(decode.Config{})}
	b.receiver = capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{LazyLabels: true}), Judge: st, History: j,
	})
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// RoundTrip hands a request to the receiver.
func (b *backend) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	in := req.Clone(req.Context())
	in.Body, in.RemoteAddr = io.NopCloser(bytes.NewReader(body)), "127.0.0.1:50123"
	in.RequestURI = req.URL.RequestURI()
	b.receiver.ServeHTTP(w, in)
	return w.Result(), nil
}

// play sends the first requests of the demo's programme.
func (b *backend) play(t testing.TB, count int) {
	t.Helper()
	if count == 0 {
		return
	}
	err := demo.Run(t.Context(), demo.Config{URL: "http://127.0.0.1:9201", Seed: 1, Count: count, Transport: b})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *backend) config(t testing.TB) Config {
	return Config{
		History: b.journal, Reader: b.store, Decoder: b.decoder, Name: "127.0.0.1:9201", URL: "http://127.0.0.1:9201",
		Dir: t.TempDir(), Location: time.UTC, Mouse: true,
		Stop: func(context.Context) error { b.stopped.Add(1); return nil },
	}
}

// rig runs the model without a program: commands run in goroutines of the bubble,
// and what they answer is fed back until nothing moves.
type rig struct {
	*backend
	t      testing.TB
	app    *app
	msgs   chan tea.Msg
	done   chan struct{}
	copied string // what went to the clipboard last
	quit   bool
}

// newRig must be called in a bubble.
func newRig(t *testing.T, exchanges, w, h int) *rig {
	t.Helper()
	b := newBackend(t)
	b.play(t, exchanges)
	return startRig(t, b, b.config(t), w, h)
}

func startRig(t testing.TB, b *backend, cfg Config, w, h int) *rig {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &rig{backend: b, t: t, app: newApp(ctx, cfg), msgs: make(chan tea.Msg), done: make(chan struct{})}
	t.Cleanup(func() {
		cancel()
		close(r.done)
		time.Sleep(2 * time.Second) // the last tick has to come, a bubble must be empty
	})
	r.run(r.app.Init())
	r.update(tea.WindowSizeMsg{Width: w, Height: h})
	r.settle()
	return r
}

func (r *rig) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		select {
		case r.msgs <- msg:
		case <-r.done:
		}
	}()
}

func (r *rig) update(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.run(cmd)
		}
		return
	case tea.QuitMsg:
		r.quit = true
		return
	}
	if s := fmt.Sprintf("%T", msg); s == "tea.setClipboardMsg" {
		r.copied = fmt.Sprint(msg)
		return
	}
	_, cmd := r.app.Update(msg)
	r.app.View() // as a program does after each message
	r.run(cmd)
}

// settle feeds back answers until there are none, for as long as the dashboard
// takes to look at its history.
func (r *rig) settle() {
	for range 2 {
		for {
			synctest.Wait()
			select {
			case msg := <-r.msgs:
				r.update(msg)
				continue
			default:
			}
			break
		}
		time.Sleep(pace)
	}
}

// press sends keys, and waits after each. A word that is no key's name is typed.
func (r *rig) press(keys ...string) {
	for _, k := range keys {
		if text, ok := strings.CutPrefix(k, "type:"); ok {
			for _, c := range text {
				r.update(tea.KeyPressMsg{Code: c, Text: string(c)})
			}
		} else {
			r.update(keyMsg(k))
		}
		r.settle()
	}
}

// keyMsg is the message of a key, by the name that Bubble Tea gives it.
func keyMsg(name string) tea.KeyPressMsg {
	var msg tea.KeyPressMsg
	rest := name
	for {
		if after, ok := strings.CutPrefix(rest, "ctrl+"); ok {
			rest, msg.Mod = after, msg.Mod|tea.ModCtrl
		} else if after, ok := strings.CutPrefix(rest, "shift+"); ok {
			rest, msg.Mod = after, msg.Mod|tea.ModShift
		} else {
			break
		}
	}
	if code, ok := keyCodes[rest]; ok {
		msg.Code = code
		return msg
	}
	c := []rune(rest)[0]
	msg.Code = c
	if msg.Mod == 0 {
		msg.Text = string(c)
	}
	return msg
}

var keyCodes = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter,
	"esc": tea.KeyEscape, "tab": tea.KeyTab, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
	"pgdown": tea.KeyPgDown, "space": tea.KeySpace, "f1": tea.KeyF1, "backspace": tea.KeyBackspace,
}

// screen is what is on the screen, without looks and without blanks at the ends.
func (r *rig) screen() string { return plainScreen(r.app.View().Content) }

func plainScreen(content string) string {
	lines := strings.Split(ansi.Strip(content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// mustSee fails unless all texts are on the screen.
func (r *rig) mustSee(texts ...string) {
	r.t.Helper()
	got := r.screen()
	for _, want := range texts {
		if !strings.Contains(got, want) {
			r.t.Errorf("screen lacks %q:\n%s", want, got)
		}
	}
}

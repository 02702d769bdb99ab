package tui

import (
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"rwscope/tui/keys"
)

// ways are the keys that lead to each context from the start.
var ways = map[keys.Context][]string{
	keys.Exchange: {"enter"},
	keys.Senders:  {"2"},
	keys.Series:   {"3"},
	keys.History:  {"3", "enter", "enter"},
	keys.Problems: {"4"},
	keys.Query:    {"5", "esc"},
	keys.Setups:   {"i"},
	keys.Prompt:   {"/"},
	keys.Menu:     {":"},
	keys.Help:     {"?"},
}

// walker notes what each key press is bound to, and whether whoever it is for
// carried it out.
type walker struct {
	*app
	context keys.Context
	action  keys.Action
	done    bool
}

func (w *walker) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		_, cmd := w.app.Update(msg)
		return w, cmd
	}
	w.action, w.context, w.done = "", "", false
	for _, c := range w.contexts() {
		if action, bound := keys.Find(press.String(), []keys.Context{c}); bound {
			w.action, w.context = action, c
			break
		}
	}
	if w.action == "" {
		return w, w.key(press)
	}
	cmd, done := w.do(w.action)
	w.done = done
	return w, cmd
}

// Every key of the table is pressed in a running program, in its context, and is
// carried out there.
func TestEveryKeyIsReached(t *testing.T) {
	for _, context := range keys.Contexts() {
		t.Run(string(context), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBackend(t)
				if context != keys.Idle {
					b.play(t, 40)
				}
				for _, binding := range keys.Of(context) {
					for _, key := range binding.Keys {
						pressOne(t, b, context, binding.Action, key)
					}
				}
			})
		})
	}
}

func pressOne(t *testing.T, b *backend, context keys.Context, action keys.Action, key string) {
	t.Helper()
	a := newApp(t.Context(), b.config(t))
	w := &walker{app: a}
	x := startModel(t, b, a, w, 120, 40)
	defer x.close()
	x.press(ways[context]...)
	x.press(key)
	if w.context != context || w.action != action {
		t.Errorf("%s in %s is bound to %q in %q, want %q", key, context, w.action, w.context, action)
	}
	if !w.done {
		t.Errorf("%s in %s: nobody knows how to %s", key, context, action)
	}
	if action != keys.Quit && x.screen() == "" {
		t.Errorf("%s in %s: nothing is on the screen", key, context)
	}
}

// No two bindings of a context share a key, and each says what it does.
func TestTableOfKeys(t *testing.T) {
	seen := map[string]keys.Action{}
	for _, b := range keys.Table() {
		if b.Help == "" || b.Action == "" || len(b.Keys) == 0 {
			t.Errorf("%+v is incomplete", b)
		}
		for _, k := range b.Keys {
			id := string(b.Context) + " " + k
			if other, ok := seen[id]; ok {
				t.Errorf("%s is bound to %s and to %s", id, other, b.Action)
			}
			seen[id] = b.Action
		}
	}
}

package keys_test

import (
	"flag"
	"os"
	"testing"

	_ "github.com/cockroachdb/datadriven" // defines -rewrite

	"rwscope/tui/keys"
)

const page = "../../docs/keys.md"

// docs/keys.md is equal to the table; -rewrite writes it.
func TestPage(t *testing.T) {
	want := keys.Markdown()
	if flag.Lookup("rewrite").Value.String() == "true" {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s differs from the table; run go test ./tui/keys -rewrite", page)
	}
}

func TestInnerContextsHideOuterOnes(t *testing.T) {
	for _, c := range []struct {
		key      string
		contexts []keys.Context
		want     keys.Action
	}{
		{"tab", []keys.Context{keys.Requests, keys.List, keys.Global}, keys.NextScreen},
		{"tab", []keys.Context{keys.Exchange, keys.List, keys.Global}, keys.NextTab},
		{"left", []keys.Context{keys.Requests, keys.List, keys.Global}, keys.Left},
		{"left", []keys.Context{keys.Exchange, keys.List, keys.Global}, keys.PrevTab},
		{"q", []keys.Context{keys.Prompt}, ""},
		{"q", []keys.Context{keys.Help}, keys.Leave},
	} {
		if got, _ := keys.Find(c.key, c.contexts); got != c.want {
			t.Errorf("%s in %v does %q, want %q", c.key, c.contexts, got, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	b := keys.Binding{Keys: []string{"down", "ctrl+f", "shift+tab", "j"}}
	if got, want := b.Label(false), "↓ ^f ⇧tab j"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := b.Label(true), "down ctrl+f shift+tab j"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDistance(t *testing.T) {
	for a, want := range map[keys.Action]int{
		keys.Down: 1, keys.Up: -1, keys.PageDown: 9, keys.PageUp: -9, keys.HalfDown: 5, keys.HalfUp: -5, keys.Top: -100, keys.Bottom: 100,
	} {
		if got, ok := keys.Distance(a, 10, 100); !ok || got != want {
			t.Errorf("%s moves by %d, %v, want %d", a, got, ok, want)
		}
	}
	if _, ok := keys.Distance(keys.Quit, 10, 100); ok {
		t.Error("quitting is taken for a movement")
	}
}

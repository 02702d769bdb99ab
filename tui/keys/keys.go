// Package keys is the one table of what can be done with which key and where.
// The screens, the help, the footer, the command palette, the manual and the
// tests all read it.
//
//	key press ──▶ Find(key, contexts from the innermost out) ──▶ Action ──▶ screen
//
// A binding of an inner context hides one of an outer context with the same key.
// The table does not change while the program runs.
package keys

import (
	"slices"
	"strings"
)

// Action is something that a user can do.
type Action string

// Context is where a binding holds.
type Context string

// The contexts, from the innermost outwards. A screen names those that hold at
// the moment.
const (
	Prompt   Context = "prompt"   // a line of text is being typed
	Menu     Context = "menu"     // choosing from a menu
	Help     Context = "help"     // reading the help
	Exchange Context = "exchange" // reading one exchange
	Idle     Context = "idle"     // waiting for the first request
	Setups   Context = "setup"    // reading how to point a sender here
	Requests Context = "requests"
	Senders  Context = "senders"
	Series   Context = "series"
	History  Context = "history" // one series over time
	Problems Context = "problems"
	Query    Context = "query"
	List     Context = "list" // moving in a list or a text
	Global   Context = "everywhere"
)

// Binding is one line of the table.
type Binding struct {
	Keys    []string // as Bubble Tea names them
	Action  Action
	Context Context
	Help    string // what it does, for help and palette
	// Hint is the word for the footer; the binding is not there if it is empty.
	Hint string
}

// Table returns all bindings, in the order of the help.
func Table() []Binding { return slices.Clone(table) }

// Contexts returns the contexts in the order of the help.
func Contexts() []Context {
	return []Context{Global, List, Requests, Exchange, Senders, Series, History, Problems, Query, Idle, Setups, Prompt, Menu, Help}
}

// Of returns the bindings of one context.
func Of(c Context) []Binding {
	var out []Binding
	for _, b := range table {
		if b.Context == c {
			out = append(out, b)
		}
	}
	return out
}

// Find returns the action of a key in the first of the contexts that binds it.
func Find(key string, contexts []Context) (Action, bool) {
	for _, c := range contexts {
		for i := range table {
			if table[i].Context == c && slices.Contains(table[i].Keys, key) {
				return table[i].Action, true
			}
		}
	}
	return "", false
}

// For returns the first binding of an action.
func For(a Action) (Binding, bool) {
	i := slices.IndexFunc(table, func(b Binding) bool { return b.Action == a })
	if i < 0 {
		return Binding{}, false
	}
	return table[i], true
}

// Label writes the binding's keys for people: "↓ j", or in plain ASCII.
func (b Binding) Label(ascii bool) string {
	names := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		names[i] = Name(k, ascii)
	}
	return strings.Join(names, " ")
}

// Name writes one key for people.
func Name(key string, ascii bool) string {
	if ascii {
		return key
	}
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "shift+tab":
		return "⇧tab"
	case "pgdown":
		return "pgdn"
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return "^" + rest
	}
	return key
}

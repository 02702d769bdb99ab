package keys

import (
	"fmt"
	"strings"
)

// Title names a context for people.
func (c Context) Title() string {
	switch c {
	case Global:
		return "Everywhere"
	case List:
		return "In lists and texts"
	case Exchange:
		return "In an exchange"
	case History:
		return "In a series over time"
	case Idle:
		return "While nothing has come"
	case Setups:
		return "In the senders' configurations"
	case Prompt:
		return "While typing"
	case Menu:
		return "In a menu"
	case Help:
		return "In the help"
	default:
		return "On the " + string(c) + " screen"
	}
}

// introduction is how the manual begins.
const introduction = "# The keys of the dashboard\n\n" +
	"What an inner context binds hides the same key further out. `?` shows this in the\n" +
	"dashboard, beginning with where you are; `:` finds a command by its name.\n\n" +
	"The columns, the kept filters, how list and exchange share the window, and by what\n" +
	"each list is sorted are remembered from session to session, in\n" +
	"`$XDG_STATE_HOME/rwscope/dashboard.json`, by default\n" +
	"`~/.local/state/rwscope/dashboard.json`. The file is written when the dashboard ends\n" +
	"and something was changed; delete it to begin anew. `RWSCOPE_FORGET=1` neither reads\n" +
	"nor writes it.\n"

// Markdown is the manual of the keys.
func Markdown() string {
	var b strings.Builder
	b.WriteString(introduction)
	for _, c := range Contexts() {
		fmt.Fprintf(&b, "\n## %s\n\n| keys | what they do |\n|---|---|\n", c.Title())
		for _, k := range Of(c) {
			names := make([]string, len(k.Keys))
			for i, key := range k.Keys {
				names[i] = "`" + key + "`"
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(names, " "), k.Help)
		}
	}
	return b.String()
}

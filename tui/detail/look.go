package detail

import (
	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// Look is what drawing needs: the theme and the clock. Both are replaced as a
// whole when they change.
type Look struct {
	*widget.Theme
	figure.Clock
}

// GoTo asks to open another exchange.
type GoTo struct{ ID uint64 }

// CopyText asks to put text on the clipboard. What names it for the user.
type CopyText struct{ What, Text string }

func run(ink widget.Ink, text string) widget.Run { return widget.Run{Ink: ink, Text: text} }

// clip cuts text that came from the network to what a page shows of it.
func clip(s string, cells int) string { return widget.Truncate(s, cells, "…") }

// maxShown is how many cells of one value a page shows.
const maxShown = 1024

// outcomeSign is an outcome's sign and ink.
func outcomeSign(lk *Look, o store.Outcome) (string, widget.Ink) {
	switch o {
	case store.Stored:
		return lk.Glyphs.Good, lk.Good
	case store.Duplicate:
		return lk.Glyphs.Same, lk.Muted
	case store.Rejected:
		return lk.Glyphs.Bad, lk.Bad
	case store.RolledBack:
		return lk.Glyphs.Bad, lk.Warn
	case store.Unknown:
		return lk.Glyphs.Dot, lk.Muted
	default:
		return lk.Glyphs.Unequal, lk.Warn
	}
}

// outcomeWords says what became of an item.
func outcomeWords(o store.Outcome) string {
	switch o {
	case store.Stored:
		return "stored"
	case store.Duplicate:
		return "no change"
	case store.Rejected:
		return "refused"
	case store.RolledBack:
		return "lost with a culprit"
	case store.Skipped:
		return "passed over"
	case store.Dropped:
		return "dropped silently"
	case store.Ignored:
		return "never looked at"
	default:
		return "not known"
	}
}

// LevelSign is a problem's sign and ink.
func LevelSign(lk *Look, l store.Level) (string, widget.Ink) {
	switch l {
	case store.LevelError:
		return lk.Glyphs.Bad, lk.Bad
	case store.LevelWarning:
		return lk.Glyphs.Alert, lk.Warn
	default:
		return lk.Glyphs.Dot, lk.Info
	}
}

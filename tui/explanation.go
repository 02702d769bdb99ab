package tui

import (
	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// explanation is the text below a list, on the row under the cursor. It can have the
// whole window: then it is what the keys scroll.
type explanation struct {
	pager widget.Pager
	whole bool
}

// do carries an action out, and reports false if it is not for the text.
func (e *explanation) do(a keys.Action) bool {
	switch {
	case a == keys.Zoom:
		e.whole = !e.whole
	case !e.whole:
		return false
	case a == keys.Back:
		e.whole = false
	default:
		n, ok := keys.Distance(a, e.pager.Page(), e.pager.Len())
		e.pager.Scroll(n)
		return ok
	}
	return true
}

// begin goes to the beginning of another row's text.
func (e *explanation) begin() { e.pager.To(0) }

// lines draws the part of the text in sight.
func (e *explanation) lines(lk *detail.Look, t *widget.Text, w, h int) widget.Block {
	return e.pager.Lines(lk.Theme, t.Lines(w-1), w, h)
}

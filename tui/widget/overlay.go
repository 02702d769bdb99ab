package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Frame puts a border with a title around a block.
func Frame(t *Theme, title string, b Block) Block {
	if len(b) == 0 {
		return b
	}
	inner := ansi.StringWidth(b[0])
	g := t.Glyphs
	out := make(Block, 0, len(b)+2)
	top := NewLine(inner+2, Ink{}).Put(t.Faint, g.TopLeft+g.Horizontal)
	if title != "" {
		top.Put(t.Faint, " ").Cell(t.Strong, title, min(Width(title), max(inner-4, 0)), false, g.Ellipsis).Put(t.Faint, " ")
	}
	out = append(out, rule(t, top, 1).Put(t.Faint, g.TopRight).String())
	side := NewLine(1, Ink{}).Put(t.Faint, g.Vertical).String()
	for _, line := range b {
		out = append(out, side+line+side)
	}
	bottom := NewLine(inner+2, Ink{}).Put(t.Faint, g.BottomLeft)
	return append(out, rule(t, bottom, 1).Put(t.Faint, g.BottomRight).String())
}

// Rule is a horizontal line of width w.
func Rule(t *Theme, w int) string { return rule(t, NewLine(w, Ink{}), 0).String() }

// rule draws a horizontal line up to the last keep cells.
func rule(t *Theme, line *Line, keep int) *Line {
	for line.Room() > keep {
		line.Put(t.Faint, t.Glyphs.Horizontal)
	}
	return line
}

// Separator is the piece of line between two blocks that stand beside each other.
func Separator(t *Theme) string {
	return NewLine(1, Ink{}).Put(t.Faint, t.Glyphs.Vertical).String()
}

// Middle is the cell at which a block begins that stands in the middle of w by h
// cells.
func Middle(w, h int, front Block) (x, y int) {
	if len(front) == 0 {
		return 0, 0
	}
	return max((w-ansi.StringWidth(front[0]))/2, 0), max((h-len(front))/2, 0)
}

// Over puts a block in the middle of another one, which loses its colours, so
// that the eye goes to what is in front. What does not fit is cut.
func Over(t *Theme, back Block, w int, front Block) Block {
	if len(front) == 0 {
		return back
	}
	fw := min(ansi.StringWidth(front[0]), w)
	x, y := Middle(w, len(back), front)
	out := make(Block, len(back))
	for i, line := range back {
		faded := ansi.Strip(line)
		if i < y || i >= y+len(front) {
			out[i] = fade(t, faded)
			continue
		}
		left, right := ansi.Cut(faded, 0, x), ansi.Cut(faded, x+fw, w)
		left += blanks(x - ansi.StringWidth(left)) // a wide character may stand on the edge
		right = blanks(w-x-fw-ansi.StringWidth(right)) + right
		middle := ansi.Cut(front[i-y], 0, fw)
		middle += reset + blanks(fw-ansi.StringWidth(middle))
		out[i] = fade(t, left) + middle + fade(t, right)
	}
	return out
}

func fade(t *Theme, s string) string {
	if s == "" || t.Faint.open == "" {
		return s
	}
	return t.Faint.open + s + reset
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

package widget

import "strings"

// Block is a rectangle of terminal cells: strings of one and the same width.
type Block []string

const reset = "\x1b[m"

// Ink is how a run of text looks. The zero Ink is the terminal's own look.
type Ink struct {
	open string // the SGR sequence that switches it on
	// solo inks are not mixed with others: reversed text keeps one look all along
	// the line, or colours would turn into blotches.
	solo bool
}

// Line builds one line of a Block. Text goes in from the left; what does not fit
// is cut, and what is left over is filled with blanks.
type Line struct {
	buf         []byte
	width, used int
	base        Ink
	current     string // the SGR sequence in force
}

// NewLine starts a line of the given width. The base lies under all of its text:
// a selected row's background.
func NewLine(width int, base Ink) *Line {
	l := &Line{buf: make([]byte, 0, width+32), width: max(width, 0), base: base}
	return l
}

// Reset starts another line in the same memory.
func (l *Line) Reset(width int, base Ink) {
	l.buf, l.width, l.used, l.base, l.current = l.buf[:0], max(width, 0), 0, base, ""
}

// Room is how many cells are left.
func (l *Line) Room() int { return l.width - l.used }

// Used is how many cells are taken.
func (l *Line) Used() int { return l.used }

// Put appends text, escaped, in the given ink.
func (l *Line) Put(ink Ink, text string) *Line {
	if text == "" || l.used >= l.width {
		return l
	}
	l.switchTo(ink)
	var n int
	l.buf, n, _ = appendFit(l.buf, text, l.width-l.used)
	l.used += n
	return l
}

// Cell appends text cut or padded to exactly width cells.
func (l *Line) Cell(ink Ink, text string, width int, right bool, tail string) *Line {
	width = min(width, l.width-l.used)
	if width <= 0 {
		return l
	}
	if plain(text) && len(text) <= width {
		if right {
			l.Space(width - len(text))
		}
		l.switchTo(ink)
		l.buf = append(l.buf, text...)
		l.used += len(text)
		if !right {
			l.Space(width - len(text))
		}
		return l
	}
	return l.wideCell(ink, text, width, right, tail)
}

// wideCell is Cell for text that has to be measured or cut.
func (l *Line) wideCell(ink Ink, text string, width int, right bool, tail string) *Line {
	if right {
		l.Space(width - min(width, Width(text)))
	}
	l.switchTo(ink)
	start := l.used
	end := start + width
	if right {
		end = start + min(width, Width(text))
	}
	var n int
	l.buf, n = appendCut(l.buf, text, end-start, tail)
	l.used += n
	l.Space(end - l.used)
	return l
}

// Space appends blanks.
func (l *Line) Space(n int) *Line {
	n = min(n, l.width-l.used)
	if n <= 0 {
		return l
	}
	l.switchTo(Ink{})
	for range n {
		l.buf = append(l.buf, ' ')
	}
	l.used += n
	return l
}

// To appends blanks up to column x.
func (l *Line) To(x int) *Line { return l.Space(x - l.used) }

// String fills the rest of the line and returns it.
func (l *Line) String() string {
	l.Space(l.width - l.used)
	if l.current != "" {
		l.buf = append(l.buf, reset...)
		l.current = ""
	}
	return string(l.buf)
}

// switchTo makes what follows look like ink on the line's base.
func (l *Line) switchTo(ink Ink) {
	want := ink.open
	if l.base.open != "" {
		if want = l.base.open; !l.base.solo {
			want += ink.open
		}
	}
	if want == l.current {
		return
	}
	if l.current != "" {
		l.buf = append(l.buf, reset...)
	}
	l.buf = append(l.buf, want...)
	l.current = want
}

// Blank is an empty block.
func Blank(w, h int) Block {
	b := make(Block, max(h, 0))
	line := strings.Repeat(" ", max(w, 0))
	for i := range b {
		b[i] = line
	}
	return b
}

// Fit cuts the block to h lines or adds blank ones of width w.
func (b Block) Fit(w, h int) Block {
	h = max(h, 0)
	if len(b) >= h {
		return b[:h]
	}
	return append(b, Blank(w, h-len(b))...)
}

// Stack puts blocks of one width above each other.
func Stack(blocks ...Block) Block {
	var out Block
	for _, b := range blocks {
		out = append(out, b...)
	}
	return out
}

// Beside puts two blocks of one height next to each other, with a separator
// between that must be a finished piece of line.
func Beside(left Block, separator string, right Block) Block {
	out := make(Block, min(len(left), len(right)))
	for i := range out {
		out[i] = left[i] + separator + right[i]
	}
	return out
}

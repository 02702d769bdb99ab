package widget

import (
	"slices"
	"strings"
)

// Run is text in one look.
type Run struct {
	Ink  Ink
	Text string
	// Whole keeps the run on one line, as if it were one word.
	Whole bool
}

// Text is a document of paragraphs that wrap at any width. It is built once and
// drawn at the width there is.
type Text struct {
	parts []part
	find  string
	mark  Ink

	width  int // that lines belong to
	lines  Block
	starts []int // first line of each part
	hits   []int // lines on which find stands
}

// part is one paragraph, or a drawing that adapts to the width.
type part struct {
	runs         []Run
	indent, hang int // of the first line, of the others
	column       int // cell at which the second run begins; 0: behind the first
	draw         func(w int) Block
}

// Para adds a paragraph that is indented by n cells.
func (x *Text) Para(n int, runs ...Run) { x.add(part{runs: runs, indent: n, hang: n}) }

// Hang adds a paragraph whose lines after the first are indented deeper.
func (x *Text) Hang(indent, hang int, runs ...Run) {
	x.add(part{runs: runs, indent: indent, hang: hang})
}

// Pair adds a label and what belongs to it in a column of its own.
func (x *Text) Pair(indent, labelWidth int, label Run, runs ...Run) {
	column := indent + max(labelWidth, Width(label.Text)+1)
	label.Whole = true
	x.add(part{runs: append([]Run{label}, runs...), indent: indent, hang: column, column: column})
}

// Skip adds an empty line.
func (x *Text) Skip() { x.add(part{}) }

// Draw adds a drawing.
func (x *Text) Draw(draw func(w int) Block) { x.add(part{draw: draw}) }

// Mark names the place after what was added so far; see [Text.Line].
func (x *Text) Mark() int { return len(x.parts) }

func (x *Text) add(p part) {
	x.parts = append(x.parts, p)
	x.width = 0
}

// Find highlights what contains the string, without regard to case; an empty
// string ends that.
func (x *Text) Find(s string, mark Ink) {
	x.find, x.mark, x.width = strings.ToLower(s), mark, 0
}

// Holds reports whether Find would highlight anything.
func (x *Text) Holds(s string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(x.parts, func(p part) bool {
		return slices.ContainsFunc(p.runs, func(r Run) bool { return strings.Contains(strings.ToLower(r.Text), s) })
	})
}

// Hits are the lines on which the string given to Find stands, at the width last
// drawn.
func (x *Text) Hits() []int { return x.hits }

// Lines is the document at width w.
func (x *Text) Lines(w int) Block {
	if x.width == w && x.lines != nil {
		return x.lines
	}
	x.width, x.lines, x.starts, x.hits = w, Block{}, nil, nil
	for i := range x.parts {
		x.starts = append(x.starts, len(x.lines))
		x.lay(&x.parts[i], w)
	}
	return x.lines
}

// Line is the first line of a place given out by Mark.
func (x *Text) Line(mark, w int) int {
	x.Lines(w)
	if mark >= len(x.starts) {
		return len(x.lines)
	}
	return x.starts[mark]
}

func (x *Text) lay(p *part, w int) {
	if p.draw != nil {
		x.lines = append(x.lines, p.draw(w)...)
		return
	}
	wr := wrapper{width: w, part: p}
	for i, r := range p.runs {
		if i == 1 && p.column > 0 {
			wr.to(p.column)
		}
		for _, piece := range x.split(r) {
			if piece.hit && (len(x.hits) == 0 || x.hits[len(x.hits)-1] != len(x.lines)+len(wr.out)) {
				x.hits = append(x.hits, len(x.lines)+len(wr.out))
			}
			wr.run(piece.Run)
		}
	}
	x.lines = append(x.lines, wr.finish()...)
}

// found is a piece of a run, set apart where it is what Find looks for.
type found struct {
	Run
	hit bool
}

func (x *Text) split(r Run) []found {
	if x.find == "" {
		return []found{{Run: r}}
	}
	var out []found
	text := r.Text
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // folding moved the bytes: offsets would lie
		lower = text
	}
	for {
		i := strings.Index(lower, x.find)
		if i < 0 {
			return append(out, found{Run: Run{r.Ink, text, r.Whole}})
		}
		end := i + len(x.find)
		out = append(out, found{Run: Run{r.Ink, text[:i], r.Whole}}, found{Run: Run{x.mark, text[i:end], r.Whole}, hit: true})
		text, lower = text[end:], lower[end:]
	}
}

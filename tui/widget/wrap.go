package widget

import "strings"

// wrapper breaks runs into lines between words, and inside a word that is longer
// than a whole line.
type wrapper struct {
	part  *part
	width int
	line  *Line
	out   Block
}

func (w *wrapper) run(r Run) {
	if w.line == nil {
		w.start()
	}
	if r.Whole {
		w.word(r.Ink, r.Text)
		return
	}
	for text := r.Text; text != ""; {
		if text[0] == ' ' {
			n := len(text) - len(strings.TrimLeft(text, " "))
			w.blanks(r.Ink, n)
			text = text[n:]
			continue
		}
		end := strings.IndexByte(text, ' ')
		if end < 0 {
			end = len(text)
		}
		w.word(r.Ink, text[:end])
		text = text[end:]
	}
}

// to goes on at a column.
func (w *wrapper) to(column int) {
	if w.line == nil {
		w.start()
	}
	w.line.To(column)
}

// blanks are dropped where a line begins anew.
func (w *wrapper) blanks(look Ink, n int) {
	if w.line.Used() > w.left() || len(w.out) == 0 {
		w.line.Put(look, strings.Repeat(" ", min(n, w.line.Room())))
	}
}

func (w *wrapper) word(look Ink, word string) {
	if w.line.Used() > max(w.left(), w.part.hang) && !fits(word, w.line.Room()) {
		w.turn() // where the next line has more room
	}
	for {
		before := w.line.Used()
		w.line.switchTo(look)
		var cells, taken int
		w.line.buf, cells, taken = appendFit(w.line.buf, word, w.line.Room())
		w.line.used += cells
		if taken == len(word) || w.left() >= w.width {
			return
		}
		if taken == 0 && before <= w.left() { // not even one character fits
			return
		}
		word = word[taken:]
		w.turn()
	}
}

// fits reports whether s takes at most so many cells. It looks no further.
func fits(s string, cells int) bool {
	_, _, taken := appendFit(nil, s, cells)
	return taken == len(s)
}

// left is the indentation of the current line.
func (w *wrapper) left() int {
	if len(w.out) == 0 {
		return w.part.indent
	}
	return w.part.hang
}

func (w *wrapper) start() {
	w.line = NewLine(w.width, Ink{})
	w.line.Space(w.left())
}

func (w *wrapper) turn() {
	w.out = append(w.out, w.line.String())
	w.start()
}

func (w *wrapper) finish() Block {
	if w.line == nil {
		w.start()
	}
	return append(w.out, w.line.String())
}

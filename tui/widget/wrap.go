package widget

import "strings"

// wrapper breaks runs into lines between words, and inside a word that is longer
// than a whole line. A no-break space keeps what it joins together.
type wrapper struct {
	part  *part
	width int
	line  *Line
	out   Block
}

func (w *wrapper) run(r Run) {
	text := r.Text
	for text != "" {
		if w.line == nil {
			w.start()
		}
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

// blanks are dropped where a line begins anew.
func (w *wrapper) blanks(look Ink, n int) {
	if w.line.Used() > w.left() || len(w.out) == 0 {
		w.line.Put(look, strings.Repeat(" ", min(n, w.line.Room())))
	}
}

func (w *wrapper) word(look Ink, word string) {
	word = strings.ReplaceAll(word, "\u00a0", " ")
	if Width(word) > w.line.Room() && w.line.Used() > w.left() {
		w.turn()
	}
	for {
		before := w.line.Used()
		w.line.switchTo(look)
		var n int
		w.line.buf, n, _ = appendFit(w.line.buf, word, w.line.Room())
		w.line.used = before + n
		done := consumed(word, n)
		if done == len(word) || w.left() >= w.width {
			return
		}
		if done == 0 && before <= w.left() { // not even one character fits
			return
		}
		word = word[done:]
		w.turn()
	}
}

// consumed is how many bytes of s the first cells of it are.
func consumed(s string, cells int) int {
	if plain(s) {
		return cells
	}
	done := 0
	for done < len(s) && cells > 0 {
		piece, _ := splitCluster(s[done:])
		_, n, _ := appendCluster(nil, piece, cells)
		if n == 0 {
			break
		}
		cells -= n
		done += len(piece)
	}
	return done
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

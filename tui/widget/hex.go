package widget

// Mark is a range of bytes that a Hex dump sets apart.
type Mark struct {
	From, To int
	Ink      Ink
}

// Hex dumps bytes, a fixed number in each row. It draws only the rows in sight.
type Hex struct {
	Data  []byte
	Marks []Mark // later ones win
	Pager Pager
}

// PerRow is how many bytes a row of w cells shows: 16, 8 or 4.
func (x *Hex) PerRow(w int) int {
	for _, n := range []int{16, 8} {
		if hexWidth(n) <= w {
			return n
		}
	}
	return 4
}

// hexWidth is the width of a row of n bytes: offset, bytes in groups of eight,
// text, and the scroll bar.
func hexWidth(n int) int { return 9 + 3*n + n/8 + 1 + n + 1 }

// Show scrolls to the bytes from up to before to.
func (x *Hex) Show(from, to, w int) {
	per := x.PerRow(w)
	x.Pager.Show(from/per, min((to+per-1)/per, from/per+x.Pager.Page()))
}

// Lines draws the dump.
func (x *Hex) Lines(t *Theme, w, h int) Block {
	per := x.PerRow(w)
	rows := (len(x.Data) + per - 1) / per
	x.Pager.height, x.Pager.length = h, rows
	x.Pager.To(x.Pager.top)
	if w <= 0 || h <= 0 {
		return Blank(w, h)
	}
	out := make(Block, 0, h)
	line := NewLine(w-1, Ink{})
	for r := x.Pager.top; r < min(x.Pager.top+h, rows); r++ {
		line.Reset(w-1, Ink{})
		x.row(t, line, r*per, per)
		out = append(out, line.String())
	}
	return Beside(out.Fit(w-1, h), "", ScrollBar(t, h, x.Pager.top, rows))
}

func (x *Hex) row(t *Theme, line *Line, at, per int) {
	const digits = "0123456789abcdef"
	var offset [8]byte
	for i := range offset {
		offset[i] = digits[at>>(4*(7-i))&15]
	}
	line.Put(t.Muted, string(offset[2:])).Space(2)
	start := line.Used()
	for i := at; i < min(at+per, len(x.Data)); i++ {
		if i > at && (i-at)%8 == 0 {
			line.Space(1)
		}
		c := x.Data[i]
		line.Put(x.look(t, i), string([]byte{digits[c>>4], digits[c&15]})).Space(1)
	}
	line.To(start + 3*per + per/8)
	for i := at; i < min(at+per, len(x.Data)); i++ {
		c := x.Data[i]
		if c < ' ' || c > '~' {
			line.Put(t.Faint, t.Glyphs.Dot)
			continue
		}
		line.Put(x.look(t, i), string(rune(c)))
	}
}

func (x *Hex) look(t *Theme, i int) Ink {
	for m := len(x.Marks) - 1; m >= 0; m-- {
		if i >= x.Marks[m].From && i < x.Marks[m].To {
			return x.Marks[m].Ink
		}
	}
	if x.Data[i] == 0 {
		return t.Muted
	}
	return t.Text
}

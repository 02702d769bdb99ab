package widget

// Pager scrolls through a block that is taller than its window.
type Pager struct {
	top    int
	height int
	length int
}

// Scroll moves the window by n lines.
func (p *Pager) Scroll(n int) { p.To(p.top + n) }

// To moves the window so that line n is the first one, as far as it goes.
func (p *Pager) To(n int) { p.top = min(max(n, 0), max(p.length-p.height, 0)) }

// Show moves the window just so far that lines from up to before to are in it.
func (p *Pager) Show(from, to int) {
	if to > p.top+p.height {
		p.top = to - p.height
	}
	if from < p.top {
		p.top = from
	}
	p.top = max(p.top, 0)
}

// Page is how many lines the window last showed.
func (p *Pager) Page() int { return max(p.height, 1) }

// Len is how many lines there were when the window was last drawn.
func (p *Pager) Len() int { return p.length }

// Top is the first line in the window.
func (p *Pager) Top() int { return p.top }

// Lines is the part of the block in the window, with a scroll bar in the last
// column when there is more. The block's lines are w-1 cells wide.
func (p *Pager) Lines(t *Theme, b Block, w, h int) Block {
	p.height, p.length = h, len(b)
	p.To(p.top)
	if w <= 0 || h <= 0 {
		return Blank(w, h)
	}
	out := make(Block, 0, h)
	for i := p.top; i < min(p.top+h, len(b)); i++ {
		out = append(out, b[i])
	}
	out = out.Fit(w-1, h)
	return Beside(out, "", ScrollBar(t, h, p.top, len(b)))
}

// ScrollBar is one column that shows which h of length lines are in sight.
func ScrollBar(t *Theme, h, top, length int) Block {
	out := make(Block, h)
	if length <= h {
		return Blank(1, h)
	}
	size := max(h*h/length, 1)
	from := (h - size) * top / (length - h)
	for i := range out {
		line := NewLine(1, Ink{})
		if i >= from && i < from+size {
			line.Put(t.Muted, t.Glyphs.Thumb)
		}
		out[i] = line.String()
	}
	return out
}

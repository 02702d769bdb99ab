package widget

import "math"

// Point is one point of a Curve.
type Point struct{ X, Y float64 }

// Curve is one line of a Chart, its points in order of X. A Y that is not a
// finite number is a gap.
type Curve struct {
	Points []Point
	Ink    Ink
}

// Chart draws curves over common axes. The scales span all points; Y includes
// zero when FromZero is set.
type Chart struct {
	Curves   []Curve
	From, To float64 // of the X axis; from the points when both are 0
	FromZero bool
	// FormatX and FormatY put an axis' value into words.
	FormatX, FormatY func(float64) string
}

// Lines draws the chart into w by h cells, of which the last line is the X axis.
func (c *Chart) Lines(t *Theme, w, h int) Block {
	box, ok := c.bounds()
	if !ok || w < 12 || h < 4 {
		return Blank(w, h)
	}
	hi, lo := c.FormatY(box.y1), c.FormatY(box.y0)
	margin := max(Width(hi), Width(lo)) + 2
	if margin > w/2 {
		margin = 0
	}
	grid := newDots(w-margin, h-1)
	for i := range c.Curves {
		grid.curve(&c.Curves[i], box, i)
	}
	out := make(Block, 0, h)
	for y := range h - 1 {
		line := NewLine(w, Ink{})
		line.Cell(t.Muted, c.yLabel(box, y, h-1), margin-1, true, "").To(margin)
		grid.put(t, line, c.Curves, y)
		out = append(out, line.String())
	}
	return append(out, c.xAxis(t, box, margin, w))
}

// extent is the part of the plane that a chart shows.
type extent struct{ x0, x1, y0, y1 float64 }

func (c *Chart) bounds() (extent, bool) {
	b := extent{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, curve := range c.Curves {
		for _, p := range curve.Points {
			if !finite(p.Y) {
				continue
			}
			b.x0, b.x1 = math.Min(b.x0, p.X), math.Max(b.x1, p.X)
			b.y0, b.y1 = math.Min(b.y0, p.Y), math.Max(b.y1, p.Y)
		}
	}
	if math.IsInf(b.x0, 1) {
		return b, false
	}
	if c.From != 0 || c.To != 0 {
		b.x0, b.x1 = c.From, c.To
	}
	if c.FromZero {
		b.y0, b.y1 = math.Min(b.y0, 0), math.Max(b.y1, 0)
	}
	return b.widened(), true
}

// widened gives an extent without height or width some, so that a flat line runs
// through the middle.
func (b extent) widened() extent {
	if !(b.x1 > b.x0) {
		b.x0, b.x1 = b.x0-1, b.x0+1
	}
	if !(b.y1 > b.y0) {
		room := math.Max(math.Abs(b.y0)*0.1, 1e-9)
		if b.y0 == 0 {
			room = 1
		}
		b.y0, b.y1 = b.y0-room, b.y1+room
	}
	return b
}

func (c *Chart) yLabel(b extent, y, h int) string {
	switch y {
	case 0:
		return c.FormatY(b.y1)
	case h - 1:
		return c.FormatY(b.y0)
	case (h - 1) / 2:
		if h >= 5 {
			return c.FormatY(b.y1 + (b.y0-b.y1)*float64(y)/float64(h-1))
		}
	}
	return ""
}

func (c *Chart) xAxis(t *Theme, b extent, margin, w int) string {
	from, to := c.FormatX(b.x0), c.FormatX(b.x1)
	line := NewLine(w, Ink{}).Space(margin).Put(t.Muted, from)
	if room := line.Room() - Width(to); room > 0 {
		line.Space(room).Put(t.Muted, to)
	}
	return line.String()
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

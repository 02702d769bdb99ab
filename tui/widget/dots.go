package widget

import "math"

// dots is a grid of braille cells, 2 dots wide and 4 high each. A cell has the
// colour of the curve that touched it last.
type dots struct {
	w, h  int // in cells
	bits  []uint8
	owner []int16
}

// brailleBit is the bit of the dot in column x, row y of a braille cell.
var brailleBit = [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

func newDots(w, h int) *dots {
	return &dots{w: w, h: h, bits: make([]uint8, w*h), owner: make([]int16, w*h)}
}

func (d *dots) set(x, y, owner int) {
	if x < 0 || y < 0 || x >= 2*d.w || y >= 4*d.h {
		return
	}
	i := y/4*d.w + x/2
	d.bits[i] |= brailleBit[y%4][x%2]
	d.owner[i] = int16(owner)
}

// curve draws a curve's points, joined where nothing is missing between them.
func (d *dots) curve(c *Curve, b extent, owner int) {
	sx := float64(2*d.w-1) / (b.x1 - b.x0)
	sy := float64(4*d.h-1) / (b.y1 - b.y0)
	joined, px, py := false, 0, 0
	for _, p := range c.Points {
		if !finite(p.Y) || p.X < b.x0 || p.X > b.x1 {
			joined = false
			continue
		}
		x := int(math.Round((p.X - b.x0) * sx))
		y := int(math.Round((b.y1 - p.Y) * sy))
		if joined {
			d.line(px, py, x, y, owner)
		} else {
			d.set(x, y, owner)
		}
		joined, px, py = true, x, y
	}
}

// line joins two dots (Bresenham).
func (d *dots) line(x0, y0, x1, y1, owner int) {
	dx, dy := abs(x1-x0), -abs(y1-y0)
	stepX, stepY := sign(x1-x0), sign(y1-y0)
	err := dx + dy
	for {
		d.set(x0, y0, owner)
		if x0 == x1 && y0 == y1 {
			return
		}
		if 2*err >= dy {
			err += dy
			x0 += stepX
		} else {
			err += dx
			y0 += stepY
		}
	}
}

// put writes row y of the grid.
func (d *dots) put(t *Theme, line *Line, curves []Curve, y int) {
	for x := range d.w {
		i := y*d.w + x
		switch {
		case d.bits[i] == 0:
			line.Space(1)
		case t.Glyphs.Braille:
			line.Put(curves[d.owner[i]].Ink, string(rune(0x2800+int(d.bits[i]))))
		default:
			line.Put(curves[d.owner[i]].Ink, "*")
		}
	}
}

func abs(n int) int { return max(n, -n) }

func sign(n int) int { return min(max(n, -1), 1) }

package widget

import "math"

// Heat draws amounts by two measures as shades: a moment is a column, a band of
// values a row. Bands that do not fit are put together with their neighbours, and
// where there is room for more, rows are higher.
type Heat struct {
	Labels  []string // of the bands, the lowest first
	Moments []Moment // in order of X
	From    float64  // of the X axis
	To      float64
	Step    float64 // how long a moment lasts, if no other follows
	// FormatX and Format put a moment and an amount into words.
	FormatX, Format func(float64) string
}

// Moment is a column of a Heat: an amount for each band. What is not above zero is
// not drawn.
type Moment struct {
	X       float64
	Amounts []float64
}

// Lines draws the map into w by h cells, of which the last line is the X axis and
// tells the darkest shade's amount.
func (m *Heat) Lines(t *Theme, w, h int) Block {
	if w < 12 || h < 3 || len(m.Labels) == 0 || !(m.To > m.From) {
		return Blank(w, h)
	}
	per := (len(m.Labels) + h - 2) / (h - 1) // bands in a row
	rows := (len(m.Labels) + per - 1) / per
	margin := 0
	for row := range rows {
		margin = max(margin, Width(m.label(row, per)))
	}
	margin = min(margin, w/2) + 1
	cells, top := m.cells(rows, per, w-margin)
	out := make(Block, 0, h)
	tall := (h - 1) / rows
	for row := rows - 1; row >= 0; row-- {
		label := m.label(row, per)
		for range tall {
			line := NewLine(w, Ink{}).Cell(t.Muted, label, margin-1, true, t.Glyphs.Ellipsis).Space(1)
			for _, column := range cells {
				line.Put(t.Accent, sparkStep(t.Glyphs.Shade, column[row], top))
			}
			out = append(out, line.String())
			label = "" // only the first line is at the upper bound
		}
	}
	return append(out, m.axis(t, top, margin, w)).Fit(w, h)
}

// label is that of the highest band in a row.
func (m *Heat) label(row, per int) string {
	return m.Labels[min((row+1)*per, len(m.Labels))-1]
}

// cells are the amounts of each column by row, and the greatest of them.
// The moments that share a column are averaged, so that it is no darker for being
// measured more often.
func (m *Heat) cells(rows, per, columns int) (cells [][]float64, top float64) {
	cells = make([][]float64, max(columns, 0))
	width := (m.To - m.From) / float64(columns)
	next := 0
	for i := range cells {
		end := m.From + float64(i+1)*width
		first := next
		for next < len(m.Moments) && (m.Moments[next].X < end || i == columns-1) {
			next++
		}
		if first == next && next > 0 && end-width-m.Moments[next-1].X < m.Step {
			first = next - 1 // it still lasts
		}
		cells[i] = mean(m.Moments[first:next], rows, per)
		for _, v := range cells[i] {
			top = math.Max(top, v)
		}
	}
	return cells, top
}

// mean puts the bands of each moment together in rows.
func mean(moments []Moment, rows, per int) []float64 {
	out := make([]float64, rows)
	for _, m := range moments {
		for band, v := range m.Amounts {
			if row := band / per; row < rows && v > 0 && finite(v) {
				out[row] += v / float64(len(moments))
			}
		}
	}
	return out
}

func (m *Heat) axis(t *Theme, top float64, margin, w int) string {
	steps := t.Glyphs.Shade
	line := NewLine(w, Ink{}).Space(margin).Put(t.Muted, m.FormatX(m.From))
	scale, to := " up to "+m.Format(top), m.FormatX(m.To)
	if room := line.Room() - Width(to) - 1 - Width(scale); room > 4 {
		line.Space(room/2).Put(t.Accent, steps[len(steps)-1]).Put(t.Muted, scale)
	}
	if room := line.Room() - Width(to); room > 0 {
		line.Space(room).Put(t.Muted, to)
	}
	return line.String()
}

package widget

// BarRow is one bar of a bar chart.
type BarRow struct {
	Label string
	Value float64
	Note  string // the value in words
	Ink   Ink
}

// Bars draws rows of horizontal bars with a common scale. The longest bar takes
// what is left beside the labels and notes.
func Bars(t *Theme, rows []BarRow, indent, w int) Block {
	labels, notes, top := 0, 0, 0.0
	for _, r := range rows {
		labels = max(labels, Width(r.Label))
		notes = max(notes, Width(r.Note))
		top = max(top, r.Value)
	}
	labels = min(labels, w/2)
	room := max(w-indent-labels-notes-3, 4)
	out := make(Block, 0, len(rows))
	for _, r := range rows {
		line := NewLine(w, Ink{}).Space(indent)
		line.Cell(t.Muted, r.Label, labels, true, t.Glyphs.Ellipsis).Space(1)
		if top > 0 {
			line.Put(r.Ink, Bar(t, r.Value/top, room))
		}
		line.Space(1).Put(Ink{}, r.Note)
		out = append(out, line.String())
	}
	return out
}

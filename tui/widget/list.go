package widget

// Column is one column of a List.
type Column struct {
	Title string
	Min   int  // cells
	Max   int  // cells; 0: as many as Min
	Right bool // align to the right
	// Rank says what goes first when the list is narrow: the highest rank. Columns
	// of rank 0 stay.
	Rank int
}

// Row is one row of a List, filled in by the list's owner. Cells stand in the
// order of the columns, whether they are shown or not.
type Row struct {
	Cells []Cell
	Base  Ink // under the whole row
}

// Cell is the text of one column.
type Cell struct {
	Ink  Ink
	Text string
}

// Put adds the next cell.
func (r *Row) Put(ink Ink, text string) { r.Cells = append(r.Cells, Cell{ink, text}) }

// List shows rows by index out of any number of them and knows none of them:
// the owner keeps the cursor and hands out the rows that are on the screen. What
// the list keeps is at which height the cursor stands, so that the screen stays
// still when rows come and go around the cursor's own.
type List struct {
	Columns []Column
	// Sorted is the column that the rows are sorted by, -1 for none.
	Sorted     int
	Descending bool

	offset int // the cursor's row on the screen
	pan    int // scrollable columns that are moved out to the left
	widths []int
	sized  int // the width that widths belong to
	panned int // the pan that widths belong to
	height int
}

// ListView is what one drawing of a List needs to know.
type ListView struct {
	W, H    int
	Len     int
	Cursor  int // index, -1 for none
	Focused bool
	Empty   string // said when there are no rows
	Row     func(i int, r *Row)
}

// Moved tells the list that the user moved the cursor by n rows, as opposed to
// the rows having moved.
func (l *List) Moved(n int) { l.offset = min(max(l.offset+n, 0), max(l.height-1, 0)) }

// Width is how wide a column is drawn, 0 if it is not.
func (l *List) Width(column int) int {
	if column >= len(l.widths) {
		return 0
	}
	return l.widths[column]
}

// Page is how many rows the list last showed.
func (l *List) Page() int { return max(l.height, 1) }

// Pan moves the columns to the side by n.
func (l *List) Pan(n int) { l.pan = min(max(l.pan+n, 0), max(len(l.Columns)-2, 0)) }

// Top is the index of the first row on the screen, and settles the cursor's
// height on it: within the window, and without blank rows below the last one.
func (l *List) Top(length, cursor, height int) int {
	l.height = height
	l.offset = min(max(l.offset, 0), max(height-1, 0))
	top := min(max(cursor-l.offset, 0), max(length-height, 0))
	if cursor >= 0 {
		l.offset = cursor - top
	}
	return top
}

// At is the index of the row at line y of the list's block, whose first line is
// the header.
func (l *List) At(v ListView, y int) (int, bool) {
	i := l.Top(v.Len, v.Cursor, v.H-1) + y - 1
	return i, y >= 1 && y < v.H && i < v.Len
}

// Hit is how far from the cursor the row at line y is, as the list was drawn last.
func (l *List) Hit(cursor, length, y int) (n int, ok bool) {
	i, ok := l.At(ListView{H: l.Page() + 1, Len: length, Cursor: cursor}, y)
	return i - cursor, ok
}

// Lines draws the header and the rows.
func (l *List) Lines(t *Theme, v ListView) Block {
	if v.W <= 0 || v.H <= 0 {
		return Blank(v.W, v.H)
	}
	l.layout(v.W)
	out := make(Block, 0, v.H)
	line := NewLine(v.W, Ink{})
	out = append(out, l.header(t, line, v.W))
	if v.Len == 0 {
		line.Reset(v.W, Ink{})
		out = append(out, line.Space(2).Put(t.Muted, v.Empty).String())
		return out.Fit(v.W, v.H)
	}
	top := l.Top(v.Len, v.Cursor, v.H-1)
	var row Row
	for i := top; i < min(top+v.H-1, v.Len); i++ {
		row.Cells, row.Base = row.Cells[:0], Ink{}
		v.Row(i, &row)
		if i == v.Cursor {
			row.Base = t.Passive
			if v.Focused {
				row.Base = t.Selected
			}
		}
		line.Reset(v.W, row.Base)
		out = append(out, l.row(t, line, &row))
	}
	return out.Fit(v.W, v.H)
}

// Barred draws the list with a scroll bar in its last column, so that nobody takes
// the rows in sight for all of them.
func (l *List) Barred(t *Theme, v ListView) Block {
	w, rows := v.W, max(v.H-1, 0)
	v.W--
	block := l.Lines(t, v)
	bar := ScrollBar(t, rows, l.Top(v.Len, v.Cursor, rows), v.Len)
	return Beside(block, "", Stack(Blank(1, 1), bar)).Fit(w, v.H)
}

func (l *List) header(t *Theme, line *Line, w int) string {
	line.Reset(w, Ink{})
	for i, c := range l.Columns {
		if l.widths[i] == 0 {
			continue
		}
		l.gap(line)
		title, look := c.Title, t.Muted
		if i == l.Sorted {
			look = t.Accent
			title += t.Glyphs.direction(l.Descending)
		}
		line.Cell(look, title, l.widths[i], c.Right, "")
	}
	return line.String()
}

func (g Glyphs) direction(down bool) string {
	if down {
		return g.Down
	}
	return g.Up
}

func (l *List) row(t *Theme, line *Line, row *Row) string {
	for i := range l.Columns {
		if l.widths[i] == 0 || i >= len(row.Cells) {
			continue
		}
		l.gap(line)
		line.Cell(row.Cells[i].Ink, row.Cells[i].Text, l.widths[i], l.Columns[i].Right, t.Glyphs.Ellipsis)
	}
	return line.String()
}

// columnGap is the blank between two columns.
const columnGap = 2

func (l *List) gap(line *Line) {
	if line.Used() == 0 {
		line.Space(1)
		return
	}
	line.Space(columnGap)
}

// Shift moves a cursor that is kept as an index by n rows, within length rows.
func (l *List) Shift(cursor, n, length int) int {
	to := min(max(cursor+n, 0), max(length-1, 0))
	l.Moved(to - cursor)
	return to
}

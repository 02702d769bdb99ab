package widget

// layout decides which columns are shown and how wide they are: those of the
// highest rank leave until the minimum widths fit, then what is left over goes to
// the columns that can grow.
func (l *List) layout(w int) {
	if l.sized == w && l.panned == l.pan && len(l.widths) == len(l.Columns) {
		return
	}
	l.sized, l.panned = w, l.pan
	l.widths = make([]int, len(l.Columns))
	hidden := make([]bool, len(l.Columns))
	l.hidePanned(hidden)
	room := w - 2 - l.fixed(hidden)
	for room < 0 {
		i := l.lowest(hidden)
		if i < 0 {
			break
		}
		hidden[i] = true
		room = w - 2 - l.fixed(hidden)
	}
	for i, c := range l.Columns {
		if !hidden[i] {
			l.widths[i] = c.Min
		}
	}
	l.grow(room)
}

// grow hands out room in proportion to how much more each column could use.
func (l *List) grow(room int) {
	wanted := 0
	for i, c := range l.Columns {
		if l.widths[i] > 0 {
			wanted += max(c.Max-c.Min, 0)
		}
	}
	if wanted == 0 || room <= 0 {
		return
	}
	share := min(room, wanted)
	for i, c := range l.Columns {
		if want := max(c.Max-c.Min, 0); l.widths[i] > 0 && want > 0 {
			part := share * want / wanted
			l.widths[i] += part
			share -= part
			wanted -= want
		}
	}
}

// Relayout makes the next drawing place the columns anew, after Columns changed.
func (l *List) Relayout() { l.sized = -1 }

// hidePanned hides the columns that were moved out to the left. The columns of
// rank 0 stay, so that a row never loses its name.
func (l *List) hidePanned(hidden []bool) {
	left := l.pan
	for i, c := range l.Columns {
		if left == 0 {
			return
		}
		if c.Rank > 0 {
			hidden[i] = true
			left--
		}
	}
}

// fixed is the least width that the shown columns take, with the gaps.
func (l *List) fixed(hidden []bool) int {
	sum := 0
	for i, c := range l.Columns {
		if hidden[i] {
			continue
		}
		if sum > 0 {
			sum += columnGap
		}
		sum += c.Min
	}
	return sum
}

// lowest is the shown column that is missed least, -1 when only columns of rank 0
// are left.
func (l *List) lowest(hidden []bool) int {
	found, rank := -1, 0
	for i, c := range l.Columns {
		if !hidden[i] && c.Rank > rank {
			found, rank = i, c.Rank
		}
	}
	return found
}

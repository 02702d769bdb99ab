package widget

// layout decides which columns are shown and how wide they are: those of the
// highest rank leave until the minimum widths fit, then what is left over goes in
// equal shares to the columns that can grow.
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

// grow hands out room, a cell at a time to each column that can take it.
func (l *List) grow(room int) {
	for grown := true; grown && room > 0; {
		grown = false
		for i, c := range l.Columns {
			if l.widths[i] > 0 && l.widths[i] < c.Max && room > 0 {
				l.widths[i]++
				room--
				grown = true
			}
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

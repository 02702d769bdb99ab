package tui

import "rwscope/tui/widget"

// sortable are the columns of a list by which it can be sorted, each under the name
// by which it is remembered; an empty name is a column that does not count.
type sortable []string

// sortedBy is how a list is sorted, as it is remembered.
type sortedBy struct {
	Column     string `json:"column"`
	Descending bool   `json:"descending"`
}

// next sorts by the next column in sight: names from A to Z, figures from the
// largest.
func (s sortable) next(l *widget.List) {
	for n := 1; n <= len(s); n++ {
		i := (l.Sorted + n) % len(s)
		if s[i] != "" && l.Width(i) > 0 {
			l.Sorted, l.Descending = i, l.Columns[i].Right
			return
		}
	}
}

// now is how the list is sorted.
func (s sortable) now(l *widget.List) *sortedBy { return &sortedBy{s[l.Sorted], l.Descending} }

// restore sorts the list as it was. A column that is not known leaves it as it is.
func (s sortable) restore(l *widget.List, from *sortedBy) {
	if from == nil {
		return
	}
	for i, name := range s {
		if name != "" && name == from.Column {
			l.Sorted, l.Descending = i, from.Descending
		}
	}
}

package widget

// Tab is one tab: a title, and how much there is behind it.
type Tab struct {
	Title string
	Note  string // a count or a sign, shown in its own ink
	Ink   Ink
}

// Tabs draws tabs in one line; the open one stands out, and is always in sight.
func Tabs(t *Theme, tabs []Tab, open, w int) string {
	line := NewLine(w, Ink{})
	from := firstTab(tabs, open, w)
	if from > 0 {
		line.Put(t.Muted, t.Glyphs.Left)
	}
	for i := from; i < len(tabs); i++ {
		look := t.Muted
		if i == open {
			look = t.Accent
			look.open += t.Strong.open
		}
		line.Space(1).Put(look, tabs[i].Title)
		if tabs[i].Note != "" {
			line.Space(1).Put(tabs[i].Ink, tabs[i].Note)
		}
		line.Space(2)
	}
	return line.String()
}

// TabAt is the tab at cell x of the line that Tabs draws.
func TabAt(tabs []Tab, open, w, x int) (int, bool) {
	from := firstTab(tabs, open, w)
	at := 0
	if from > 0 {
		at++
	}
	for i := from; i < len(tabs); i++ {
		end := at + tabWidth(tabs[i])
		if x >= at && x < end {
			return i, true
		}
		at = end
	}
	return 0, false
}

func tabWidth(tab Tab) int {
	w := Width(tab.Title) + 3
	if tab.Note != "" {
		w += Width(tab.Note) + 1
	}
	return w
}

// firstTab is the first tab to draw so that the open one fits in.
func firstTab(tabs []Tab, open, w int) int {
	sum := 1
	for i := min(open, len(tabs)-1); i >= 0; i-- {
		sum += tabWidth(tabs[i])
		if sum > w+1 && i < open {
			return i + 1
		}
	}
	return 0
}

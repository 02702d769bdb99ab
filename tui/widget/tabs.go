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
	gap := tabGap(tabs, w)
	from := firstTab(tabs, open, gap, w)
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
		line.Space(gap)
	}
	return line.String()
}

// TabAt is the tab at cell x of the line that Tabs draws.
func TabAt(tabs []Tab, open, w, x int) (int, bool) {
	gap := tabGap(tabs, w)
	from := firstTab(tabs, open, gap, w)
	at := 0
	if from > 0 {
		at++
	}
	for i := from; i < len(tabs); i++ {
		end := at + tabWidth(tabs[i], gap)
		if x >= at && x < end {
			return i, true
		}
		at = end
	}
	return 0, false
}

// tabGap is the blank after a tab: wide where all tabs fit with it.
func tabGap(tabs []Tab, w int) int {
	sum := 0
	for _, tab := range tabs {
		sum += tabWidth(tab, 2)
	}
	if sum <= w+2 {
		return 2
	}
	return 1
}

func tabWidth(tab Tab, gap int) int {
	w := 1 + Width(tab.Title) + gap
	if tab.Note != "" {
		w += Width(tab.Note) + 1
	}
	return w
}

// firstTab is the first tab to draw so that the open one fits in.
func firstTab(tabs []Tab, open, gap, w int) int {
	sum := 1
	for i := min(open, len(tabs)-1); i >= 0; i-- {
		sum += tabWidth(tabs[i], gap)
		if sum > w+1 && i < open {
			return i + 1
		}
	}
	return 0
}

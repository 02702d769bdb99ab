package widget

import "strings"

// Choice is one line of a Menu.
type Choice struct {
	ID    string // for the owner
	Title string
	Note  string // shown at the right
}

// Menu is a list of choices that typing narrows down.
type Menu struct {
	Input   *Input
	choices []Choice
	shown   []int
	cursor  int
	top     int
}

// NewMenu returns a menu over the choices.
func NewMenu(placeholder string, choices []Choice) *Menu {
	m := &Menu{Input: NewInput(placeholder), choices: choices}
	m.Narrow()
	return m
}

// Narrow keeps the choices that hold every word typed, or failing that the
// letters typed in their order.
func (m *Menu) Narrow() {
	m.shown, m.cursor, m.top = m.shown[:0], 0, 0
	words := strings.Fields(strings.ToLower(m.Input.Value()))
	for i, c := range m.choices {
		if holdsAll(strings.ToLower(c.Title+" "+c.Note), words) {
			m.shown = append(m.shown, i)
		}
	}
	if len(m.shown) > 0 {
		return
	}
	letters := strings.Join(words, "")
	for i, c := range m.choices {
		if holdsLetters(strings.ToLower(c.Title), letters) {
			m.shown = append(m.shown, i)
		}
	}
}

// Renew replaces the choices by the same ones as they are now. Cursor and narrowing
// stay, even where a note says something else.
func (m *Menu) Renew(choices []Choice) { m.choices = choices }

// Move moves the cursor by n, around the ends.
func (m *Menu) Move(n int) {
	if len(m.shown) > 0 {
		m.cursor = ((m.cursor+n)%len(m.shown) + len(m.shown)) % len(m.shown)
	}
}

// Chosen is the choice under the cursor.
func (m *Menu) Chosen() (Choice, bool) {
	if len(m.shown) == 0 {
		return Choice{}, false
	}
	return m.choices[m.shown[m.cursor]], true
}

// Lines draws the field and the choices, and returns the cell of the cursor in
// the first line.
func (m *Menu) Lines(t *Theme, w, h int) (Block, int) {
	field, cursor := m.Input.Line(t, Run{Ink: t.Accent, Text: " " + t.Glyphs.Right + " "}, w)
	out := Block{field, Rule(t, w)}
	rows := max(h-2, 0)
	m.top = min(m.top, m.cursor)
	m.top = max(m.top, m.cursor-rows+1)
	for i := m.top; i < min(m.top+rows, len(m.shown)); i++ {
		c := m.choices[m.shown[i]]
		line := NewLine(w, Ink{})
		sign := "   "
		if i == m.cursor {
			line.Reset(w, t.Selected)
			sign = " " + t.Glyphs.Cursor + " "
		}
		line.Put(t.Accent, sign)
		note := min(Width(c.Note), max(w-line.Used()-Width(c.Title)-3, w/3))
		line.Cell(Ink{}, c.Title, w-line.Used()-note-2, false, t.Glyphs.Ellipsis)
		line.Space(1).Cell(t.Muted, c.Note, note, true, t.Glyphs.Ellipsis)
		out = append(out, line.String())
	}
	if len(m.shown) == 0 {
		out = append(out, NewLine(w, Ink{}).Space(3).Put(t.Muted, "nothing matches").String())
	}
	return out.Fit(w, h), cursor
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

func holdsLetters(s, letters string) bool {
	for _, r := range letters {
		i := strings.IndexRune(s, r)
		if i < 0 {
			return false
		}
		s = s[i+len(string(r)):]
	}
	return true
}

package widget

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// maxInput is how many characters an Input takes: a long query, not a paste by
// accident.
const maxInput = 4096

// Input is a one-line text field. The terminal's own cursor stands in it, for
// screen readers and input methods; see [Input.Line].
type Input struct {
	model textinput.Model
	// Ghost is a completion, shown behind the text while the cursor is at its end.
	Ghost string
}

// NewInput returns an empty field that says what belongs in it.
func NewInput(placeholder string) *Input {
	m := textinput.New()
	m.Placeholder = placeholder
	m.CharLimit = maxInput
	m.SetVirtualCursor(false)
	m.Focus()
	return &Input{model: m}
}

// Update handles a key or a paste.
func (in *Input) Update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	in.model, cmd = in.model.Update(msg)
	return cmd
}

// Value is the text.
func (in *Input) Value() string { return in.model.Value() }

// Set replaces the text and puts the cursor behind it.
func (in *Input) Set(s string) {
	in.model.SetValue(s)
	in.model.CursorEnd()
}

// Before is the text in front of the cursor.
func (in *Input) Before() string { return string([]rune(in.Value())[:in.model.Position()]) }

// Complete appends the ghost to the text.
func (in *Input) Complete() {
	if in.Ghost == "" {
		return
	}
	in.Set(in.Value() + in.Ghost)
	in.Ghost = ""
}

// Line draws the field behind a prompt and returns the cell of the cursor. Text
// that is longer than the field scrolls under it.
func (in *Input) Line(t *Theme, prompt Run, w int) (string, int) {
	line := NewLine(w, Ink{}).Put(prompt.Ink, prompt.Text)
	start := line.Used()
	if in.Value() == "" {
		line.Put(t.Muted, in.model.Placeholder)
		return line.String(), start
	}
	text := []rune(in.Value())
	position := in.model.Position()
	from := 0
	for from < position && Width(string(text[from:position])) >= line.Room() {
		from++
	}
	cursor := start + Width(string(text[from:position]))
	line.Put(Ink{}, string(text[from:]))
	if position == len(text) {
		line.Put(t.Faint, in.Ghost)
	}
	return line.String(), min(cursor, max(w-1, 0))
}

package tui

import (
	tea "charm.land/bubbletea/v2"

	"rwscope/tui/detail"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// prompt is a line of text that is being typed. It stands where the footer is,
// or where a screen draws it.
type prompt struct {
	label string
	input *widget.Input
	// accept takes the text. The prompt stays open on an error, which is shown.
	accept func(text string) (tea.Cmd, error)
	// complete suggests how the text before the cursor goes on, and explains it.
	complete func(before string) (rest, help string)
	// check says what is wrong with the text so far.
	check func(text string) error
	past  *past

	help    string
	problem error
}

func newPrompt(label, placeholder, text string) *prompt {
	p := &prompt{label: label, input: widget.NewInput(placeholder)}
	p.input.Set(text)
	return p
}

func (p *prompt) contexts() []keys.Context { return []keys.Context{keys.Prompt} }

func (p *prompt) do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Cancel:
		return nil, true
	case keys.Accept:
		return p.take()
	case keys.Complete:
		p.input.Complete()
		p.changed()
	case keys.Older, keys.Newer:
		if p.past != nil {
			p.input.Set(p.past.step(a == keys.Older, p.input.Value()))
			p.changed()
		}
	}
	return nil, false
}

func (p *prompt) take() (tea.Cmd, bool) {
	text := p.input.Value()
	cmd, err := p.accept(text)
	if err != nil {
		p.problem = err
		return nil, false
	}
	if p.past != nil {
		p.past.add(text)
	}
	return cmd, true
}

func (p *prompt) text(msg tea.Msg) tea.Cmd {
	cmd := p.input.Update(msg)
	p.changed()
	return cmd
}

// changed brings completion and check up to date.
func (p *prompt) changed() {
	p.problem, p.help, p.input.Ghost = nil, "", ""
	if p.check != nil {
		p.problem = p.check(p.input.Value())
	}
	if p.complete != nil {
		p.input.Ghost, p.help = p.complete(p.input.Before())
	}
}

// line draws the prompt, and says where the cursor is.
func (p *prompt) line(lk *detail.Look, w int) (string, int) {
	note, look := p.help, lk.Muted
	if p.problem != nil {
		note, look = p.problem.Error(), lk.Warn
	}
	room := min(widget.Width(note), w/2)
	if note == "" || w < 40 {
		return p.input.Line(lk.Theme, widget.Run{Ink: lk.Accent, Text: " " + p.label + " "}, w)
	}
	left, cursor := p.input.Line(lk.Theme, widget.Run{Ink: lk.Accent, Text: " " + p.label + " "}, w-room-2)
	right := widget.NewLine(room+2, widget.Ink{}).Space(1).Cell(look, note, room, true, lk.Glyphs.Ellipsis)
	return left + right.String(), cursor
}

// maxPast is how many lines are remembered.
const maxPast = 50

// past is what was typed before, the newest last. At its end stands what is being
// typed.
type past struct {
	lines []string
	at    int
}

func (p *past) add(line string) {
	if line != "" && (len(p.lines) == 0 || p.lines[len(p.lines)-1] != line) {
		p.lines = append(p.lines, line)
	}
	if len(p.lines) > maxPast {
		p.lines = p.lines[1:]
	}
	p.at = len(p.lines)
}

// step moves to an older or a newer line.
func (p *past) step(older bool, now string) string {
	if older {
		p.at = max(p.at-1, 0)
	} else {
		p.at = min(p.at+1, len(p.lines))
	}
	switch {
	case len(p.lines) == 0:
		return now
	case p.at == len(p.lines):
		return ""
	default:
		return p.lines[p.at]
	}
}

package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture/filter"
	"rwscope/tui/widget"
)

// filterPrompt asks which exchanges to show.
func (s *requests) filterPrompt() *prompt {
	p := newPrompt("/", "status:4xx  sender:vmagent  cause:out_of_order  {job=\"api\"}  or any text", s.expr)
	p.past = &s.past
	p.check = func(text string) error {
		_, err := filter.Parse(text)
		return err
	}
	p.complete = s.completeFilter
	p.accept = func(text string) (tea.Cmd, error) {
		if _, err := filter.Parse(text); err != nil {
			return nil, err
		}
		return s.setFilter(strings.TrimSpace(text)), nil
	}
	return p
}

// completeFilter goes on with the word before the cursor: a field, its value, or
// within a selector a label and its value.
func (s *requests) completeFilter(before string) (rest, help string) {
	if rest, ok := s.words.inBraces(before); ok {
		return rest, "one series of the request has these labels"
	}
	all := filter.Complete(before, len(before))
	if len(all) == 0 {
		return s.words.word(before), ""
	}
	first := all[0]
	if typed := before[min(first.From, len(before)):]; len(first.Text) >= len(typed) {
		rest = first.Text[len(typed):]
	}
	return rest, first.Help
}

// filterSender shows only the sender of the exchange under the cursor.
func (s *requests) filterSender() tea.Cmd {
	i, ok := s.listing.snap.Find(s.cursor)
	if !ok {
		return nil
	}
	return s.setFilter(senderFilter(senderOf(&s.listing.snap, s.listing.snap.Row(i)).UserAgent))
}

// senderFilter is the filter for one User-Agent.
func senderFilter(agent string) string { return "sender:=" + strconv.Quote(agent) }

// saveFilter keeps the filter, or one that is kept already no more.
func (s *requests) saveFilter() tea.Cmd {
	if s.expr == "" {
		return say("there is no filter to keep; / makes one")
	}
	if i := slices.Index(s.saved, s.expr); i >= 0 {
		s.saved = slices.Delete(s.saved, i, i+1)
		return say("kept no longer: " + s.expr)
	}
	if len(s.saved) >= maxKept {
		return complain(fmt.Errorf("%d filters are kept already; F chooses one, w gives it up", maxKept))
	}
	s.saved = append(s.saved, s.expr)
	return say("kept: " + s.expr + "; F brings it back")
}

// usualFilters are offered beside those that the user kept.
var usualFilters = [...]string{"untrue", "level:error", "status:4xx", "status:5xx", "message:v2", "marked", "retry:>0"}

func (s *requests) chooseFilter() tea.Cmd {
	var choices []widget.Choice
	for _, expr := range s.saved {
		choices = append(choices, widget.Choice{ID: expr, Title: expr, Note: "kept"})
	}
	for _, expr := range usualFilters {
		if _, err := filter.Parse(expr); err == nil && !slices.Contains(s.saved, expr) {
			choices = append(choices, widget.Choice{ID: expr, Title: expr})
		}
	}
	return open(newMenu("Filters", "type to find one", choices, s.setFilter))
}

// chooseColumns shows or hides columns, one after the other.
func (s *requests) chooseColumns() tea.Cmd {
	m := newMenu("Columns", "enter shows or hides", s.columnChoices(), func(id string) tea.Cmd {
		n, _ := strconv.Atoi(id)
		return s.toggleColumn(column(n))
	})
	m.again = s.columnChoices
	return open(m)
}

func (s *requests) columnChoices() []widget.Choice {
	var choices []widget.Choice
	for _, c := range order {
		note := "hidden"
		if slices.Contains(s.visible, c) {
			note = "shown"
		}
		choices = append(choices, widget.Choice{ID: strconv.Itoa(int(c)), Title: specs[c].name, Note: note})
	}
	return choices
}

// toggleColumn shows or hides a column; the last one stays.
func (s *requests) toggleColumn(c column) tea.Cmd {
	shown := slices.Contains(s.visible, c)
	if shown && len(s.visible) == 1 {
		return say("the last column stays")
	}
	var now []column
	for _, other := range order {
		if slices.Contains(s.visible, other) != (other == c) {
			now = append(now, other)
		}
	}
	s.visible = now
	s.layColumns()
	if shown && c == s.listing.by.column {
		return s.sortBy(byTime, false) // no order that nobody can see
	}
	return nil
}

// commentPrompt asks for a comment on the exchange under the cursor.
func (s *requests) commentPrompt() tea.Cmd {
	if _, ok := s.listing.snap.Find(s.cursor); !ok {
		return nil
	}
	if s.notes == nil {
		return say("this history cannot be written to")
	}
	id, notes := s.cursor, s.notes
	p := newPrompt("comment", "what you want to remember about it", notes.Comment(id))
	p.accept = func(text string) (tea.Cmd, error) {
		return s.writeComment(id, text), nil
	}
	return open(p)
}

func (s *requests) writeComment(id uint64, text string) tea.Cmd {
	notes := s.notes
	if s.opened != nil && s.opened.Capture.ID == id {
		s.opened.Remark(text)
	}
	return func() tea.Msg {
		if err := notes.SetComment(id, text); err != nil {
			return sayMsg{text: err.Error(), alarm: true}
		}
		return sayMsg{text: fmt.Sprintf("comment on exchange %d kept in the journal", id)}
	}
}

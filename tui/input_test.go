package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A click on a row of any list puts the cursor there.
func TestClicksChooseRows(t *testing.T) {
	for name, c := range map[string]struct {
		keys   []string
		header string // of the list
		at     func(a *app) int
	}{
		"senders":  {[]string{"2"}, "SENDER ", func(a *app) int { return a.screens[onSenders].(*senders).place() }},
		"counts":   {[]string{"3"}, "METRIC ", func(a *app) int { return a.screens[onSeries].(*series).place }},
		"series":   {[]string{"3", "enter"}, "LABELS", func(a *app) int { return a.screens[onSeries].(*series).at }},
		"problems": {[]string{"4"}, "CAUSE ", func(a *app) int { return a.screens[onProblems].(*problems).place() }},
		"query":    {[]string{"5", "type:up", "enter"}, "SERIES", func(a *app) int { return a.screens[onQuery].(*query).cursor }},
	} {
		t.Run(name, func(t *testing.T) {
			onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
				r.press(c.keys...)
				lines := strings.Split(r.screen(), "\n")
				top := headLines + slices.IndexFunc(lines[headLines:], func(s string) bool { return strings.Contains(s, c.header) })
				r.update(tea.MouseClickMsg{X: 9, Y: top + 3, Button: tea.MouseLeft})
				r.settle()
				if got := c.at(r.app); got != 2 {
					t.Errorf("a click on the third row chose row %d:\n%s", got+1, r.screen())
				}
				r.update(tea.MouseClickMsg{X: 9, Y: top, Button: tea.MouseLeft})
				if got := c.at(r.app); got != 2 {
					t.Errorf("a click on the header chose row %d", got+1)
				}
			})
		})
	}
}

package detail

import "rwscope/tui/widget"

// newLintPage lists where the request breaks the specification, whether or not
// Prometheus minds.
func newLintPage(d *Exchange) *textPage {
	return &textPage{name: "Lint", build: func(lk *Look) *widget.Text {
		t := &widget.Text{}
		t.Skip()
		t.Para(1, run(lk.Good, lk.Glyphs.Good+" "), run(lk.Text, "nothing found"))
		return t
	}}
}

package detail

import (
	"fmt"

	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// writeProblems writes what the judge found, the current problem in full and the
// others in one line each.
func (p *verdictPage) writeProblems(lk *Look, t *widget.Text) {
	v := &p.of.Capture.Verdict
	p.marks = p.marks[:0]
	if len(v.Problems) == 0 {
		return
	}
	t.Skip()
	title := figure.Plural(v.ProblemsTotal, "problem")
	if v.ProblemsTotal > len(v.Problems) {
		title += fmt.Sprintf(", the first %d of them kept", len(v.Problems))
	}
	t.Para(1, run(lk.Strong, title))
	for i := range v.Problems {
		t.Skip()
		p.marks = append(p.marks, t.Mark())
		p.writeProblem(lk, t, &v.Problems[i], i == p.problem, v.Limits)
	}
}

func (p *verdictPage) writeProblem(lk *Look, t *widget.Text, pr *store.Problem, current bool, limits store.Limits) {
	sign, ink := LevelSign(lk, pr.Level)
	cursor := "  "
	if current {
		cursor = lk.Glyphs.Cursor + " "
	}
	head := []widget.Run{run(lk.Accent, cursor), run(ink, sign+" "), run(lk.Strong, clip(pr.Text, maxShown))}
	if pr.Role == store.RoleCulprit {
		head = append(head, run(ink, "  culprit"))
	}
	t.Hang(1, 5, head...)
	if pr.Series != "" {
		t.Para(5, run(lk.Info, clip(pr.Series, maxShown)))
	}
	if !current {
		return
	}
	p.writeFacts(lk, t, pr)
	if pr.Timestamp != 0 && limits.Now != 0 {
		t.Skip()
		marks := moments(pr, limits)
		t.Draw(func(w int) widget.Block { return timeline(lk, marks, w) })
	}
	p.writeAdvice(lk, t, pr)
}

func (p *verdictPage) writeFacts(lk *Look, t *widget.Text, pr *store.Problem) {
	width := labelWidth
	for _, f := range pr.Facts {
		width = max(width, widget.Width(f.Name)+2)
	}
	width = min(width, 24)
	if pr.Index >= 0 {
		t.Pair(5, width, run(lk.Muted, string(pr.Item)), run(lk.Text, "number "+figure.Count(pr.Index)))
	}
	for _, f := range pr.Facts {
		t.Pair(5, width, run(lk.Muted, clip(f.Name, 40)), run(lk.Text, clip(f.Value, maxShown)))
	}
	if c := pr.Conflict; c != nil {
		t.Pair(5, width, run(lk.Muted, "written by"), p.writer(lk, c)...)
	}
}

// writer says who stored what the item clashes with, and how to get there.
func (p *verdictPage) writer(lk *Look, c *store.Conflict) []widget.Run {
	if c.Exchange == 0 {
		return []widget.Run{run(lk.Text, "an earlier run of rwscope on the same data")}
	}
	runs := []widget.Run{
		run(lk.Text, fmt.Sprintf("exchange %d of %s, value %s", c.Exchange, clip(c.Sender, 100), clip(c.Value, 60))),
	}
	if c.Exchange == p.of.Capture.ID {
		return []widget.Run{run(lk.Text, "this very request")}
	}
	return append(runs, run(lk.Accent, "  o"), run(lk.Muted, " goes there"))
}

func (p *verdictPage) writeAdvice(lk *Look, t *widget.Text, pr *store.Problem) {
	if pr.Why != "" {
		t.Skip()
		t.Pair(5, 6, run(lk.Accent, "why"), run(lk.Text, clip(pr.Why, 4*maxShown)))
	}
	if pr.Fix != "" {
		t.Skip()
		t.Pair(5, 6, run(lk.Good, "fix"), run(lk.Text, clip(pr.Fix, 4*maxShown)))
	}
}

// WriteProblem writes one problem in full, apart from its exchange.
func WriteProblem(lk *Look, t *widget.Text, pr *store.Problem) {
	sign, ink := LevelSign(lk, pr.Level)
	t.Hang(1, 3, run(ink, sign+" "), run(lk.Strong, clip(pr.Text, maxShown)))
	if pr.Series != "" {
		t.Para(3, run(lk.Info, clip(pr.Series, maxShown)))
	}
	for _, f := range pr.Facts {
		t.Pair(3, 22, run(lk.Muted, clip(f.Name, 40)), run(lk.Text, clip(f.Value, maxShown)))
	}
	if pr.Why != "" {
		t.Skip()
		t.Pair(3, 6, run(lk.Accent, "why"), run(lk.Text, clip(pr.Why, 4*maxShown)))
	}
	if pr.Fix != "" {
		t.Skip()
		t.Pair(3, 6, run(lk.Good, "fix"), run(lk.Text, clip(pr.Fix, 4*maxShown)))
	}
}

package detail

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// telling orders problems: culprits first, then by level.
func telling(problems []store.Problem) []int {
	order := make([]int, len(problems))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		if problems[i].Role == store.RoleCulprit {
			return -int(store.LevelError) - 1
		}
		return -int(problems[i].Level)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(a), rank(b)) })
	return order
}

// writeProblems writes what the judge found, the current problem in full and the
// others in one line each.
func (p *verdictPage) writeProblems(lk *Look, t *widget.Text) {
	v := &p.of.Capture.Verdict
	p.marks = p.marks[:0]
	if len(p.order) == 0 {
		return
	}
	for i, n := range p.order {
		if i == p.problem || i-1 == p.problem {
			t.Skip()
		}
		p.marks = append(p.marks, t.Mark())
		if i == p.problem {
			p.writeProblem(lk, t, &v.Problems[n])
			continue
		}
		pr := &v.Problems[n]
		t.Draw(func(w int) widget.Block { return widget.Block{problemLine(lk, pr, w)} })
	}
	if rest := v.ProblemsTotal - len(v.Problems); rest > 0 {
		t.Para(5, run(lk.Muted, "and "+figure.Count(rest)+" more, which were counted and not kept"))
	}
}

// position says which of the problems is looked at.
func (p *verdictPage) position(lk *Look) []widget.Run {
	if len(p.order) < 2 {
		return nil
	}
	all := p.of.Capture.Verdict.ProblemsTotal
	position := run(lk.Muted, fmt.Sprintf("%d of %s", p.problem+1, figure.Count(all)))
	position.Whole = true
	return []widget.Run{run(lk.Muted, "   "), position, run(lk.Muted, "   "), run(lk.Accent, "p"), run(lk.Muted, " next")}
}

// writeProblem writes the problem that is looked at: what, who, why, the fix, and
// then what supports it.
func (p *verdictPage) writeProblem(lk *Look, t *widget.Text, pr *store.Problem) {
	sign, ink := LevelSign(lk, pr.Level)
	head := []widget.Run{run(lk.Accent, lk.Glyphs.Cursor+" "), run(ink, sign+" "), run(lk.Strong, clip(pr.Text, maxShown))}
	if pr.Role == store.RoleCulprit {
		head = append(head, run(ink, "  culprit"))
	}
	t.Hang(1, 5, append(head, p.position(lk)...)...)
	if pr.Series != "" {
		t.Para(5, run(lk.Info, clip(figure.Series(pr.Series), maxShown)))
	}
	if c := pr.Conflict; c != nil {
		label := "written by"
		if c.Value == "" {
			label = "head moved by"
		}
		t.Pair(5, len(label)+2, run(lk.Muted, label), p.writer(lk, c)...)
	}
	advice(lk, t, 5, pr)
	if limits := p.of.Capture.Verdict.Limits; pr.Timestamp != 0 && limits.Now != 0 {
		t.Skip()
		marks := moments(pr, limits)
		t.Draw(func(w int) widget.Block { return timeline(lk, marks, w) })
	}
	if pr.Index >= 0 || len(pr.Facts) > 0 {
		t.Skip()
	}
	if pr.Index >= 0 {
		t.Pair(5, factWidth(pr), run(lk.Muted, string(pr.Item)), run(lk.Text, "number "+figure.Count(pr.Index)))
	}
	facts(lk, t, 5, factWidth(pr), pr)
}

// problemLine is a problem that is not looked at, in one line.
func problemLine(lk *Look, pr *store.Problem, w int) string {
	sign, ink := LevelSign(lk, pr.Level)
	line := widget.NewLine(w, widget.Ink{}).Space(3).Put(ink, sign).Space(1)
	room := line.Room()
	if pr.Series != "" {
		room = room * 3 / 5
	}
	line.Cell(lk.Text, pr.Text, min(room, widget.Width(pr.Text)), false, lk.Glyphs.Ellipsis).Space(2)
	return line.Cell(lk.Muted, figure.Series(pr.Series), line.Room(), false, lk.Glyphs.Ellipsis).String()
}

// writer says who stored what the item clashes with, and how to get there.
func (p *verdictPage) writer(lk *Look, c *store.Conflict) []widget.Run {
	switch c.Exchange {
	case 0:
		return []widget.Run{run(lk.Text, "an earlier run of rwscope on the same data")}
	case p.of.Capture.ID:
		return []widget.Run{run(lk.Text, "this very request")}
	}
	who := fmt.Sprintf("exchange %d of %s", c.Exchange, clip(c.Sender, 100))
	if c.Value != "" {
		who += ", value " + clip(c.Value, 60)
	}
	return []widget.Run{
		run(lk.Text, who),
		run(lk.Accent, "  o"), run(lk.Muted, " goes there"),
	}
}

// WriteProblem writes one problem in full, apart from its exchange.
func WriteProblem(lk *Look, t *widget.Text, pr *store.Problem) {
	sign, ink := LevelSign(lk, pr.Level)
	t.Hang(1, 3, run(ink, sign+" "), run(lk.Strong, clip(pr.Text, maxShown)))
	if pr.Series != "" {
		t.Para(3, run(lk.Info, clip(figure.Series(pr.Series), maxShown)))
	}
	advice(lk, t, 3, pr)
	if len(pr.Facts) > 0 {
		t.Skip()
		facts(lk, t, 3, factWidth(pr), pr)
	}
}

// factWidth is the width of the column of the facts' names.
func factWidth(pr *store.Problem) int {
	width := len("written by") + 2
	for _, f := range pr.Facts {
		width = max(width, widget.Width(f.Name)+2)
	}
	return min(width, 28)
}

func facts(lk *Look, t *widget.Text, indent, width int, pr *store.Problem) {
	for _, f := range pr.Facts {
		if f.Name == "written by" && pr.Conflict != nil {
			continue // said with the way there
		}
		t.Pair(indent, width, run(lk.Muted, clip(f.Name, 40)), run(lk.Text, clip(f.Value, maxShown)))
	}
}

// advice says why it happened and how to mend it.
func advice(lk *Look, t *widget.Text, indent int, pr *store.Problem) {
	if pr.Why != "" {
		t.Skip()
		t.Pair(indent, 5, run(lk.Accent, "why"), prose(lk, pr.Why)...)
	}
	if pr.Fix != "" {
		t.Skip()
		t.Pair(indent, 5, run(lk.Good, "fix"), prose(lk, pr.Fix)...)
	}
	if _, known := store.CauseOf(pr.Cause); known && pr.Why == "" {
		t.Skip()
		t.Pair(indent, 5, run(lk.Accent, "why"), run(lk.Muted, "as said with the first problems of this cause"))
	}
}

// prose sets what stands between backticks apart.
func prose(lk *Look, text string) []widget.Run {
	var runs []widget.Run
	for i, piece := range strings.Split(clip(text, 4*maxShown), "`") {
		look := lk.Text
		if i%2 == 1 {
			look = lk.Info
		}
		runs = append(runs, run(look, piece))
	}
	return runs
}

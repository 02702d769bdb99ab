package detail

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// verdictPage says what was sent, answered and stored, and why the three differ.
type verdictPage struct {
	textPage
	of      *Exchange
	order   []int // the problems, the most telling first
	problem int   // place in order
	marks   []int // where each problem begins
	show    bool  // scroll to the current problem when drawn
}

func newVerdictPage(d *Exchange) *verdictPage {
	p := &verdictPage{of: d, order: telling(d.Capture.Verdict.Problems)}
	p.textPage = textPage{name: "Verdict", build: p.write}
	return p
}

// current is the problem that the user looks at, -1 if there is none.
func (p *verdictPage) current() int {
	if len(p.order) == 0 {
		return -1
	}
	return p.order[p.problem]
}

func (p *verdictPage) lines(lk *Look, w, h int, focused bool) widget.Block {
	block := p.textPage.lines(lk, w, h, focused)
	if !p.show || len(p.marks) == 0 {
		return block
	}
	p.show = false
	p.pager.To(p.text.Line(p.marks[p.problem], max(w-1, 1)) - 1)
	return p.textPage.lines(lk, w, h, focused)
}

func (p *verdictPage) do(a keys.Action) (tea.Cmd, bool) {
	problems := p.of.Capture.Verdict.Problems
	switch a {
	case keys.NextProblem, keys.PrevProblem:
		if n := len(problems); n > 0 {
			p.problem = (p.problem + step(a == keys.NextProblem) + n) % n
			p.show, p.text = true, nil
		}
		return nil, true
	case keys.Origin:
		if i := p.current(); i >= 0 {
			if c := problems[i].Conflict; c != nil && c.Exchange != 0 {
				return func() tea.Msg { return GoTo{c.Exchange} }, true
			}
		}
		return nil, true
	}
	return p.textPage.do(a)
}

// labelWidth is the width of the column of labels.
const labelWidth = 11

func (p *verdictPage) write(lk *Look) *widget.Text {
	t := &widget.Text{}
	ex := p.of.Capture
	sign, ink := p.mood(lk)
	t.Para(1, run(ink, sign+" "), run(lk.Strong, headline(ex)))
	if p.of.Comment != "" {
		t.Para(3, run(lk.Muted, lk.Glyphs.Mark+" "), run(lk.Text, clip(p.of.Comment, maxShown)))
	}
	p.facts(lk, t)
	p.writeProblems(lk, t)
	t.Skip()
	p.background(lk, t)
	return t
}

// mood is the sign in front of the headline.
func (p *verdictPage) mood(lk *Look) (string, widget.Ink) {
	v := &p.of.Capture.Verdict
	switch {
	case v.Answer.By == store.ByRecorded:
		return lk.Glyphs.Dot, lk.Muted
	case v.Answer.Status/100 != 2:
		return lk.Glyphs.Bad, lk.Bad
	case lostItems(v) > 0:
		return lk.Glyphs.Unequal, lk.Warn
	case items(v.Sent) == v.Stored.Duplicates:
		return lk.Glyphs.Same, lk.Muted
	default:
		return lk.Glyphs.Good, lk.Good
	}
}

// facts are the three facts, and what follows from them.
func (p *verdictPage) facts(lk *Look, t *widget.Text) {
	ex := p.of.Capture
	v := &ex.Verdict
	pair := func(label string, runs ...widget.Run) {
		t.Pair(3, labelWidth, run(lk.Muted, label), runs...)
	}
	pair("sent", run(lk.Text, sentWords(v.Sent)), run(lk.Muted, "  "+p.packing()))
	pair("answered", run(lk.Text, statusWords(v.Answer.Status)), run(lk.Muted, "  "+answererWords(v.Answer.By)))
	if body := strings.TrimSpace(string(v.Answer.Body)); body != "" {
		pair("", run(lk.Text, "“"+clip(body, p.quoted())+"”"))
	}
	if v.Answer.By != store.ByRecorded {
		p.storedFact(lk, pair)
	}
	why := store.NextWhy(ex.Sender.UserAgent, ex.Request.Meant(), v.Answer, v.Sent)
	pair("next", run(nextInk(lk, ex.Next), string(ex.Next)), run(lk.Muted, "  "+clip(why, maxShown)))
	if v.Disagreement != "" {
		pair("doubt", run(lk.Warn, v.Disagreement))
	}
}

// quoted is how many cells of the answer's text are shown. A problem says the same
// and more; the whole answer is in another tab.
func (p *verdictPage) quoted() int {
	if len(p.order) > 0 {
		return 130
	}
	return maxShown
}

// background is what one wants to know only when the rest is understood.
func (p *verdictPage) background(lk *Look, t *widget.Text) {
	ex := p.of.Capture
	t.Pair(3, labelWidth, run(lk.Muted, "sender"), run(lk.Text, senderWords(ex.Sender.UserAgent, ex.Sender.Addr)), run(lk.Muted, p.retryWords()))
	if ex.Sender.Tenant != "" {
		t.Pair(3, labelWidth, run(lk.Muted, "tenant"), run(lk.Text, clip(ex.Sender.Tenant, 80)))
	}
	t.Skip()
	stages(lk, t, ex.Took)
}

func (p *verdictPage) storedFact(lk *Look, pair func(string, ...widget.Run)) {
	v := &p.of.Capture.Verdict
	runs := []widget.Run{run(lk.Text, sentWords(store.Counts{
		Samples: v.Stored.Samples, Histograms: v.Stored.Histograms, Exemplars: v.Stored.Exemplars,
	}))}
	if n := v.Stored.Duplicates; n > 0 {
		runs = append(runs, run(lk.Muted, "  "+figure.Count(n)+" there already"))
	}
	if n := lostItems(v); n > 0 {
		runs = append(runs, run(lk.Bad, "  "+figure.Count(n)+" lost"))
	}
	if v.Collateral > 0 {
		runs = append(runs, run(lk.Warn, fmt.Sprintf("  %s of them good, lost with a culprit", figure.Count(v.Collateral))))
	}
	pair("stored", runs...)
	if b := p.of.readBack; b != nil {
		b.write(lk, pair)
	}
}

// packing says how the body came.
func (p *verdictPage) packing() string {
	r := &p.of.Capture.Request
	form := string(r.Form)
	if r.Declared.String() != form {
		form = fmt.Sprintf("declared as %s, but %s", r.Declared, r.Form)
	}
	return fmt.Sprintf("%s  %s as %s", form, figure.Bytes(len(r.Body)), figure.Bytes(r.DecodedBytes))
}

func (p *verdictPage) retryWords() string {
	if n := p.of.Capture.Request.RetryAttempt; n > 0 {
		return fmt.Sprintf("  attempt %d of the same batch", n+1)
	}
	return ""
}

// sentWords lists what there is of each sort, leaving out what there is not.
func sentWords(c store.Counts) string {
	var words []string
	for _, n := range []struct {
		n    int
		noun string
	}{
		{c.Series, "series"},
		{c.Samples, "sample"},
		{c.Histograms, "histogram"},
		{c.Exemplars, "exemplar"},
	} {
		if n.n > 0 {
			words = append(words, figure.Plural(n.n, n.noun))
		}
	}
	if c.Metadata > 0 {
		words = append(words, figure.Count(c.Metadata)+" metadata")
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

func senderWords(agent, addr string) string {
	if agent == "" {
		agent = "no User-Agent"
	}
	return clip(agent, 80) + " at " + clip(addr, 80)
}

func nextInk(lk *Look, n store.Next) widget.Ink {
	switch n {
	case store.NextOK:
		return lk.Text
	case store.NextDrop:
		return lk.Bad
	default:
		return lk.Warn
	}
}

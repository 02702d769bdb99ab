package tui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// problems is the fourth screen: what went wrong, by cause, with an example that
// says why and how to mend it.
type problems struct {
	history capture.History
	walk    walk
	groups  map[uint16]*group
	shown   []*group
	snap    capture.Snapshot

	list    widget.List
	text    explanation
	cursor  uint16 // the cause that the cursor is on
	chosen  bool   // by the user; until then it is the first one listed
	example example
	asking  bool

	live  bool     // exchanges arrive
	fresh []uint64 // whose paths are to be looked at
	told  bool     // the user knows of an unusual path
}

// group is the exchanges with one cause.
type group struct {
	cause         uint16
	level         store.Level
	exchanges     uint64
	lost, untrue  uint64
	senders       map[uint32]struct{}
	first, newest int64 // Unix nanoseconds
	id            uint64
}

// example is the newest problem with the cause under the cursor.
type example struct {
	id      uint64
	cause   string
	problem *store.Problem
	sender  string
	err     error
}

type (
	moreProblemsMsg struct{}
	exampleMsg      struct{ example }
)

func newProblems(cfg Config) *problems {
	return &problems{history: cfg.History, live: cfg.URL != "", groups: map[uint16]*group{}, list: widget.List{
		Sorted: problemNewest, Descending: true,
		Columns: []widget.Column{
			{Min: 1},
			{Title: "CAUSE", Min: 22, Max: 44},
			{Title: "REQUESTS", Min: 8, Right: true},
			{Title: "LOST", Min: 7, Right: true, Rank: 1},
			{Title: "UNTRUE", Min: 6, Right: true, Rank: 2},
			{Title: "NEWEST", Min: 11, Right: true},
			{Title: "SENDERS", Min: 16, Max: 50, Rank: 3},
		},
	}}
}

func (p *problems) contexts() []keys.Context { return []keys.Context{keys.Problems, keys.List} }

func (p *problems) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case snapshotMsg:
		p.snap = msg.Snapshot
		cmd := p.walk.sum(msg.Snapshot, p.visit, moreProblemsMsg{})
		p.arrange()
		return tea.Batch(cmd, p.ask(), p.lookAtPaths())
	case moreProblemsMsg:
		cmd := p.walk.on(p.visit, msg)
		p.arrange()
		return tea.Batch(cmd, p.ask(), p.lookAtPaths())
	case exampleMsg:
		p.asking, p.example = false, msg.example
		return p.ask()
	case unusualMsg:
		return p.tell(msg.path)
	}
	return nil
}

func (p *problems) visit(r *capture.Row) {
	if r.Cause == 0 {
		return
	}
	g := p.groups[r.Cause]
	if g == nil {
		g = &group{cause: r.Cause, senders: map[uint32]struct{}{}, first: r.Time}
		p.groups[r.Cause] = g
	}
	g.level = max(g.level, r.Level)
	g.exchanges++
	g.lost += uint64(r.Lost())
	if r.Untrue {
		g.untrue++
	}
	if _, known := g.senders[r.Sender]; !known {
		g.senders[r.Sender] = struct{}{}
		p.suspect(r.ID)
	}
	g.newest, g.id = r.Time, r.ID
}

// arrange puts the worst causes first, and sorts those by the column.
func (p *problems) arrange() {
	p.shown = p.shown[:0]
	for _, g := range p.groups {
		p.shown = append(p.shown, g)
	}
	slices.SortFunc(p.shown, func(a, b *group) int {
		order := p.compare(a, b)
		if p.list.Descending {
			order = -order
		}
		return cmp.Or(int(b.level)-int(a.level), order, strings.Compare(p.snap.Cause(a.cause), p.snap.Cause(b.cause)))
	})
	if !p.chosen && len(p.shown) > 0 {
		p.cursor = p.shown[0].cause
	}
}

// The columns of problems that can be sorted by.
const (
	problemCause = iota + 1
	problemRequests
	problemLost
	problemUntrue
	problemNewest
	problemSenders
)

// problemColumns are what they are remembered by.
var problemColumns = sortable{
	problemCause: "cause", problemRequests: "requests", problemLost: "lost", problemUntrue: "untrue",
	problemNewest: "newest", problemSenders: "",
}

func (p *problems) compare(a, b *group) int {
	switch p.list.Sorted {
	case problemCause:
		return strings.Compare(p.snap.Cause(a.cause), p.snap.Cause(b.cause))
	case problemRequests:
		return cmp.Compare(a.exchanges, b.exchanges)
	case problemLost:
		return cmp.Compare(a.lost, b.lost)
	case problemUntrue:
		return cmp.Compare(a.untrue, b.untrue)
	default:
		return cmp.Compare(a.newest, b.newest)
	}
}

func (p *problems) place() int {
	return max(slices.IndexFunc(p.shown, func(g *group) bool { return g.cause == p.cursor }), 0)
}

// ask reads the newest exchange with the cause under the cursor, one at a time.
func (p *problems) ask() tea.Cmd {
	if len(p.shown) == 0 || p.asking {
		return nil
	}
	g := p.shown[p.place()]
	cause := p.snap.Cause(g.cause)
	if p.example.cause == cause {
		return nil // an older example says the same; it is replaced when chosen again
	}
	p.asking = true
	history, id := p.history, g.id
	return func() tea.Msg { return exampleMsg{findExample(history, id, cause)} }
}

func findExample(h capture.History, id uint64, cause string) example {
	out := example{id: id, cause: cause}
	ex, err := exchangeOf(h, id)
	if err != nil {
		out.err = err
		return out
	}
	out.sender = ex.Sender.UserAgent
	for i := range ex.Verdict.Problems {
		if ex.Verdict.Problems[i].Cause == cause {
			out.problem = &ex.Verdict.Problems[i]
			break
		}
	}
	return out
}

func (p *problems) do(a keys.Action) (tea.Cmd, bool) {
	if p.text.do(a) {
		p.chosen = true // nobody reads on about another cause
		return nil, true
	}
	if n, ok := keys.Distance(a, p.list.Page(), len(p.shown)); ok {
		p.move(n)
		return p.ask(), true
	}
	if len(p.shown) == 0 {
		return nil, false
	}
	switch a {
	case keys.Left:
		p.list.Pan(-1)
	case keys.Right:
		p.list.Pan(1)
	case keys.Sort:
		problemColumns.next(&p.list)
		p.arrange()
	case keys.Reverse:
		p.list.Descending = !p.list.Descending
		p.arrange()
	case keys.Open:
		p.chosen = true
		return show("cause:" + p.snap.Cause(p.cursor)), true
	case keys.Copy:
		p.chosen = true
		if pr := p.example.problem; pr != nil && pr.Fix != "" {
			text := pr.Fix
			return func() tea.Msg { return detail.CopyText{What: "the fix", Text: text} }, true
		}
	default:
		return nil, false
	}
	return nil, true
}

func (p *problems) move(n int) {
	if len(p.shown) == 0 {
		return
	}
	old := p.place()
	place := min(max(old+n, 0), len(p.shown)-1)
	p.cursor, p.chosen = p.shown[place].cause, true
	p.list.Moved(place - old)
	p.text.begin()
}

func (p *problems) click(_, y int) tea.Cmd {
	n, ok := p.list.Hit(p.place(), len(p.shown), y)
	if !ok || p.text.whole {
		return nil
	}
	p.move(n)
	return p.ask()
}

func (p *problems) status() string { return figure.Plural(len(p.shown), "cause") }

func (p *problems) view(lk *detail.Look, w, h int) widget.Block {
	if len(p.shown) == 0 {
		t := &widget.Text{}
		t.Skip()
		t.Para(2, widget.Run{Ink: lk.Good, Text: lk.Glyphs.Good + " "}, widget.Run{Text: "no problems so far"})
		return t.Lines(w).Fit(w, h)
	}
	if p.text.whole {
		return p.text.lines(lk, p.about(lk), w, h)
	}
	rows := max(min(len(p.shown)+1, h*2/5), 4)
	list := p.list.Barred(lk.Theme, widget.ListView{
		W: w, H: rows, Len: len(p.shown), Cursor: p.place(), Focused: true,
		Row: func(i int, r *widget.Row) { p.row(lk, p.shown[i], r) },
	})
	about := p.text.lines(lk, p.about(lk), w, h-rows-1)
	return widget.Stack(list, widget.Block{widget.Rule(lk.Theme, w)}, about)
}

func (p *problems) row(lk *detail.Look, g *group, r *widget.Row) {
	sign, ink := detail.LevelSign(lk, g.level)
	r.Put(ink, sign)
	r.Put(lk.Text, strings.ReplaceAll(p.snap.Cause(g.cause), "_", " "))
	r.Put(lk.Text, figure.Count(g.exchanges))
	r.Put(zero(lk, g.lost, lk.Bad))
	r.Put(zero(lk, g.untrue, lk.Warn))
	r.Put(lk.Muted, lk.Ago(time.Unix(0, g.newest)))
	r.Put(lk.Muted, p.senderNames(g))
}

// zero makes figures that should be zero stand out when they are not.
func zero(lk *detail.Look, n uint64, alarm widget.Ink) (widget.Ink, string) {
	if n == 0 {
		return lk.Muted, "-"
	}
	return alarm, figure.Count(n)
}

// senderNames lists whose requests they were, once each.
func (p *problems) senderNames(g *group) string {
	var names []string
	for n := range g.senders {
		if int(n) < len(p.snap.Senders) {
			names = append(names, p.snap.Senders[n].UserAgent)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// about explains the cause under the cursor by its newest example.
func (p *problems) about(lk *detail.Look) *widget.Text {
	t := &widget.Text{}
	e := &p.example
	switch {
	case e.err != nil:
		t.Para(1, widget.Run{Ink: lk.Warn, Text: e.err.Error()})
	case e.problem == nil || e.cause != p.snap.Cause(p.cursor):
		t.Skip()
	default:
		detail.WriteProblem(lk, t, e.problem)
		t.Skip()
		t.Para(1, widget.Run{Ink: lk.Muted, Text: "from exchange " + figure.Count(e.id) + " of " + widget.Truncate(e.sender, 60, "…") + "   "},
			widget.Run{Ink: lk.Accent, Text: "enter"}, widget.Run{Ink: lk.Muted, Text: " all of them   "},
			widget.Run{Ink: lk.Accent, Text: "y"}, widget.Run{Ink: lk.Muted, Text: " copy the fix"})
	}
	return t
}

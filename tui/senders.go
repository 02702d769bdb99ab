package tui

import (
	"cmp"
	"context"
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

// senders is the second screen: one row for each sender, and what its habits say.
type senders struct {
	ctx    context.Context
	reader Reader

	snap  capture.Snapshot
	order []uint32 // the senders' numbers, in the order of the list

	abandoned map[string]store.Abandoned // by sender
	shown     bool
	asking    bool
	next      time.Time // when it is looked for them again

	list   widget.List
	text   explanation
	cursor uint32 // the sender that the cursor is on
	chosen bool   // by the user; until then it is the first one listed
	names  sortable
	now    time.Time
}

// abandonedEvery is how often it is looked for abandoned series once the screen was
// looked at: it takes some milliseconds where there are a million.
const abandonedEvery = 10 * time.Second

// abandonedMsg is what was found.
type abandonedMsg struct{ found map[string]store.Abandoned }

func newSenders(ctx context.Context, cfg Config) *senders {
	s := &senders{ctx: ctx, reader: cfg.Reader, now: time.Now(), list: widget.List{Sorted: sendersUsual, Descending: true}}
	for _, c := range senderColumns {
		s.list.Columns = append(s.list.Columns, c.Column)
		s.names = append(s.names, strings.ToLower(c.Title))
	}
	return s
}

func (s *senders) contexts() []keys.Context { return []keys.Context{keys.Senders, keys.List} }

func (s *senders) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case snapshotMsg:
		s.snap = msg.Snapshot
		s.arrange()
	case tickMsg:
		s.now = time.Time(msg)
		s.arrange()
		return s.look()
	case shownMsg:
		s.shown = true
		return s.look()
	case abandonedMsg:
		s.asking, s.abandoned = false, msg.found
	}
	return nil
}

// look looks for series that ended without a marker, now and then.
func (s *senders) look() tea.Cmd {
	if !s.shown || s.asking || s.reader == nil || s.now.Before(s.next) {
		return nil
	}
	s.asking, s.next = true, s.now.Add(abandonedEvery)
	ctx, reader := s.ctx, s.reader
	return func() tea.Msg {
		all, _ := reader.Abandoned(ctx) // fails only when the dashboard ends
		found := make(map[string]store.Abandoned, len(all))
		for _, a := range all {
			found[a.Sender] = a
		}
		return abandonedMsg{found}
	}
}

// arrange sorts the senders, of which there are at most some thousand.
func (s *senders) arrange() {
	s.order = s.order[:0]
	for i, stats := range s.snap.SenderStats {
		if stats.Requests > 0 {
			s.order = append(s.order, uint32(i))
		}
	}
	compare := senderColumns[s.list.Sorted].compare
	slices.SortStableFunc(s.order, func(i, j uint32) int {
		a, b := s.stats(i), s.stats(j)
		order := compare(s, a, b)
		if s.list.Descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Sender.UserAgent, b.Sender.UserAgent))
	})
	if !s.chosen && len(s.order) > 0 {
		s.cursor = s.order[0]
	}
}

func (s *senders) stats(n uint32) *capture.SenderStats { return s.snap.SenderStats[n] }

// place is the row of the cursor.
func (s *senders) place() int { return max(slices.Index(s.order, s.cursor), 0) }

// current is the sender under the cursor; there must be one.
func (s *senders) current() *capture.SenderStats { return s.stats(s.order[s.place()]) }

func (s *senders) do(a keys.Action) (tea.Cmd, bool) {
	if s.text.do(a) {
		s.chosen = true // nobody reads on about another sender
		return nil, true
	}
	if n, ok := keys.Distance(a, s.list.Page(), len(s.order)); ok {
		s.move(n)
		return nil, true
	}
	switch a {
	case keys.Left:
		s.list.Pan(-1)
	case keys.Right:
		s.list.Pan(1)
	case keys.Sort:
		s.names.next(&s.list)
	case keys.Reverse:
		s.list.Descending = !s.list.Descending
	case keys.SameSender:
		if len(s.order) > 0 {
			s.chosen = true
			return show(senderFilter(s.current().Sender.UserAgent)), true
		}
	default:
		return nil, false
	}
	s.arrange()
	return nil, true
}

func (s *senders) move(n int) {
	if len(s.order) == 0 {
		return
	}
	old := s.place()
	place := min(max(old+n, 0), len(s.order)-1)
	s.cursor, s.chosen = s.order[place], true
	s.list.Moved(place - old)
	s.text.begin()
}

func (s *senders) status() string { return figure.Plural(len(s.order), "sender") }

func (s *senders) view(lk *detail.Look, w, h int) widget.Block {
	if s.text.whole && len(s.order) > 0 {
		return s.text.lines(lk, s.about(lk), w, h)
	}
	rows := h
	if len(s.order) > 0 && h >= 16 {
		rows = max(min(len(s.order)+1, h/2), 4)
	}
	list := s.list.Barred(lk.Theme, widget.ListView{
		W: w, H: rows, Len: len(s.order), Cursor: s.place(), Focused: true, Empty: "nobody has sent anything yet",
		Row: func(i int, r *widget.Row) {
			for _, c := range senderColumns {
				r.Put(c.cell(lk, s, s.stats(s.order[i])))
			}
		},
	})
	if rows == h {
		return list
	}
	about := s.text.lines(lk, s.about(lk), w, h-rows-1)
	return widget.Stack(list, widget.Block{widget.Rule(lk.Theme, w)}, about)
}

func (s *senders) click(_, y int) tea.Cmd {
	if s.text.whole {
		return nil
	}
	if n, ok := s.list.Hit(s.place(), len(s.order), y); ok {
		s.move(n)
	}
	return nil
}

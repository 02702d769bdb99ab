package tui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// senders is the second screen: one row for each sender, and what its habits say.
type senders struct {
	walk  walk
	cards []*scorecard // by the sender's number; nil: none yet
	shown []*scorecard // in the order of the list
	snap  capture.Snapshot

	list   widget.List
	pager  widget.Pager
	cursor uint32 // the sender that the cursor is on
	names  sortable
	now    time.Time
}

// moreSendersMsg goes on summing up.
type moreSendersMsg struct{}

func newSenders() *senders {
	s := &senders{now: time.Now(), list: widget.List{Sorted: sendersUsual, Descending: true}}
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
		cmd := s.walk.sum(msg.Snapshot, s.visit, moreSendersMsg{})
		s.arrange()
		return cmd
	case moreSendersMsg:
		cmd := s.walk.on(s.visit, msg)
		s.arrange()
		return cmd
	case tickMsg:
		s.now = time.Time(msg)
		s.arrange()
	}
	return nil
}

func (s *senders) visit(r *capture.Row) {
	for int(r.Sender) >= len(s.cards) {
		s.cards = append(s.cards, nil)
	}
	if s.cards[r.Sender] == nil {
		s.cards[r.Sender] = &scorecard{sender: r.Sender}
	}
	s.cards[r.Sender].add(r)
}

// arrange sorts the senders, of which there are at most some thousand.
func (s *senders) arrange() {
	s.shown = s.shown[:0]
	for _, c := range s.cards {
		if c != nil {
			s.shown = append(s.shown, c)
		}
	}
	compare := senderColumns[s.list.Sorted].compare
	slices.SortStableFunc(s.shown, func(a, b *scorecard) int {
		order := compare(s, a, b)
		if s.list.Descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(s.sender(a).UserAgent, s.sender(b).UserAgent))
	})
}

func (s *senders) sender(c *scorecard) capture.Sender {
	if int(c.sender) < len(s.snap.Senders) {
		return s.snap.Senders[c.sender]
	}
	return capture.Sender{}
}

// place is the row of the cursor.
func (s *senders) place() int {
	return max(slices.IndexFunc(s.shown, func(c *scorecard) bool { return c.sender == s.cursor }), 0)
}

func (s *senders) do(a keys.Action) (tea.Cmd, bool) {
	if n, ok := keys.Distance(a, s.list.Page(), len(s.shown)); ok {
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
		if len(s.shown) > 0 {
			return show(senderFilter(s.sender(s.shown[s.place()]).UserAgent)), true
		}
	default:
		return nil, false
	}
	s.arrange()
	return nil, true
}

func (s *senders) move(n int) {
	if len(s.shown) == 0 {
		return
	}
	old := s.place()
	place := min(max(old+n, 0), len(s.shown)-1)
	s.cursor = s.shown[place].sender
	s.list.Moved(place - old)
}

func (s *senders) status() string { return figure.Plural(len(s.shown), "sender") }

func (s *senders) view(lk *detail.Look, w, h int) widget.Block {
	rows := h
	if len(s.shown) > 0 && h >= 16 {
		rows = max(min(len(s.shown)+1, h/2), 4)
	}
	list := s.list.Lines(lk.Theme, widget.ListView{
		W: w, H: rows, Len: len(s.shown), Cursor: s.place(), Focused: true, Empty: "nobody has sent anything yet",
		Row: func(i int, r *widget.Row) {
			for _, c := range senderColumns {
				r.Put(c.cell(lk, s, s.shown[i]))
			}
		},
	})
	if rows == h {
		return list
	}
	about := s.pager.Lines(lk.Theme, s.about(lk).Lines(w-1), w, h-rows-1)
	return widget.Stack(list, widget.Block{widget.Rule(lk.Theme, w)}, about)
}

func (s *senders) click(_, y int) tea.Cmd {
	v := widget.ListView{H: s.list.Page() + 1, Len: len(s.shown), Cursor: s.place()}
	if i, ok := s.list.At(v, y); ok {
		s.move(i - v.Cursor)
	}
	return nil
}

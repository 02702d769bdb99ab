package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// requests is the first screen: every exchange as it comes, and one of them
// opened beside the list, below it, or in its place.
type requests struct {
	ctx     context.Context
	cfg     Config
	history capture.History
	notes   Notes           // nil where nothing can be written
	marks   map[uint64]bool // set or taken away since the snapshot
	decoder *decode.Decoder

	listing listing
	list    widget.List
	visible []column
	cursor  uint64 // the exchange that the cursor is on, 0 for none
	follow  bool   // the cursor stays on the newest; in the order of arrival only

	number    int // of the filter and order; answers to others are dropped
	searching bool
	arranging bool
	rested    time.Time // when the next sorting may begin
	now       time.Time

	opened  *detail.Exchange // nil: none
	opening int              // number of the last opening
	loading bool
	inside  bool // the opened exchange has the keys
	zoomed  bool
	share   share
	trail   []trace
	leaving bool   // the user asked to go on from the opened exchange
	setup   *setup // in place of the list: how to point a sender here

	expr    string // the filter as typed
	words   *vocabulary
	saved   []string
	past    past
	w, h    int
	listTop int // the list's first line, for clicks
}

func newRequests(ctx context.Context, cfg Config) *requests {
	s := &requests{ctx: ctx, cfg: cfg, history: cfg.History, decoder: cfg.Decoder, follow: true, marks: map[uint64]bool{}, share: share{usualWidth, usualHeight}}
	s.notes, _ = cfg.History.(Notes)
	if s.decoder == nil {
		s.decoder = decode.NewDecoder(decode.Config{})
	}
	for _, c := range order {
		if !specs[c].hidden {
			s.visible = append(s.visible, c)
		}
	}
	s.layColumns()
	return s
}

// layColumns gives the list the visible columns.
func (s *requests) layColumns() {
	s.list.Columns = s.list.Columns[:0]
	s.list.Sorted = -1
	for i, c := range s.visible {
		s.list.Columns = append(s.list.Columns, specs[c].Column)
		if c == s.listing.by.column {
			s.list.Sorted = i
		}
	}
	s.list.Descending = s.listing.by.descending
	s.list.Relayout()
}

func (s *requests) contexts() []keys.Context {
	switch {
	case s.setup != nil:
		return []keys.Context{keys.Setups, keys.List}
	case s.listing.snap.Len() == 0:
		return []keys.Context{keys.Idle}
	case s.opened != nil && s.inside:
		return []keys.Context{keys.Exchange, keys.List}
	default:
		return []keys.Context{keys.Requests, keys.List}
	}
}

func (s *requests) do(a keys.Action) (tea.Cmd, bool) {
	if s.setup != nil {
		return s.doSetup(a)
	}
	if s.opened != nil && s.inside {
		if cmd, ok := s.doInside(a); ok {
			return cmd, true
		}
	}
	if n, ok := keys.Distance(a, s.list.Page(), s.listing.Len()); ok {
		return s.move(n), true
	}
	if cmd, ok := s.doExchange(a); ok {
		return cmd, true
	}
	return s.doList(a)
}

// doList carries out what concerns the list.
func (s *requests) doList(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Left:
		s.list.Pan(-1)
	case keys.Right:
		s.list.Pan(1)
	case keys.Follow:
		return s.toggleFollow(), true
	case keys.Sort:
		return s.sortBy(s.nextColumn(), s.listing.by.descending), true
	case keys.Reverse:
		return s.sortBy(s.listing.by.column, !s.listing.by.descending), true
	case keys.Filter:
		return tea.Batch(open(s.filterPrompt()), readVocabulary(s.ctx, s.cfg.Reader)), true
	case keys.Unfilter:
		return s.setFilter(""), true
	case keys.SaveFilter:
		return s.saveFilter(), true
	case keys.Filters:
		return s.chooseFilter(), true
	case keys.SameSender:
		return s.filterSender(), true
	case keys.Columns:
		return s.chooseColumns(), true
	case keys.Setup:
		return s.showSetup(), true
	case keys.Back:
		return s.back()
	default:
		return nil, false
	}
	return nil, true
}

// doExchange carries out what concerns the exchange under the cursor.
func (s *requests) doExchange(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Open:
		return s.openAt(s.cursor, true), true
	case keys.Zoom:
		s.zoomed = !s.zoomed
	case keys.ListSmaller:
		return s.resize(-shareStep), true
	case keys.ListLarger:
		return s.resize(shareStep), true
	case keys.Mark:
		return s.mark(), true
	case keys.Comment:
		return s.commentPrompt(), true
	case keys.Copy:
		return s.withExchange(s.copyMenu), true
	case keys.Export:
		return s.withExchange(s.exportMenu), true
	default:
		return nil, false
	}
	return nil, true
}

// back closes what is in front, then the exchange, then the filter.
func (s *requests) back() (tea.Cmd, bool) {
	switch {
	case s.opened != nil:
		s.opened, s.inside, s.zoomed, s.trail = nil, false, false, nil
	case s.listing.filtered():
		return s.setFilter(""), false
	default:
		return nil, false
	}
	return nil, true
}

// move moves the cursor by n exchanges.
func (s *requests) move(n int) tea.Cmd {
	if s.listing.Len() == 0 {
		return nil
	}
	old, ok := s.listing.Place(s.cursor)
	if !ok {
		old = s.listing.Len() - 1
	}
	place := min(max(old+n, 0), s.listing.Len()-1)
	s.list.Moved(place - old)
	s.cursor = s.listing.ID(place)
	s.follow = place == s.newestPlace() && n != 0 && s.opened == nil && s.listing.by.column == byTime
	if s.opened != nil {
		return s.openAt(s.cursor, s.inside)
	}
	return nil
}

// newestPlace is where newcomers appear in the order of arrival.
func (s *requests) newestPlace() int {
	if s.listing.by.descending {
		return 0
	}
	return s.listing.Len() - 1
}

// toggleFollow stays with the newest request, or lets it go. Only in the order of
// arrival newcomers have a place to stay at, so that order comes back with it.
func (s *requests) toggleFollow() tea.Cmd {
	s.follow = !s.follow
	if !s.follow {
		return nil
	}
	var cmd tea.Cmd
	if s.listing.by.column != byTime {
		cmd = s.sortBy(byTime, false)
	}
	s.toNewest()
	return cmd
}

// toNewest puts the cursor on the newest exchange listed.
func (s *requests) toNewest() {
	if n := s.listing.Len(); n > 0 {
		old, _ := s.listing.Place(s.cursor)
		place := s.newestPlace()
		s.cursor = s.listing.ID(place)
		s.list.Moved(place - old)
	}
}

func (s *requests) status() string {
	n, all := s.listing.Len(), s.listing.snap.Len()
	words := figure.Plural(all, "exchange")
	if s.listing.filtered() {
		words = figure.Count(n) + " of " + words
	}
	if dropped := s.listing.snap.Dropped; dropped > 0 {
		words += " (" + figure.Count(dropped) + " older ones gone)"
	}
	if place, ok := s.listing.Place(s.cursor); ok && !s.follow {
		words = figure.Count(place+1) + "/" + words
	}
	if s.follow && n > 0 {
		words += "  following"
	}
	return words
}

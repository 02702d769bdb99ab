package tui

import (
	"context"
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// series is the third screen, three levels deep: what there is most of, the
// series of one of these, and one series over time.
type series struct {
	ctx    context.Context
	reader Reader

	by    counted
	count store.Cardinality
	rate  growth
	list  widget.List
	place int // of the cursor

	of     string // the selector whose series are listed; empty: the first level
	inside []store.SeriesInfo
	inner  widget.List
	at     int
	// telling are the labels that tell these series apart.
	telling figure.Telling
	listed  time.Time     // when they were listed; zero: not yet
	took    time.Duration // for how long

	one    *history // the series that is drawn; nil: none
	number int
	asking bool
	shown  bool
	err    error
	next   time.Time
}

// counted is what the first level counts by.
type counted int

const (
	byMetric counted = iota
	byLabel
	byPair
	countings
)

// How many of each sort are listed, and how often they are counted.
const (
	maxCounts   = 1000
	maxListed   = 2000
	countsEvery = 5 * time.Second
)

type (
	countedMsg struct {
		count store.Cardinality
		at    time.Time
		err   error
	}
	listedMsg struct {
		number  int
		list    []store.SeriesInfo
		telling figure.Telling
		at      time.Time
		took    time.Duration
		err     error
	}
)

func newSeries(ctx context.Context, cfg Config) *series {
	return &series{
		ctx: ctx, reader: cfg.Reader,
		list: widget.List{Sorted: countCount, Descending: true, Columns: []widget.Column{
			{Title: "METRIC", Min: 24, Max: 64},
			{Title: "SERIES", Min: 9, Right: true},
			{Title: "SHARE", Min: 7, Right: true, Rank: 1},
			{Min: 10, Max: 40, Rank: 2},
		}},
		inner: widget.List{Sorted: infoLabels, Columns: []widget.Column{
			{Title: "LABELS", Min: 30, Max: 160},
			{Title: "VALUE", Min: 12, Right: true, Rank: 1},
			{Title: "NEWEST", Min: 12, Right: true, Rank: 2},
			{Title: "WRITTEN BY", Min: 20, Rank: 3},
		}},
	}
}

func (s *series) contexts() []keys.Context {
	if s.one != nil {
		return []keys.Context{keys.History, keys.List}
	}
	return []keys.Context{keys.Series, keys.List}
}

func (s *series) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case shownMsg:
		s.shown = true
		return s.recount()
	case tickMsg:
		return s.tick(time.Time(msg))
	case countedMsg:
		s.asking = false
		s.err = msg.err
		if msg.err == nil {
			s.rate.add(msg.count.Series, msg.at)
			s.takeCount(msg.count)
		}
	case listedMsg:
		if msg.number == s.number {
			s.takeList(msg)
		}
	case historyMsg:
		if s.one != nil && msg.number == s.number {
			s.one.take(msg)
		}
	}
	return nil
}

// takeCount takes the first level in; the cursor stays on its name, and at its place
// if that is counted no more.
func (s *series) takeCount(count store.Cardinality) {
	on := s.countUnder()
	s.count = count
	s.arrangeCounts(on)
}

// takeList takes the second level in; the cursor stays on its series.
func (s *series) takeList(msg listedMsg) {
	on := s.seriesUnder()
	s.inside, s.telling, s.listed, s.took, s.err = msg.list, msg.telling, msg.at, msg.took, msg.err
	s.arrangeInside(on)
}

// tick reads again, every few seconds once the screen was looked at, what is in
// sight: counts, series, or the one series over time.
func (s *series) tick(now time.Time) tea.Cmd {
	if !s.shown || now.Before(s.next) {
		return nil
	}
	s.next = now.Add(countsEvery)
	switch {
	case s.one != nil:
		return s.read()
	case s.of != "" && s.took < slowList:
		return s.listAgain()
	case s.of != "":
		return nil
	default:
		return s.recount()
	}
}

// slowList is how long a listing may take to be done again unasked.
const slowList = 100 * time.Millisecond

// read reads the one series.
func (s *series) read() tea.Cmd {
	s.number++
	return s.one.read(s.ctx, s.reader, s.number)
}

func (s *series) recount() tea.Cmd {
	if s.reader == nil || s.asking {
		return nil
	}
	s.asking = true
	ctx, reader := s.ctx, s.reader
	return func() tea.Msg {
		count, err := reader.Cardinality(ctx, maxCounts)
		return countedMsg{count, time.Now(), err}
	}
}

// counts is the first level's list.
func (s *series) counts() []store.Count {
	switch s.by {
	case byLabel:
		return s.count.Labels
	case byPair:
		return s.count.Pairs
	default:
		return s.count.Metrics
	}
}

// selector picks the series behind a row of the first level.
func (s *series) selector(c store.Count) string {
	switch s.by {
	case byLabel:
		return "{" + labelName(c.Name) + `!=""}`
	case byPair:
		return "{" + c.Name + "}"
	default:
		return "{__name__=" + strconv.Quote(c.Name) + "}"
	}
}

func (s *series) do(a keys.Action) (tea.Cmd, bool) {
	switch {
	case s.one != nil:
		return s.doOne(a)
	case s.of != "":
		return s.doInside(a)
	}
	all := s.counts()
	if n, ok := keys.Distance(a, s.list.Page(), len(all)); ok {
		s.place = s.list.Shift(s.place, n, len(all))
		return nil, true
	}
	switch a {
	case keys.ByLabel:
		s.by, s.place = (s.by+1)%countings, 0
		for i, title := range s.titles() {
			s.list.Columns[i].Title = title
		}
		s.arrangeCounts("")
	case keys.Sort, keys.Reverse:
		s.doSort(a)
	case keys.Left:
		s.list.Pan(-1)
	case keys.Right:
		s.list.Pan(1)
	case keys.Refresh:
		return s.recount(), true
	case keys.Open:
		if s.place < len(all) {
			return s.listSeries(s.selector(all[s.place])), true
		}
	case keys.Copy:
		if s.place < len(all) {
			text := s.selector(all[s.place])
			return func() tea.Msg { return detail.CopyText{What: "the selector", Text: text} }, true
		}
	default:
		return nil, false
	}
	return nil, true
}

func (s *series) titles() [3]string {
	switch s.by {
	case byLabel:
		return [3]string{"LABEL", "VALUES", ""}
	case byPair:
		return [3]string{"LABEL AND VALUE", "SERIES", "SHARE"}
	default:
		return [3]string{"METRIC", "SERIES", "SHARE"}
	}
}

// listSeries goes to the second level.
func (s *series) listSeries(selector string) tea.Cmd {
	s.of, s.inside, s.at, s.listed, s.err = selector, nil, 0, time.Time{}, nil
	return s.listAgain()
}

func (s *series) listAgain() tea.Cmd {
	s.number++
	ctx, reader, number, selector := s.ctx, s.reader, s.number, s.of
	return func() tea.Msg {
		began := time.Now()
		list, err := reader.Series(ctx, selector, maxListed)
		telling := figure.Tell(len(list), func(i int) []figure.Label { return figure.Labels(list[i].Series) })
		return listedMsg{number, list, telling, began, time.Since(began), err}
	}
}

func (s *series) doInside(a keys.Action) (tea.Cmd, bool) {
	if n, ok := keys.Distance(a, s.inner.Page(), len(s.inside)); ok {
		s.at = s.inner.Shift(s.at, n, len(s.inside))
		return nil, true
	}
	switch a {
	case keys.Back:
		s.of = ""
	case keys.Sort, keys.Reverse:
		s.doSort(a)
	case keys.Left:
		s.inner.Pan(-1)
	case keys.Right:
		s.inner.Pan(1)
	case keys.Refresh:
		return s.listAgain(), true
	case keys.Open:
		if s.at < len(s.inside) {
			s.one = newHistory(s.inside[s.at])
			return s.read(), true
		}
	case keys.Copy:
		if s.at < len(s.inside) {
			text := s.inside[s.at].Series
			return func() tea.Msg { return detail.CopyText{What: "the series", Text: text} }, true
		}
	default:
		return nil, false
	}
	return nil, true
}

func (s *series) doOne(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Back:
		s.one = nil
		return nil, true
	case keys.Wider, keys.Narrower, keys.Refresh:
		if a != keys.Refresh {
			s.one.span = stepSpan(s.one.span, a == keys.Wider)
		}
		return s.read(), true
	case keys.Origin:
		if id := s.one.info.Newest.Exchange; id != 0 {
			return func() tea.Msg { return detail.GoTo{ID: id} }, true
		}
		return nil, true
	case keys.Copy:
		text := s.one.info.Series
		return func() tea.Msg { return detail.CopyText{What: "the series", Text: text} }, true
	}
	n, ok := keys.Distance(a, s.one.pager.Page(), s.one.pager.Len())
	s.one.pager.Scroll(n)
	return nil, ok
}

// reading reports whether the level in sight was not read yet.
func (s *series) reading() bool {
	if s.of != "" {
		return s.listed.IsZero()
	}
	return len(s.rate.counts) == 0
}

func (s *series) status() string {
	switch {
	case s.one != nil:
		return ""
	case s.reading():
		return ""
	case s.of != "":
		return figure.Plural(len(s.inside), "series")
	}
	words := fmt.Sprintf("%s in the head, %s", figure.Count(s.count.Series), figure.Bytes(s.count.Bytes))
	if perMinute, known := s.rate.perMinute(); known {
		words += ", " + figure.Short(perMinute) + " new/min"
	}
	return words
}

// growth is how many series appear in a minute.
type growth struct {
	counts []int
	times  []time.Time
}

// rateCounts is over how many counts new series are counted: a minute of them.
const rateCounts = 13

func (n *growth) add(count int, at time.Time) {
	n.counts, n.times = append(n.counts, count), append(n.times, at)
	if len(n.counts) > rateCounts {
		n.counts, n.times = n.counts[1:], n.times[1:]
	}
}

// perMinute is not known from one count alone.
func (n *growth) perMinute() (rate float64, known bool) {
	last := len(n.counts) - 1
	if last < 1 {
		return 0, false
	}
	minutes := n.times[last].Sub(n.times[0]).Minutes()
	if minutes <= 0 {
		return 0, false
	}
	return max(float64(n.counts[last]-n.counts[0])/minutes, 0), true
}

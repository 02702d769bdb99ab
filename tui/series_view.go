package tui

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/common/model"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

func (s *series) view(lk *detail.Look, w, h int) widget.Block {
	switch {
	case s.reader == nil:
		return said(lk, "a file holds no TSDB: there are no series to count", w, h)
	case s.err != nil:
		return said(lk, s.err.Error(), w, h)
	case s.one != nil:
		return s.one.view(lk, w, h)
	case s.of != "":
		return s.insideView(lk, w, h)
	}
	all := s.counts()
	top := 0
	for _, c := range all {
		top = max(top, c.N)
	}
	return s.list.Barred(lk.Theme, widget.ListView{
		W: w, H: h, Len: len(all), Cursor: min(s.place, len(all)-1), Focused: true, Empty: s.emptyWords(),
		Row: func(i int, r *widget.Row) { s.countRow(lk, r, all[i], top) },
	})
}

// emptyWords never says that there is nothing before it is known.
func (s *series) emptyWords() string {
	switch {
	case s.reading():
		return "reading…"
	case s.of != "":
		return "no series"
	default:
		return "nothing is stored yet"
	}
}

func (s *series) click(_, y int) tea.Cmd {
	switch {
	case s.one != nil:
	case s.of != "":
		if n, ok := s.inner.Hit(s.at, len(s.inside), y-1); ok { // below the selector
			s.at = s.inner.Shift(s.at, n, len(s.inside))
		}
	default:
		all := s.counts()
		if n, ok := s.list.Hit(s.place, len(all), y); ok {
			s.place = s.list.Shift(s.place, n, len(all))
		}
	}
	return nil
}

func (s *series) countRow(lk *detail.Look, r *widget.Row, c store.Count, top int) {
	r.Put(lk.Text, c.Name)
	r.Put(lk.Text, figure.Count(c.N))
	if s.by == byLabel {
		r.Put(lk.Muted, "")
	} else {
		r.Put(lk.Muted, figure.Percent(uint64(c.N), uint64(max(s.count.Series, c.N))))
	}
	r.Put(lk.Accent, widget.Gauge(lk.Theme, float64(c.N)/float64(max(top, 1)), s.list.Width(3)))
}

func (s *series) insideView(lk *detail.Look, w, h int) widget.Block {
	line := widget.NewLine(w, widget.Ink{}).Space(1).Cell(lk.Strong, figure.Series(s.of), w-2, false, lk.Glyphs.Ellipsis).String()
	list := s.inner.Barred(lk.Theme, widget.ListView{
		W: w, H: h - 1, Len: len(s.inside), Cursor: min(s.at, len(s.inside)-1), Focused: true, Empty: s.emptyWords(),
		Row: func(i int, r *widget.Row) { s.infoRow(lk, r, &s.inside[i]) },
	})
	return widget.Stack(widget.Block{line}, list)
}

func (s *series) infoRow(lk *detail.Look, r *widget.Row, info *store.SeriesInfo) {
	r.Put(lk.Text, s.telling.Write(figure.Labels(info.Series), s.by == byMetric))
	if !info.Newest.Known {
		r.Put(lk.Muted, "-")
		return
	}
	r.Put(lk.Text, newestValue(info.Newest.Value))
	clock := figure.Clock{Loc: lk.Loc, Now: lk.Now}
	if s.listed.After(lk.Now) { // paused: the list is newer than the clock
		clock.Now = s.listed
	}
	r.Put(lk.Muted, clock.Ago(time.UnixMilli(info.Newest.Timestamp)))
	r.Put(lk.Muted, info.Newest.Sender)
}

// newestValue writes the value of a series' newest sample so that it fits its column:
// what an ellipsis would hide is the exponent, or the count of a histogram.
func newestValue(s string) string {
	if rest, ok := strings.CutPrefix(s, "histogram, "); ok {
		return rest
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s // a stale marker
	}
	return figure.Digits(v)
}

// said fills a screen with one sentence.
func said(lk *detail.Look, text string, w, h int) widget.Block {
	t := &widget.Text{}
	t.Skip()
	t.Para(2, widget.Run{Ink: lk.Muted, Text: text})
	return t.Lines(w).Fit(w, h)
}

// labelName writes a label's name as a selector takes it: names beyond the old
// rules stand in quotes.
func labelName(name string) string {
	if model.LegacyValidation.IsValidLabelName(name) {
		return name
	}
	return strconv.Quote(name)
}

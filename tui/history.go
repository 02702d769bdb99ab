package tui

import (
	"context"
	"math"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// history is one series over time: its raw samples, drawn, and what is odd about
// them.
type history struct {
	info   store.SeriesInfo
	span   time.Duration
	points []store.Point
	from   time.Time
	to     time.Time
	asked  bool // an answer came
	err    error
	pager  widget.Pager
}

// historyMsg is the samples that were read.
type historyMsg struct {
	number   int
	points   []store.Point
	from, to time.Time
	err      error
}

// spans are the ranges of time to choose from.
var spans = [...]time.Duration{
	time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour,
	3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour,
}

// usualSpan is the range to begin with.
const usualSpan = 10 * time.Minute

// stepSpan is the next longer or shorter range.
func stepSpan(now time.Duration, longer bool) time.Duration {
	for i, s := range spans {
		if s == now && longer {
			return spans[min(i+1, len(spans)-1)]
		}
		if s == now {
			return spans[max(i-1, 0)]
		}
	}
	return usualSpan
}

func newHistory(info store.SeriesInfo) *history { return &history{info: info, span: usualSpan} }

// read reads the samples up to the newest one, or up to now.
func (h *history) read(ctx context.Context, reader Reader, number int) tea.Cmd {
	selector, span := h.info.Series, h.span
	return func() tea.Msg {
		to := time.Now()
		msg := historyMsg{number: number, from: to.Add(-span), to: to}
		readings, err := reader.ReadBack(ctx, selector, msg.from, msg.to)
		msg.err = err
		if len(readings) > 0 {
			msg.points = readings[0].Points
		}
		return msg
	}
}

func (h *history) take(msg historyMsg) {
	h.points, h.from, h.to, h.err, h.asked = msg.points, msg.from, msg.to, msg.err, true
}

// oddities is what a series shows besides its values.
type oddities struct {
	stale, resets, gaps int
	interval            time.Duration // the median distance of samples
}

// observe looks for stale markers, for falls as counters have them, and for
// distances of more than twice the usual one.
func observe(points []store.Point) oddities {
	var o oddities
	o.interval = medianStep(points)
	for i, p := range points {
		if staleness(p) {
			o.stale++
			continue
		}
		if i == 0 || staleness(points[i-1]) {
			continue
		}
		if amount(p) < amount(points[i-1]) {
			o.resets++
		}
		if o.interval > 0 && time.Duration(p.Timestamp-points[i-1].Timestamp)*time.Millisecond > 2*o.interval {
			o.gaps++
		}
	}
	return o
}

func medianStep(points []store.Point) time.Duration {
	steps := make([]int64, 0, len(points))
	for i := 1; i < len(points); i++ {
		steps = append(steps, points[i].Timestamp-points[i-1].Timestamp)
	}
	return time.Duration(median(steps)) * time.Millisecond
}

// staleness reports whether a sample is the marker for the end of a series.
func staleness(p store.Point) bool {
	if p.Histogram != nil {
		return value.IsStaleNaN(p.Histogram.Sum)
	}
	return value.IsStaleNaN(p.Value)
}

// amount is what is drawn of a sample: a histogram's count.
func amount(p store.Point) float64 {
	if p.Histogram != nil {
		return p.Histogram.Count
	}
	return p.Value
}

// curve is the points as a curve; stale markers are gaps.
func curve(points []store.Point, ink widget.Ink) widget.Curve {
	c := widget.Curve{Ink: ink, Points: make([]widget.Point, len(points))}
	for i, p := range points {
		c.Points[i] = widget.Point{X: float64(p.Timestamp), Y: amount(p)}
		if staleness(p) {
			c.Points[i].Y = math.NaN()
		}
	}
	return c
}

// beginning is where a chart of what was asked from a time on begins: with the
// first point, as what was before it would be empty.
func beginning(curves []widget.Curve, from time.Time) float64 {
	first := math.Inf(1)
	for _, c := range curves {
		if len(c.Points) > 0 {
			first = math.Min(first, c.Points[0].X)
		}
	}
	if math.IsInf(first, 1) {
		return float64(from.UnixMilli())
	}
	return math.Max(first, float64(from.UnixMilli()))
}

func (h *history) view(lk *detail.Look, w, height int) widget.Block {
	head := h.head(lk, w)
	room := max(height-len(head), 0)
	switch {
	case h.err != nil:
		return append(head, said(lk, h.err.Error(), w, room)...)
	case !h.asked:
		return append(head, said(lk, "reading", w, room)...)
	case len(h.points) == 0:
		return append(head, said(lk, "no samples in the last "+figure.Span(h.span)+"; + looks further back", w, room)...)
	}
	chart := widget.Chart{
		Curves: []widget.Curve{curve(h.points, lk.Accent)}, To: float64(h.to.UnixMilli()),
		FormatX: lk.Axis(h.span), FormatY: figure.Rounded,
	}
	chart.From = beginning(chart.Curves, h.from)
	chartHeight := max((room-2)*3/5, 5)
	rest := max(room-chartHeight-1, 0)
	lines := h.table(lk).Lines(w - 1)
	return widget.Stack(head, chart.Lines(lk.Theme, w, chartHeight), widget.Blank(w, 1), h.pager.Lines(lk.Theme, lines, w, rest)).Fit(w, height)
}

// counts reports whether a series only grows by its name: the value of another one
// may well fall.
func counts(series string) bool {
	name, _, _ := strings.Cut(figure.Series(series), "{")
	for _, suffix := range [...]string{"_total", "_count", "_sum", "_bucket"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// headHeight is the most lines that the name and the summary take.
const headHeight = 6

// head is the series, and what is odd about it.
func (h *history) head(lk *detail.Look, w int) widget.Block {
	t := &widget.Text{}
	t.Hang(1, 3, widget.Run{Ink: lk.Strong, Text: widget.Truncate(figure.Series(h.info.Series), 3*w, lk.Glyphs.Ellipsis)})
	t.Para(1, h.summary(lk)...)
	lines := t.Lines(w)
	return lines[:min(len(lines), headHeight)]
}

func (h *history) summary(lk *detail.Look) []widget.Run {
	o := observe(h.points)
	var runs []widget.Run
	say := func(look widget.Ink, text string) {
		if len(runs) > 0 {
			runs = append(runs, widget.Run{Text: "  "})
		}
		runs = append(runs, widget.Run{Ink: look, Text: text, Whole: true})
	}
	put := func(n int, noun string, alarm widget.Ink) {
		look := lk.Muted
		if n > 0 {
			look = alarm
		}
		say(look, figure.Plural(n, noun))
	}
	say(lk.Text, "last "+figure.Span(h.span))
	say(lk.Muted, figure.Plural(len(h.points), "sample"))
	if o.interval > 0 {
		say(lk.Muted, "every "+figure.Span(o.interval))
	}
	put(o.gaps, "gap", lk.Warn)
	if counts(h.info.Series) || len(h.points) > 0 && h.points[0].Histogram != nil {
		put(o.resets, "reset", lk.Info)
	}
	put(o.stale, "stale marker", lk.Warn)
	if first := h.info.First; !first.IsZero() {
		say(lk.Muted, "first seen "+lk.Ago(first))
	}
	if n := h.info.Newest; n.Known && n.Sender != "" {
		say(lk.Muted, "newest by")
		runs = append(runs, widget.Run{Ink: lk.Text, Text: " " + n.Sender})
		if n.Exchange != 0 {
			runs = append(runs, widget.Run{Ink: lk.Muted, Text: " in exchange " + figure.Count(n.Exchange)})
		}
	}
	return runs
}

// table lists the samples, the newest first.
func (h *history) table(lk *detail.Look) *widget.Text {
	t := &widget.Text{}
	if p := h.points[len(h.points)-1]; p.Histogram != nil && !staleness(p) {
		rows := detail.Buckets(lk, p.Histogram, detail.MaxBuckets)
		t.Para(1, widget.Run{Ink: lk.Muted, Text: "the newest histogram"})
		t.Draw(func(w int) widget.Block { return widget.Bars(lk.Theme, rows, 1, w) })
		t.Skip()
	}
	for i := len(h.points) - 1; i >= 0 && i >= len(h.points)-maxCounts; i-- {
		p := h.points[i]
		look, text := lk.Text, figure.Value(amount(p))
		if staleness(p) {
			look, text = lk.Warn, "STALE"
		}
		t.Pair(1, 26, widget.Run{Ink: lk.Muted, Text: lk.Full(time.UnixMilli(p.Timestamp))}, widget.Run{Ink: look, Text: text})
	}
	return t
}

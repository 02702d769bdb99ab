package tui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// senderColumn is a column of the Senders screen.
type senderColumn struct {
	widget.Column
	cell    func(lk *detail.Look, s *senders, c *scorecard) (widget.Ink, string)
	compare func(s *senders, a, b *scorecard) int
}

// sendersUsual is the column by which senders are sorted at first: requests.
const sendersUsual = 4

// byFigure compares senders by a figure.
func byFigure(value func(s *senders, c *scorecard) float64) func(s *senders, a, b *scorecard) int {
	return func(s *senders, a, b *scorecard) int { return cmp.Compare(value(s, a), value(s, b)) }
}

// byWord compares senders by what they say of themselves.
func byWord(word func(capture.Sender) string) func(s *senders, a, b *scorecard) int {
	return func(s *senders, a, b *scorecard) int { return cmp.Compare(word(s.sender(a)), word(s.sender(b))) }
}

var senderColumns = []senderColumn{
	{widget.Column{Title: "SENDER", Min: 20, Max: 44}, func(lk *detail.Look, s *senders, c *scorecard) (widget.Ink, string) {
		if ua := s.sender(c).UserAgent; ua != "" {
			return lk.Text, ua
		}
		return lk.Muted, "no User-Agent"
	}, byWord(func(s capture.Sender) string { return s.UserAgent })},
	{widget.Column{Title: "ADDRESS", Min: 10, Max: 20, Rank: 8}, func(lk *detail.Look, s *senders, c *scorecard) (widget.Ink, string) {
		return lk.Muted, s.sender(c).Addr
	}, byWord(func(s capture.Sender) string { return s.Addr })},
	{widget.Column{Title: "TENANT", Min: 7, Max: 14, Rank: 10}, func(lk *detail.Look, s *senders, c *scorecard) (widget.Ink, string) {
		return lk.Muted, s.sender(c).Tenant
	}, byWord(func(s capture.Sender) string { return s.Tenant })},
	{widget.Column{Title: "MSG", Min: 5, Rank: 5}, func(lk *detail.Look, _ *senders, c *scorecard) (widget.Ink, string) {
		return lk.Text, c.message()
	}, byFigure(func(_ *senders, c *scorecard) float64 { return float64(c.v2) })},
	plainNumber("REQ", 7, 1, func(_ *senders, c *scorecard) float64 { return float64(c.requests) }),
	plainNumber("REQ/S", 6, 4, func(s *senders, c *scorecard) float64 { n, _ := c.rates(s.moment()); return n }),
	plainNumber("SMP/S", 6, 3, func(s *senders, c *scorecard) float64 { _, n := c.rates(s.moment()); return n }),
	plainNumber("PER REQ", 7, 9, func(_ *senders, c *scorecard) float64 { return float64(c.samples) / float64(c.requests) }),
	{widget.Column{Title: "LAG", Min: 7, Right: true, Rank: 2}, func(lk *detail.Look, _ *senders, c *scorecard) (widget.Ink, string) {
		if !c.lagging {
			return lk.Muted, "-"
		}
		return lk.Text, lagWords(time.Duration(c.lagMillis) * time.Millisecond)
	}, byFigure(func(_ *senders, c *scorecard) float64 { return float64(c.lagMillis) })},
	bad("LOST", 6, 0, func(c *scorecard) uint64 { return c.lost }),
	bad("4XX", 5, 0, func(c *scorecard) uint64 { return c.refused }),
	bad("5XX", 5, 6, func(c *scorecard) uint64 { return c.failed }),
	bad("UNTRUE", 6, 2, func(c *scorecard) uint64 { return c.untrue }),
	bad("RETRY", 5, 7, func(c *scorecard) uint64 { return c.retries }),
	plainNumber("OVERLAP", 7, 11, func(_ *senders, c *scorecard) float64 { return float64(c.overlaps) }),
}

// moment is the time at which rates are taken: now, or the end of what is there
// when it lies in the past, as with a file.
func (s *senders) moment() time.Time {
	if n := s.snap.Len(); n > 0 {
		if last := time.Unix(0, s.snap.Row(n-1).Time); s.now.Sub(last) > time.Minute {
			return last
		}
	}
	return s.now
}

func plainNumber(title string, width, rank int, value func(s *senders, c *scorecard) float64) senderColumn {
	return senderColumn{
		widget.Column{Title: title, Min: width, Right: true, Rank: rank},
		func(lk *detail.Look, s *senders, c *scorecard) (widget.Ink, string) {
			return lk.Text, figure.Short(value(s, c))
		},
		byFigure(value),
	}
}

// bad is a column of figures that should be zero.
func bad(title string, width, rank int, value func(c *scorecard) uint64) senderColumn {
	return senderColumn{
		widget.Column{Title: title, Min: width, Right: true, Rank: rank},
		func(lk *detail.Look, _ *senders, c *scorecard) (widget.Ink, string) {
			if n := value(c); n > 0 {
				return lk.Bad, figure.Count(n)
			}
			return lk.Muted, "0"
		},
		byFigure(func(_ *senders, c *scorecard) float64 { return float64(value(c)) }),
	}
}

// causesShown is how many causes of a sender's problems are named.
const causesShown = 5

// causes names what goes wrong with a sender, the commonest first.
func (s *senders) causes(lk *detail.Look, c *scorecard) []widget.Run {
	var runs []widget.Run
	for i, cause := range c.worst(causesShown) {
		if i > 0 {
			runs = append(runs, widget.Run{Ink: lk.Muted, Text: ", "})
		}
		name := strings.ReplaceAll(s.snap.Cause(cause), "_", " ")
		runs = append(runs, widget.Run{Ink: lk.Warn, Text: name}, widget.Run{Ink: lk.Muted, Text: " " + figure.Count(c.causes[cause])})
	}
	if rest := len(c.causes) - causesShown; rest > 0 {
		runs = append(runs, widget.Run{Ink: lk.Muted, Text: " and " + figure.Count(rest) + " more"})
	}
	return runs
}

// about says in words what the figures of the sender under the cursor mean.
func (s *senders) about(lk *detail.Look) *widget.Text {
	c := s.shown[s.place()]
	sender := s.sender(c)
	t := &widget.Text{}
	pair := func(label string, runs ...widget.Run) {
		t.Pair(1, 12, widget.Run{Ink: lk.Muted, Text: label}, runs...)
	}
	text := func(s string) widget.Run { return widget.Run{Ink: lk.Text, Text: s} }
	muted := func(s string) widget.Run { return widget.Run{Ink: lk.Muted, Text: "  " + s} }
	t.Para(1, widget.Run{Ink: lk.Strong, Text: widget.Truncate(sender.UserAgent, 200, "…")}, muted(widget.Truncate(sender.Addr, 100, "…")))
	t.Skip()
	pair("requests", text(figure.Count(c.requests)), muted(fmt.Sprintf("%s, last one %s", c.message(), lk.Ago(time.Unix(0, c.last)))))
	pair("batch", text(figure.Short(float64(c.samples)/float64(c.requests))+" samples a request"),
		muted(fmt.Sprintf("%s at most, %s on the wire, packed %.1f to 1", figure.Count(c.largest),
			figure.Bytes(c.wire/c.requests), float64(c.decoded)/float64(max(c.wire, 1)))))
	pair("rate", widget.Run{Ink: lk.Accent, Text: widget.Spark(lk.Theme, c.perSecond(s.moment()), rateSeconds)},
		muted("requests in each second"))
	if len(c.causes) > 0 {
		pair("problems", s.causes(lk, c)...)
	}
	if c.lost > 0 {
		pair("lost", widget.Run{Ink: lk.Bad, Text: figure.Plural(c.lost, "item")}, muted("sent and not stored; enter shows the requests"))
	}
	if c.untrue > 0 {
		pair("untrue", widget.Run{Ink: lk.Warn, Text: figure.Plural(c.untrue, "request")}, muted("answered 2xx although something was not stored: this sender does not know"))
	}
	if c.retries > 0 {
		pair("retries", text(figure.Count(c.retries)), muted("requests that said they were another attempt"))
	}
	if c.overlaps > 0 {
		pair("overlap", text(figure.Count(c.overlaps)), muted("came before the one before was answered: samples of a series may arrive out of order"))
	} else {
		pair("overlap", text("none"), muted("one request at a time"))
	}
	return t
}

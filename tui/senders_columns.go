package tui

import (
	"cmp"
	"time"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// senderColumn is a column of the Senders screen.
type senderColumn struct {
	widget.Column
	cell    func(lk *detail.Look, s *senders, c *capture.SenderStats) (widget.Ink, string)
	compare func(s *senders, a, b *capture.SenderStats) int
}

// rateSeconds is the window over which a sender's rates are taken.
const rateSeconds = 30

// sendersUsual is the column by which senders are sorted at first: requests.
const sendersUsual = 4

// byFigure compares senders by a figure.
func byFigure(value func(s *senders, c *capture.SenderStats) float64) func(s *senders, a, b *capture.SenderStats) int {
	return func(s *senders, a, b *capture.SenderStats) int { return cmp.Compare(value(s, a), value(s, b)) }
}

// byWord compares senders by what they say of themselves.
func byWord(word func(capture.Sender) string) func(s *senders, a, b *capture.SenderStats) int {
	return func(_ *senders, a, b *capture.SenderStats) int { return cmp.Compare(word(a.Sender), word(b.Sender)) }
}

var senderColumns = []senderColumn{
	{widget.Column{Title: "SENDER", Min: 20, Max: 44}, func(lk *detail.Look, _ *senders, c *capture.SenderStats) (widget.Ink, string) {
		if ua := c.Sender.UserAgent; ua != "" {
			return lk.Text, ua
		}
		return lk.Muted, "no User-Agent"
	}, byWord(func(s capture.Sender) string { return s.UserAgent })},
	word("ADDRESS", 10, 20, 9, func(s capture.Sender) string { return s.Addr }),
	word("TENANT", 7, 14, 11, func(s capture.Sender) string { return s.Tenant }),
	{widget.Column{Title: "MSG", Min: 5, Rank: 6}, func(lk *detail.Look, _ *senders, c *capture.SenderStats) (widget.Ink, string) {
		return lk.Text, messagesOf(c)
	}, byFigure(func(_ *senders, c *capture.SenderStats) float64 { return float64(c.V2) })},
	plainNumber("REQ", 7, 1, func(_ *senders, c *capture.SenderStats) float64 { return float64(c.Requests) }),
	plainNumber("REQ/S", 6, 5, func(s *senders, c *capture.SenderStats) float64 { return c.Rate(s.moment(), rateSeconds).Requests }),
	plainNumber("SMP/S", 6, 3, func(s *senders, c *capture.SenderStats) float64 { return c.Rate(s.moment(), rateSeconds).Samples }),
	plainNumber("BATCH", 7, 10, func(_ *senders, c *capture.SenderStats) float64 { return c.PerBatch() }),
	{widget.Column{Title: "LAG", Min: 7, Right: true, Rank: 2}, func(lk *detail.Look, _ *senders, c *capture.SenderStats) (widget.Ink, string) {
		if lag, known := c.Lag(); known {
			return lk.Text, lagWords(lag)
		}
		return lk.Muted, "-"
	}, byFigure(func(_ *senders, c *capture.SenderStats) float64 { lag, _ := c.Lag(); return float64(lag) })},
	bad("LOST", 6, 0, func(c *capture.SenderStats) uint64 { return c.Lost }),
	bad("4XX", 5, 0, func(c *capture.SenderStats) uint64 { return c.Answered(4) }),
	bad("5XX", 5, 7, func(c *capture.SenderStats) uint64 { return c.Answered(5) }),
	bad("UNTRUE", 6, 2, func(c *capture.SenderStats) uint64 { return c.Untrue }),
	bad("RETRY", 5, 8, func(c *capture.SenderStats) uint64 { return c.Retries }),
	bad("RULES", 5, 4, func(c *capture.SenderStats) uint64 { return c.Broken() }),
	plainNumber("OVERLAP", 7, 12, func(_ *senders, c *capture.SenderStats) float64 { return float64(c.Overlaps) }),
}

// messagesOf is the message that a sender declares, or both.
func messagesOf(c *capture.SenderStats) string {
	switch {
	case c.V1 > 0 && c.V2 > 0:
		return "v1 v2"
	case c.V2 > 0:
		return "v2"
	case c.V1 > 0:
		return "v1"
	default:
		return "?"
	}
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

// word is a column of what senders say of themselves.
func word(title string, width, most, rank int, text func(capture.Sender) string) senderColumn {
	return senderColumn{
		widget.Column{Title: title, Min: width, Max: most, Rank: rank},
		func(lk *detail.Look, _ *senders, c *capture.SenderStats) (widget.Ink, string) {
			return lk.Muted, text(c.Sender)
		},
		byWord(text),
	}
}

func plainNumber(title string, width, rank int, value func(s *senders, c *capture.SenderStats) float64) senderColumn {
	return senderColumn{
		widget.Column{Title: title, Min: width, Right: true, Rank: rank},
		func(lk *detail.Look, s *senders, c *capture.SenderStats) (widget.Ink, string) {
			return lk.Text, figure.Short(value(s, c))
		},
		byFigure(value),
	}
}

// bad is a column of figures that should be zero.
func bad(title string, width, rank int, value func(c *capture.SenderStats) uint64) senderColumn {
	return senderColumn{
		widget.Column{Title: title, Min: width, Right: true, Rank: rank},
		func(lk *detail.Look, _ *senders, c *capture.SenderStats) (widget.Ink, string) {
			if n := value(c); n > 0 {
				return lk.Bad, figure.Count(n)
			}
			return lk.Muted, "0"
		},
		byFigure(func(_ *senders, c *capture.SenderStats) float64 { return float64(value(c)) }),
	}
}

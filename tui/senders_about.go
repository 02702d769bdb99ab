package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rwscope/capture"
	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

const (
	causesShown  = 5 // causes of a sender's problems that are named
	retriesShown = 5 // newest bodies that came again
	aboutLabel   = 12
)

// senderText says in words what the figures of one sender mean.
type senderText struct {
	*widget.Text
	lk    *detail.Look
	stats *capture.SenderStats
}

// about is the text on the sender under the cursor.
func (s *senders) about(lk *detail.Look) *widget.Text {
	c := s.current()
	t := &senderText{Text: &widget.Text{}, lk: lk, stats: c}
	t.Para(1, widget.Run{Ink: lk.Strong, Text: widget.Truncate(c.Sender.UserAgent, 200, "…")},
		t.muted(widget.Truncate(c.Sender.Addr, 100, "…")))
	t.Skip()
	t.traffic(s.moment())
	t.losses(s.snap.Cause)
	t.retries()
	t.rules(s.abandoned[store.SenderKey(c.Sender.UserAgent+" "+c.Sender.Addr)])
	return t.Text
}

func (t *senderText) pair(label string, runs ...widget.Run) {
	t.Pair(1, aboutLabel, widget.Run{Ink: t.lk.Muted, Text: label}, runs...)
}

func (t *senderText) text(s string) widget.Run { return widget.Run{Ink: t.lk.Text, Text: s} }

func (t *senderText) muted(s string) widget.Run { return widget.Run{Ink: t.lk.Muted, Text: "  " + s} }

// traffic is how much comes, in which portions, how late, and how many at a time.
func (t *senderText) traffic(now time.Time) {
	c := t.stats
	t.pair("requests", t.text(figure.Count(c.Requests)),
		t.muted(fmt.Sprintf("%s, last one %s", messagesOf(c), t.lk.Ago(time.Unix(0, c.Last)))))
	t.pair("answers", t.text(answersOf(c)))
	t.pair("batch", t.text(figure.Short(c.PerBatch())+" samples a request"),
		t.muted(fmt.Sprintf("%.0f%% of the largest, %s; %s on the wire, packed %.1f to 1", 100*c.Fill(), figure.Count(c.LargestBatch),
			figure.Bytes(c.WireBytes/c.Requests), float64(c.DecodedBytes)/float64(max(c.WireBytes, 1)))))
	t.pair("rate", widget.Run{Ink: t.lk.Accent, Text: widget.Spark(t.lk.Theme, c.PerSecond(now, rateSeconds), rateSeconds)},
		t.muted("requests in each second"))
	if lag, known := c.Lag(); known {
		t.pair("lag", t.text(lagWords(lag)), t.muted("of late, "+lagWords(c.MaxLag)+" at most, from a request's newest sample to its arrival"))
	}
	t.pair("under way", t.text(fmt.Sprintf("%d at once", c.MaxConcurrent)), t.muted(t.concurrency()))
}

// concurrency is what requests under way at one time do to the order of samples.
func (t *senderText) concurrency() string {
	c := t.stats
	if c.Overlaps == 0 {
		return "each request waited for the answer to the one before"
	}
	average := ""
	if mean := c.MeanConcurrent(); mean >= 0.1 {
		average = ", " + figure.Short(mean) + " on average"
	}
	return fmt.Sprintf("at most%s; %s came while others were under way: samples of one series may arrive out of order",
		average, figure.Plural(c.Overlaps, "request"))
}

// answersOf counts answers by status, the commonest first.
func answersOf(c *capture.SenderStats) string {
	statuses := slices.SortedFunc(slices.Values(c.Statuses), func(a, b capture.StatusCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Status, b.Status))
	})
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = fmt.Sprintf("%s × %d", figure.Count(s.Count), s.Status)
		if s.Status == 0 {
			words[i] = figure.Count(s.Count) + " × none"
		}
	}
	return strings.Join(words, ", ")
}

// losses is what was not stored, and why.
func (t *senderText) losses(name func(uint16) string) {
	c := t.stats
	if len(c.Causes) > 0 {
		t.pair("problems", t.causes(name)...)
	}
	if c.Lost > 0 {
		t.pair("lost", widget.Run{Ink: t.lk.Bad, Text: figure.Plural(c.Lost, "item")}, t.muted("sent and not stored; enter shows the requests"))
	}
	if c.Untrue > 0 {
		t.pair("untrue", widget.Run{Ink: t.lk.Warn, Text: figure.Plural(c.Untrue, "request")},
			t.muted("answered 2xx although something was not stored: this sender does not know"))
	}
}

// causes names what goes wrong, the commonest first.
func (t *senderText) causes(name func(uint16) string) (runs []widget.Run) {
	causes := slices.SortedFunc(slices.Values(t.stats.Causes), func(a, b capture.CauseCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Cause, b.Cause))
	})
	for i, c := range causes[:min(len(causes), causesShown)] {
		if i > 0 {
			runs = append(runs, widget.Run{Ink: t.lk.Muted, Text: ", "})
		}
		runs = append(runs, widget.Run{Ink: t.lk.Warn, Text: strings.ReplaceAll(name(c.Cause), "_", " ")},
			widget.Run{Ink: t.lk.Muted, Text: " " + figure.Count(c.Count)})
	}
	if rest := len(causes) - causesShown; rest > 0 {
		runs = append(runs, widget.Run{Ink: t.lk.Muted, Text: " and " + figure.Count(rest) + " more"})
	}
	return runs
}

// retries are the newest bodies that came more than once.
func (t *senderText) retries() {
	c := t.stats
	if c.Retries == 0 {
		return
	}
	t.pair("retries", t.text(figure.Plural(c.Retries, "request")), t.muted("with a body that had come before"))
	for _, r := range slices.Backward(c.Retrying[max(0, len(c.Retrying)-retriesShown):]) {
		t.pair("", t.text(fmt.Sprintf("%s in %s", figure.Plural(r.Attempts, "attempt"), figure.Span(r.Lasted()))),
			t.muted(fmt.Sprintf("exchanges %d to %d, the last one answered %d; hash:%08x finds them", r.First, r.Last, r.Status, r.BodyHash>>32)))
	}
}

// rules are what the specification asks of senders and no single request shows.
func (t *senderText) rules(a store.Abandoned) {
	if a.Series > 0 {
		t.pair("ended", widget.Run{Ink: t.lk.Warn, Text: figure.Plural(a.Series, "series") + " without a stale marker"},
			t.muted("nothing more came for five minutes although the sender goes on; queries show the last value for as long. The last one: "+a.Example))
	}
	for _, f := range t.stats.Findings() {
		sign, ink := detail.LevelSign(t.lk, f.Rule.Level())
		t.pair("rule", widget.Run{Ink: ink, Text: sign + " " + strings.ReplaceAll(f.Rule.String(), "_", " ")},
			widget.Run{Ink: t.lk.Muted, Text: fmt.Sprintf(" × %s  ", figure.Count(f.Count))},
			t.text(f.Text+"."), t.muted(f.Rule.Spec()))
	}
}

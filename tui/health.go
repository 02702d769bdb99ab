package tui

import (
	"time"

	"rwscope/capture"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// history of the request rate that the sparkline shows, in seconds.
const sparkSeconds = 60

// lagRows is how many of the newest requests the lag is the median of.
const lagRows = 31

// health is how the session goes: rates over the last seconds, and totals.
type health struct {
	at      time.Time
	totals  capture.Totals
	rates   []float64 // requests in each second
	samples []float64 // samples in each of the last seconds
	lag     time.Duration
	lagging bool // there is a lag to speak of
}

// tick takes the measure of the time since the last tick.
func (h *health) tick(now time.Time, snap capture.Snapshot) {
	t := snap.Totals
	if seconds := now.Sub(h.at).Seconds(); !h.at.IsZero() && seconds > 0 {
		h.rates = append(h.rates, float64(t.Exchanges-h.totals.Exchanges)/seconds)
		h.rates = h.rates[max(len(h.rates)-sparkSeconds, 0):]
		h.samples = append(h.samples, float64(t.Samples+t.Histograms-h.totals.Samples-h.totals.Histograms)/seconds)
		h.samples = h.samples[max(len(h.samples)-steadySeconds, 0):]
	}
	h.at, h.totals = now, t
	h.lag, h.lagging = medianLag(snap)
}

// rest forgets when it measured last, so that a pause does not count as silence.
func (h *health) rest() { h.at = time.Time{} }

// medianLag is how old samples are on arrival, the median of the newest requests.
func medianLag(snap capture.Snapshot) (time.Duration, bool) {
	lags := make([]int32, 0, lagRows)
	for i := snap.Len() - 1; i >= 0 && i >= snap.Len()-4*lagRows && len(lags) < lagRows; i-- {
		if r := snap.Row(i); r.Samples+r.Histograms > 0 {
			lags = append(lags, r.LagMillis)
		}
	}
	if len(lags) == 0 {
		return 0, false
	}
	return time.Duration(median(lags)) * time.Millisecond, true
}

// reading is one figure of the health line.
type reading struct {
	label, value string
	look         widget.Ink
}

// rateWidth keeps what stands behind a rate in its place while the rate changes.
const rateWidth = 4

// line draws the health line. What matters most stands first, and stays when the
// window is narrow. Where nothing is received there are no rates.
func (h *health) line(lk *detail.Look, t capture.Totals, w int, live bool) string {
	line := widget.NewLine(w, widget.Ink{}).Space(1)
	if live {
		line.Put(lk.Strong, figure.Short(h.rate())).Put(lk.Muted, " req/s").To(1 + rateWidth + len(" req/s "))
		line.Put(lk.Accent, widget.Spark(lk.Theme, h.rates, min(max(w/8, 8), 30)))
		samples := reading{"samples/s", figure.Short(mean(h.samples)), lk.Text}
		h.put(lk, line, samples)
		line.Space(rateWidth - len(samples.value))
	} else {
		line.Put(lk.Strong, figure.Count(t.Exchanges)).Put(lk.Muted, " exchanges")
	}
	for _, r := range h.readings(lk, t) {
		if !h.put(lk, line, r) {
			break
		}
	}
	return line.String()
}

// put adds a figure, if there is room for it.
func (h *health) put(lk *detail.Look, line *widget.Line, r reading) bool {
	if line.Room() < widget.Width(r.value)+1+widget.Width(r.label)+3 {
		return false
	}
	line.Space(3).Put(r.look, r.value).Space(1).Put(lk.Muted, r.label)
	return true
}

// steadySeconds is over how long rates are taken: senders flush every few seconds,
// and a rate that jumps between nothing and twice the truth cannot be read.
const steadySeconds = 10

func (h *health) rate() float64 { return mean(h.rates[max(len(h.rates)-steadySeconds, 0):]) }

// mean is 0 of none.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(len(values), 1))
}

func (h *health) readings(lk *detail.Look, t capture.Totals) []reading {
	kept := t.KeptSamples + t.KeptHistograms + t.KeptExemps + t.Duplicates
	sent := t.Samples + t.Histograms + t.Exemplars
	stored := reading{"stored", figure.Percent(min(kept, sent), sent), lk.Text}
	if kept < sent {
		stored.look = lk.Warn
	}
	var out []reading
	if t.Unjournaled > 0 { // for good, and what was told about it may have been overlooked
		out = append(out, count("not journaled", t.Unjournaled, lk.Text, lk.Bad))
	}
	out = append(out, stored, count("4xx", t.Status4xx, lk.Text, lk.Warn), count("5xx", t.Status5xx, lk.Text, lk.Bad))
	if t.Untrue > 0 {
		out = append(out, reading{"2xx not stored", lk.Glyphs.Unequal + " " + figure.Count(t.Untrue), lk.Warn})
	}
	if h.lagging {
		out = append(out, reading{"lag", lagWords(h.lag), lk.Text})
	}
	if n := t.Mispredictions + t.Disagreements; n > 0 {
		out = append(out, reading{"doubts", figure.Count(n), lk.Bad})
	}
	return append(out, reading{"journal", figure.Bytes(t.JournalBytes), lk.Text})
}

// count is a figure that should be zero.
func count(label string, n uint64, calm, alarm widget.Ink) reading {
	if n == 0 {
		return reading{label, "0", calm}
	}
	return reading{label, figure.Count(n), alarm}
}

// lagWords is a lag; a negative one comes from a clock that is ahead.
func lagWords(d time.Duration) string {
	if d < 0 {
		return figure.Span(d) + " ahead"
	}
	return figure.Span(d)
}

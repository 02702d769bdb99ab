package detail

import (
	"cmp"
	"slices"
	"time"

	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// A time line shows a problem's sample between the moments that decide about it.
// It is not to scale: what matters is the order and the distances, which are
// written out, as they may be milliseconds and years on the same line.
//
//	  min valid      this sample         newest           now
//	╌╌╌╌┴━━━━━━ 48m ━━━━━━━▲━━━━━ 12s ━━━━━┴━━━━ 400ms ━━━━┴━━━━╌╌
//	  09:12:03.000   10:00:00.000     10:00:12.000    10:00:12.400

// moment is one mark on a time line.
type moment struct {
	at      int64 // Unix milliseconds
	name    string
	culprit bool
}

// futureLimit is how far ahead of its own clock Prometheus accepts samples.
const futureLimit = int64(10 * time.Minute / time.Millisecond)

// moments are the marks that tell something about a problem.
func moments(p *store.Problem, l store.Limits) []moment {
	var out []moment
	if l.Known {
		if l.Window > 0 {
			out = append(out, moment{at: l.MaxTime - l.Window, name: "window starts"})
		} else {
			out = append(out, moment{at: l.MinValid, name: "min valid"})
		}
		out = append(out, moment{at: l.MaxTime, name: "head's newest"})
	}
	if c := p.Conflict; c != nil && c.Timestamp != 0 && !(l.Known && c.Timestamp == l.MaxTime) {
		out = append(out, moment{at: c.Timestamp, name: "stored sample"})
	}
	if l.Now != 0 {
		out = append(out, moment{at: l.Now, name: "now"})
		if p.Timestamp > l.Now {
			out = append(out, moment{at: l.Now + futureLimit, name: "now + 10m"})
		}
	}
	out = append(out, moment{at: p.Timestamp, name: "this " + string(p.Item), culprit: true})
	slices.SortStableFunc(out, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	return out
}

// timeline draws the marks into w cells.
func timeline(lk *Look, marks []moment, w int) widget.Block {
	for len(marks) > 1 && w/len(marks) < 15 { // too narrow for all: the outermost give way
		marks = dropFarthest(marks)
	}
	if w < 16 {
		return nil
	}
	slot := w / len(marks)
	names := widget.NewLine(w, widget.Ink{})
	axis := widget.NewLine(w, widget.Ink{})
	times := widget.NewLine(w, widget.Ink{})
	for i, m := range marks {
		look, sign := lk.Muted, lk.Glyphs.Tick
		if m.culprit {
			look, sign = lk.Bad, lk.Glyphs.TickBad
		}
		x := i*slot + slot/2
		if i > 0 {
			gapLine(lk, axis, x, figure.Span(time.Duration(m.at-marks[i-1].at)*time.Millisecond))
		} else {
			axis.To(x)
		}
		axis.Put(look, sign)
		centre(names, look, m.name, x, slot)
		centre(times, look, lk.shortMillis(m.at), x, slot)
	}
	return widget.Block{names.String(), axis.String(), times.String()}
}

// dropFarthest removes the mark that is farthest from the culprit.
func dropFarthest(marks []moment) []moment {
	i := slices.IndexFunc(marks, func(m moment) bool { return m.culprit })
	if i > len(marks)-1-i {
		return marks[1:]
	}
	return marks[:len(marks)-1]
}

// gapLine draws the line up to x, with the distance in its middle.
func gapLine(lk *Look, axis *widget.Line, x int, distance string) {
	room := x - axis.Used()
	side := (room - widget.Width(distance) - 2) / 2
	for range max(side, 0) {
		axis.Put(lk.Faint, lk.Glyphs.Horizontal)
	}
	if side >= 0 {
		axis.Space(1).Put(lk.Text, distance).Space(1)
	}
	for axis.Used() < x {
		axis.Put(lk.Faint, lk.Glyphs.Horizontal)
	}
}

// centre puts text around cell x, within a slot.
func centre(line *widget.Line, ink widget.Ink, text string, x, slot int) {
	text = widget.Truncate(text, slot-1, "")
	line.To(x-(widget.Width(text)-1)/2).Put(ink, text)
}

// shortMillis is the time of day, or the date where that is what is wrong.
func (lk *Look) shortMillis(ms int64) string {
	t := time.UnixMilli(ms)
	if d := lk.Now.Sub(t); d > -12*time.Hour && d < 12*time.Hour {
		return lk.Day(t)
	}
	full := lk.Millis(ms)
	return full[:min(len(full), 10)]
}

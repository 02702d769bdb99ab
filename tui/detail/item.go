package detail

import (
	"strconv"
	"time"

	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// about explains one row of the series page in full.
func (s *seriesRows) about(lk *Look, t *widget.Text, row int) {
	e := s.at(row)
	if e.index >= 0 {
		s.aboutItem(lk, t, e)
	} else {
		t.Para(1, run(lk.Warn, "a TimeSeries without samples, histograms or exemplars"))
	}
	if e.item == store.ItemHistogram {
		t.Skip()
		s.aboutHistogram(lk, t, e)
	}
	if e.item == store.ItemExemplar {
		t.Skip()
		s.aboutExemplar(lk, t, e)
	}
	t.Skip()
	s.aboutLabels(lk, t, e.series)
}

func (s *seriesRows) aboutItem(lk *Look, t *widget.Text, e entry) {
	outcome := s.outcome(e)
	sign, ink := outcomeSign(lk, outcome)
	t.Para(1, run(ink, sign+" "+outcomeWords(outcome)), run(lk.Muted, "   "+string(e.item)+" "+figure.Count(e.index)))
	at := s.time(e)
	pair := func(label string, runs ...widget.Run) { t.Pair(1, 12, run(lk.Muted, label), runs...) }
	pair("time", run(lk.Text, lk.Millis(at)), run(lk.Muted, "  "+strconv.FormatInt(at, 10)+" ms, "+
		age(s.of.Capture.Time, at)))
	if start := s.start(e); start != 0 {
		pair("started", run(lk.Text, lk.Millis(start)))
	}
	if e.item == store.ItemSample {
		if v := s.m.Samples[e.index].Value; stale(v) {
			pair("value", run(lk.Warn, "STALE"), run(lk.Muted, "  the series ends here: its target or the series in it is gone"))
		} else {
			pair("value", run(lk.Text, figure.Value(v)))
		}
	}
	s.aboutProblems(lk, t, e)
}

// age is how long before the request an item's time is.
func age(arrived time.Time, ms int64) string {
	d := arrived.Sub(time.UnixMilli(ms))
	if d < 0 {
		return figure.Span(d) + " ahead of its arrival"
	}
	return figure.Span(d) + " before its arrival"
}

func (s *seriesRows) start(e entry) int64 {
	switch e.item {
	case store.ItemSample:
		return s.m.Samples[e.index].Start
	case store.ItemHistogram:
		return s.m.Histograms[e.index].Start
	default:
		return 0
	}
}

// aboutProblems lists the problems of this very item.
func (s *seriesRows) aboutProblems(lk *Look, t *widget.Text, e entry) {
	for i := range s.of.Capture.Verdict.Problems {
		p := &s.of.Capture.Verdict.Problems[i]
		if p.Item == e.item && p.Index == e.index {
			sign, ink := LevelSign(lk, p.Level)
			t.Hang(1, 3, run(ink, sign+" "), run(lk.Text, clip(p.Text, maxShown)))
		}
	}
}

// maxLabels is how many labels are listed.
const maxLabels = 200

func (s *seriesRows) aboutLabels(lk *Look, t *widget.Text, series int) {
	n := 0
	for name, value := range s.m.Labels(series) {
		if n++; n > maxLabels {
			t.Para(1, run(lk.Muted, "and more"))
			return
		}
		t.Hang(1, 3, run(lk.Info, clip(head(name), 200)), run(lk.Muted, " = "), run(lk.Text, clip(head(value), maxShown)))
	}
	if meta := s.m.Series[series].Meta; meta.Present {
		t.Skip()
		t.Para(1, run(lk.Muted, "metadata  "), run(lk.Text, metricType(meta.Type)), run(lk.Muted, "  "+clip(symbolText(s.m, meta.UnitRef), 60)),
			run(lk.Muted, "  "+clip(symbolText(s.m, meta.HelpRef), maxShown)))
	}
}

func (s *seriesRows) aboutExemplar(lk *Look, t *widget.Text, e entry) {
	t.Pair(1, 12, run(lk.Muted, "value"), run(lk.Text, figure.Value(s.m.Exemplars[e.index].Value)))
	for name, value := range s.m.ExemplarLabels(e.index) {
		t.Pair(1, 12, run(lk.Muted, clip(head(name), 100)), run(lk.Text, clip(head(value), maxShown)))
	}
}

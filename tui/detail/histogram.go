package detail

import (
	"math"

	"github.com/prometheus/prometheus/model/histogram"

	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// MaxBuckets is how many buckets are drawn where there is room for them all.
const MaxBuckets = 40

// aboutHistogram draws a native histogram.
func (s *seriesRows) aboutHistogram(lk *Look, t *widget.Text, e entry) {
	h, fh, err := s.m.Histogram(e.index)
	if err != nil {
		t.Para(1, run(lk.Bad, "broken: "), run(lk.Text, clip(err.Error(), maxShown)))
		return
	}
	if h != nil {
		if err := h.Validate(); err != nil {
			t.Hang(1, 3, run(lk.Bad, lk.Glyphs.Bad+" "), run(lk.Text, clip(err.Error(), maxShown)))
			return
		}
		fh = h.ToFloat(nil)
	}
	if err := fh.Validate(); err != nil {
		t.Hang(1, 3, run(lk.Bad, lk.Glyphs.Bad+" "), run(lk.Text, clip(err.Error(), maxShown)))
		return
	}
	t.Para(1, run(lk.Muted, "schema "), run(lk.Text, figure.Count(int(fh.Schema))),
		run(lk.Muted, "   count "), run(lk.Text, figure.Value(fh.Count)),
		run(lk.Muted, "   sum "), run(lk.Text, figure.Rounded(fh.Sum)),
		run(lk.Muted, "   mean "), run(lk.Text, figure.Rounded(fh.Sum/fh.Count)))
	rows := Buckets(lk, fh, MaxBuckets)
	t.Draw(func(w int) widget.Block { return widget.Bars(lk.Theme, rows, 1, w) })
}

// Buckets are the bars of a valid histogram, from the lowest values to the
// highest, most of them at most: beyond that neighbours are put together. Empty
// buckets between filled ones are left out.
func Buckets(lk *Look, h *histogram.FloatHistogram, most int) []widget.BarRow {
	var all []histogram.Bucket[float64]
	for it := h.AllBucketIterator(); it.Next(); {
		if b := it.At(); b.Count != 0 {
			all = append(all, b)
		}
	}
	most = max(min(most, MaxBuckets), 1)
	step := (len(all) + most - 1) / most
	var rows []widget.BarRow
	for i := 0; i < len(all); i += step {
		last := min(i+step, len(all)) - 1
		count := 0.0
		for _, b := range all[i : last+1] {
			count += b.Count
		}
		rows = append(rows, widget.BarRow{
			Label: Bound(all[i].Lower) + " " + lk.Glyphs.Dot + lk.Glyphs.Dot + " " + Bound(all[last].Upper),
			Value: count, Note: figure.Rounded(count), Ink: lk.Accent,
		})
	}
	return rows
}

// Bound writes a bucket's bound with as many digits as tell neighbours apart.
func Bound(v float64) string {
	if v == 0 || math.IsInf(v, 0) {
		return figure.Value(v)
	}
	return figure.Rounded(v)
}

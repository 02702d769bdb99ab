package tui

import (
	"maps"
	"slices"

	"rwscope/store"
	"rwscope/tui/detail"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// heat draws how the histograms of the series under the cursor change: a row for
// each bucket, by its upper bound, that is filled at any time.
func (q *query) heat(lk *detail.Look, w, h int) widget.Block {
	points := q.rows[q.cursor].points
	bounds := upperBounds(points)
	to, step := float64(q.answer.to.UnixMilli()), float64(stepOf(q.span).Milliseconds())
	m := widget.Heat{
		From: min(float64(points[0].Timestamp), to-step), To: to, Step: step, // nothing was before the first
		FormatX: lk.Axis(q.span), Format: figure.Rounded,
	}
	for _, b := range bounds {
		m.Labels = append(m.Labels, detail.Bound(b))
	}
	for _, p := range points {
		if p.Histogram != nil && !staleness(p) {
			m.Moments = append(m.Moments, widget.Moment{X: float64(p.Timestamp), Amounts: amounts(p, bounds)})
		}
	}
	return m.Lines(lk.Theme, w, h)
}

// upperBounds are the upper bounds of all buckets that are not empty, from the
// lowest up.
func upperBounds(points []store.Point) []float64 {
	seen := map[float64]struct{}{}
	for _, p := range points {
		if p.Histogram == nil {
			continue
		}
		for it := p.Histogram.AllBucketIterator(); it.Next(); {
			if b := it.At(); b.Count != 0 {
				seen[b.Upper] = struct{}{}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// amounts are a histogram's counts by upper bound.
func amounts(p store.Point, bounds []float64) []float64 {
	out := make([]float64, len(bounds))
	for it := p.Histogram.AllBucketIterator(); it.Next(); {
		b := it.At()
		if i, ok := slices.BinarySearch(bounds, b.Upper); ok {
			out[i] += b.Count
		}
	}
	return out
}

package detail

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"rwscope/decode"
	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// Reader reads raw samples from the TSDB; *store.Store does.
type Reader interface {
	ReadBack(ctx context.Context, selector string, from, to time.Time) ([]store.Reading, error)
}

// ReadBack is what was found when the samples and histograms of an exchange were
// looked up in the TSDB: whether the verdict is true.
type ReadBack struct {
	Checked int      // items that were looked up
	Stored  int      // of these, those that the verdict says are stored
	Missing []string // said to be stored, and not found
	// Elsewhere counts the items that this request lost and that are there all the
	// same, because another request brought them.
	Elsewhere int
	Rest      int // items beyond the bound
	Err       error
}

// maxReadBack is how many items are looked up: enough for nearly every request, and
// some ten milliseconds.
const maxReadBack = 1000

// ReadBack looks the exchange's samples and histograms up. It does nothing for an
// exchange that was judged elsewhere.
func (d *Exchange) ReadBack(ctx context.Context, r Reader) ReadBack {
	var back ReadBack
	m := d.Body.Message
	if m == nil || d.Capture.Verdict.Answer.By == store.ByRecorded {
		return back
	}
	rows := seriesRows{of: d, m: m}
	for i := range m.Series {
		n := m.Series[i].Samples.Len() + m.Series[i].Histograms.Len()
		if back.Checked+n > maxReadBack {
			back.Rest += n
			continue
		}
		if back.Err = back.series(ctx, r, &rows, i); back.Err != nil {
			return back
		}
	}
	return back
}

// series looks the items of series i up. A series whose labels are no label set
// cannot be in the TSDB.
func (b *ReadBack) series(ctx context.Context, r Reader, rows *seriesRows, i int) error {
	s := &rows.m.Series[i]
	items := itemsIn(s)
	ls, err := rows.m.LabelSet(i)
	if err != nil || ls.IsEmpty() || len(items) == 0 {
		return nil
	}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, e := range items {
		e.series = i
		first, last = min(first, rows.time(e)), max(last, rows.time(e))
	}
	readings, err := r.ReadBack(ctx, ls.String(), time.UnixMilli(first), time.UnixMilli(last))
	if err != nil && ctx.Err() != nil {
		return err
	}
	var points []store.Point
	for _, reading := range readings {
		if reading.Series == ls.String() {
			points = reading.Points
		}
	}
	for _, e := range items {
		e.series = i
		b.item(rows, e, points)
	}
	return nil
}

func itemsIn(s *decode.Series) []entry {
	var items []entry
	for n := s.Samples.From; n < s.Samples.To; n++ {
		items = append(items, entry{index: int(n), item: store.ItemSample})
	}
	for n := s.Histograms.From; n < s.Histograms.To; n++ {
		items = append(items, entry{index: int(n), item: store.ItemHistogram})
	}
	return items
}

// item compares one item with what is in the TSDB.
func (b *ReadBack) item(rows *seriesRows, e entry, points []store.Point) {
	b.Checked++
	found := rows.among(e, points)
	switch o := rows.outcome(e); {
	case o == store.Stored || o == store.Duplicate:
		b.Stored++
		if !found {
			b.Missing = append(b.Missing, rows.describe(e))
		}
	case found:
		b.Elsewhere++
	}
}

// among reports whether an item is one of the points.
func (s *seriesRows) among(e entry, points []store.Point) bool {
	at := s.time(e)
	for i := range points {
		p := &points[i]
		if p.Timestamp != at {
			continue
		}
		if e.item == store.ItemSample {
			return p.Histogram == nil && math.Float64bits(p.Value) == math.Float64bits(s.m.Samples[e.index].Value)
		}
		return p.Histogram != nil && s.sameHistogram(e, p)
	}
	return false
}

// sameHistogram compares what no change of resolution changes.
func (s *seriesRows) sameHistogram(e entry, p *store.Point) bool {
	h, fh, err := s.m.Histogram(e.index)
	switch {
	case err != nil:
		return false
	case h != nil:
		fh = h.ToFloat(nil)
	}
	return math.Float64bits(fh.Sum) == math.Float64bits(p.Histogram.Sum) && (stale(fh.Sum) || fh.Count == p.Histogram.Count)
}

func (s *seriesRows) describe(e entry) string {
	return fmt.Sprintf("%s %d of %s", e.item, e.index, seriesName(s.m, e.series))
}

// Agrees reports whether the TSDB holds what the verdict says.
func (b *ReadBack) Agrees() bool { return b.Err == nil && len(b.Missing) == 0 }

// Confirm shows what reading back gave.
func (d *Exchange) Confirm(b ReadBack) {
	d.readBack = &b
	d.verdict.text = nil
}

// maxDisagreements is how many items that disagree are named.
const maxDisagreements = 5

// write says whether the TSDB agrees.
func (b *ReadBack) write(lk *Look, pair func(string, ...widget.Run)) {
	switch {
	case b.Err != nil:
		pair("read back", run(lk.Warn, clip(b.Err.Error(), maxShown)))
	case !b.Agrees():
		words := figure.Count(len(b.Missing)) + " said to be stored, and not found: " +
			strings.Join(b.Missing[:min(len(b.Missing), maxDisagreements)], "; ")
		pair("read back", run(lk.Bad, lk.Glyphs.Bad+" "), run(lk.Text, clip(words, maxShown)))
	case b.Checked > 0:
		words := fmt.Sprintf("%s of %s found in the TSDB, as it should be", figure.Count(b.Stored), figure.Count(b.Checked))
		if b.Elsewhere > 0 {
			words += "; " + figure.Count(b.Elsewhere) + " of the lost are there from another request"
		}
		if b.Rest > 0 {
			words += "; " + figure.Count(b.Rest) + " more were not looked up"
		}
		pair("read back", run(lk.Good, lk.Glyphs.Good+" "), run(lk.Muted, words))
	}
}

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

// maxReadSeries and maxReadPoints bound one reading, so that a selector that picks
// everything cannot fill the memory.
const (
	maxReadSeries = 1000
	maxReadPoints = 1_000_000
)

// ReadBack returns the raw samples of the series that a selector picks, staleness
// markers among them, as they are stored. Both ends belong to the range. At most
// 1,000 series and a million points are read.
func (s *Store) ReadBack(ctx context.Context, selector string, from, to time.Time) ([]Reading, error) {
	matchers, err := parseSelector(selector)
	if err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	q, err := s.db.Querier(from.UnixMilli(), to.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	defer q.Close()
	var all []Reading
	points := 0
	set := q.Select(ctx, true, nil, matchers...)
	for len(all) < maxReadSeries && points < maxReadPoints && set.Next() {
		r := readSeries(set.At(), maxReadPoints-points)
		points += len(r.Points)
		all = append(all, r)
	}
	if err := set.Err(); err != nil {
		return nil, fmt.Errorf("read back: %w", err)
	}
	return all, nil
}

func parseSelector(selector string) ([]*labels.Matcher, error) {
	return parser.NewParser(parser.Options{}).ParseMetricSelector(selector)
}

func readSeries(series storage.Series, most int) Reading {
	r := Reading{Series: series.Labels().String()}
	it := series.Iterator(nil)
	for typ := it.Next(); typ != chunkenc.ValNone && len(r.Points) < most; typ = it.Next() {
		n := at(it, typ)
		r.Points = append(r.Points, n.point().reading())
	}
	return r
}

func (p point) reading() Point {
	switch {
	case p.h != nil:
		return Point{Timestamp: p.t, Histogram: p.h.ToFloat(nil)}
	case p.fh != nil:
		return Point{Timestamp: p.t, Histogram: p.fh}
	default:
		return Point{Timestamp: p.t, Value: p.v}
	}
}

// Series lists at most limit series of the head that a selector picks, with the
// newest sample of each and who wrote it.
func (s *Store) Series(ctx context.Context, selector string, limit int) ([]SeriesInfo, error) {
	matchers, err := parseSelector(selector)
	if err != nil {
		return nil, fmt.Errorf("list series: %w", err)
	}
	head := s.db.Head()
	q, err := s.db.Querier(head.MinTime(), head.MaxTime())
	if err != nil {
		return nil, fmt.Errorf("list series: %w", err)
	}
	defer q.Close()
	var names []labels.Labels
	set := q.Select(ctx, true, &storage.SelectHints{Start: head.MinTime(), End: head.MaxTime(), Func: "series"}, matchers...)
	for len(names) < limit && set.Next() {
		names = append(names, set.At().Labels())
	}
	if err := set.Err(); err != nil {
		return nil, fmt.Errorf("list series: %w", err)
	}
	return s.seriesInfos(names), nil
}

func (s *Store) seriesInfos(names []labels.Labels) []SeriesInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	infos := make([]SeriesInfo, len(names))
	for i, ls := range names {
		infos[i].Series = ls.String()
		_, e := s.table.findLabels(ls)
		if e == nil || e.kind == kindNone {
			continue
		}
		if e.firstSec > beforeThisRun {
			infos[i].First = time.Unix(int64(e.firstSec), 0)
		}
		infos[i].Newest = s.describeNewest(e.newest, &seriesState{writer: e.writer, sender: e.sender})
	}
	return infos
}

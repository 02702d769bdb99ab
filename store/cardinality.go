package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/tsdb"
)

// Cardinality counts the series of the head by metric name and by label, and
// returns at most limit of each. It reads the index, not the head's own summary,
// which is up to half a minute old.
func (s *Store) Cardinality(ctx context.Context, limit int) (Cardinality, error) {
	stats := s.Stats()
	c := Cardinality{Series: int(s.db.Head().NumSeries()), Bytes: stats.HeadBytes + stats.SeriesBytes}
	ir, err := s.db.Head().Index()
	if err != nil {
		return c, fmt.Errorf("count series: %w", err)
	}
	defer ir.Close()
	names, err := ir.LabelNames(ctx)
	if err != nil {
		return c, fmt.Errorf("count series: %w", err)
	}
	for _, name := range names {
		values, err := countValues(ctx, ir, name)
		if err != nil {
			return c, fmt.Errorf("count series of label %s: %w", name, err)
		}
		c.Labels = append(c.Labels, Count{Name: name, N: len(values)})
		if name == model.MetricNameLabel {
			c.Metrics = highest(values, limit)
			continue
		}
		for _, v := range highest(values, limit) {
			c.Pairs = append(c.Pairs, Count{Name: fmt.Sprintf("%s=%q", name, v.Name), N: v.N})
		}
	}
	c.Labels, c.Pairs = highest(c.Labels, limit), highest(c.Pairs, limit)
	return c, nil
}

// countValues counts the series of each value of a label.
func countValues(ctx context.Context, ir tsdb.IndexReader, name string) ([]Count, error) {
	values, err := ir.LabelValues(ctx, name, nil)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, 0, len(values))
	for _, v := range values {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := ir.Postings(ctx, name, v)
		if err != nil {
			return nil, err
		}
		n := 0
		for p.Next() {
			n++
		}
		counts = append(counts, Count{Name: v, N: n})
	}
	return counts, nil
}

// highest sorts by count, then name, and keeps the first limit.
func highest(counts []Count, limit int) []Count {
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
	})
	return counts[:min(len(counts), limit)]
}

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

// Limits of one query, as Prometheus' own defaults for a small server.
const (
	queryTimeout    = 30 * time.Second
	queryMaxSamples = 5_000_000
	queryLookback   = 5 * time.Minute
)

func newEngine() *promql.Engine {
	return promql.NewEngine(promql.EngineOpts{
		MaxSamples: queryMaxSamples, Timeout: queryTimeout, LookbackDelta: queryLookback,
		EnableAtModifier: true, EnableNegativeOffset: true,
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		Parser:                   parser.NewParser(parser.Options{}),
	})
}

// QueryInstant evaluates a PromQL expression at one time. Errors of the expression
// come as Prometheus words them, with their position.
func (s *Store) QueryInstant(ctx context.Context, expr string, at time.Time) (Result, error) {
	q, err := s.engine.NewInstantQuery(ctx, s.db, nil, expr, at)
	if err != nil {
		return Result{}, fmt.Errorf("query: %w", err)
	}
	return evaluate(ctx, q)
}

// QueryRange evaluates a PromQL expression at each step from from to to.
func (s *Store) QueryRange(ctx context.Context, expr string, from, to time.Time, step time.Duration) (Result, error) {
	q, err := s.engine.NewRangeQuery(ctx, s.db, nil, expr, from, to, step)
	if err != nil {
		return Result{}, fmt.Errorf("query: %w", err)
	}
	return evaluate(ctx, q)
}

func evaluate(ctx context.Context, q promql.Query) (Result, error) {
	defer q.Close()
	res := q.Exec(ctx)
	if res.Err != nil {
		return Result{}, fmt.Errorf("query: %w", res.Err)
	}
	r := Result{Type: string(res.Value.Type())}
	for _, w := range res.Warnings.AsErrors() {
		r.Warnings = append(r.Warnings, w.Error())
	}
	switch v := res.Value.(type) {
	case promql.Vector:
		for _, sample := range v {
			r.Readings = append(r.Readings, Reading{
				Series: sample.Metric.String(), Points: []Point{{sample.T, sample.F, sample.H}},
			})
		}
	case promql.Matrix:
		for _, series := range v {
			r.Readings = append(r.Readings, Reading{Series: series.Metric.String(), Points: pointsOf(series)})
		}
	case promql.Scalar:
		r.Readings = []Reading{{Points: []Point{{Timestamp: v.T, Value: v.V}}}}
	case promql.String:
		r.Text = v.V
	}
	return r, nil
}

// pointsOf merges a series' floats and histograms by time. The engine reuses
// histograms once the query is closed, so they are copied.
func pointsOf(s promql.Series) []Point {
	points := make([]Point, 0, len(s.Floats)+len(s.Histograms))
	f, h := s.Floats, s.Histograms
	for len(f)+len(h) > 0 {
		if len(h) == 0 || (len(f) > 0 && f[0].T <= h[0].T) {
			points = append(points, Point{Timestamp: f[0].T, Value: f[0].F})
			f = f[1:]
			continue
		}
		points = append(points, Point{Timestamp: h[0].T, Histogram: copyHistogram(h[0].H)})
		h = h[1:]
	}
	return points
}

func copyHistogram(h *histogram.FloatHistogram) *histogram.FloatHistogram {
	if h == nil {
		return nil
	}
	return h.Copy()
}

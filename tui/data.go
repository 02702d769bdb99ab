package tui

import (
	"context"
	"time"

	"rwscope/store"
)

// Reader reads from the TSDB that the judge writes to. It is nil where there is
// none: a journal that was opened to look at.
type Reader interface {
	// QueryInstant and QueryRange evaluate PromQL.
	QueryInstant(ctx context.Context, expr string, at time.Time) (store.Result, error)
	QueryRange(ctx context.Context, expr string, from, to time.Time, step time.Duration) (store.Result, error)
	// ReadBack returns the raw samples of the series that a selector picks, stale
	// markers among them. Both ends belong to the range.
	ReadBack(ctx context.Context, selector string, from, to time.Time) ([]store.Reading, error)
	// Cardinality counts what the head holds, and returns at most limit of each sort.
	Cardinality(ctx context.Context, limit int) (store.Cardinality, error)
	// Series lists at most limit series that a selector picks.
	Series(ctx context.Context, selector string, limit int) ([]store.SeriesInfo, error)
	// Abandoned finds series that ended without a stale marker, by sender.
	Abandoned(ctx context.Context) ([]store.Abandoned, error)
}

package store

import (
	"log/slog"
	"time"
)

// Config is how a Store behaves. The zero value of a field means its default, as
// Prometheus has it, except that exemplar storage is on.
type Config struct {
	// Dir holds the TSDB; it is made if it does not exist.
	Dir string
	// OutOfOrderWindow is Prometheus' storage.tsdb.out_of_order_time_window.
	OutOfOrderWindow time.Duration
	// MaxExemplars is the size of exemplar storage; negative turns it off, as it is
	// in a Prometheus without --enable-feature=exemplar-storage. Default 100,000.
	MaxExemplars int
	// AcceptV1 and AcceptV2 are the accepted messages; both when neither is set.
	AcceptV1, AcceptV2 bool
	// MetadataWAL is --enable-feature=metadata-wal-records.
	MetadataWAL bool
	// TypeAndUnitLabels is --enable-feature=type-and-unit-labels.
	TypeAndUnitLabels bool
	// Retention is how long samples are kept. Default 15 days.
	Retention time.Duration
	// StaleCompaction is Prometheus' storage.tsdb.stale_series_compaction_threshold:
	// the part of the head's series, from 0 to 1, that has to be stale for them to be
	// written to a block at once, instead of hours later. Default 0, which is never.
	StaleCompaction float64
	// MaxHead bounds the memory, in bytes, that the series of the head take, by an
	// estimate: a request with a series for which there is no room is answered 500, so
	// that its sender tries again. Default 0, which is no limit, as in Prometheus.
	MaxHead int64
	// MaxSeries caps the series table; a series beyond it is judged the slow way.
	// Default 1,000,000.
	MaxSeries int
	// ExactOnly turns the fast path off.
	ExactOnly bool
	// Logger takes what the TSDB and Prometheus' handler log. Default: nowhere.
	Logger *slog.Logger
}

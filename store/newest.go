package store

import (
	"math"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
)

// sampleKind is the type of a stored sample.
type sampleKind uint8

const (
	kindNone sampleKind = iota // the series holds no in-order sample
	kindFloat
	kindHistogram
	kindFloatHistogram
)

func (k sampleKind) String() string {
	return [...]string{"", "float", "histogram", "float histogram"}[k]
}

// point is one sample or histogram as it is appended.
type point struct {
	t  int64
	v  float64
	h  *histogram.Histogram
	fh *histogram.FloatHistogram
}

func (p point) kind() sampleKind {
	switch {
	case p.fh != nil:
		return kindFloatHistogram
	case p.h != nil:
		return kindHistogram
	default:
		return kindFloat
	}
}

func (p point) stale() bool {
	switch {
	case p.fh != nil:
		return value.IsStaleNaN(p.fh.Sum)
	case p.h != nil:
		return value.IsStaleNaN(p.h.Sum)
	default:
		return value.IsStaleNaN(p.v)
	}
}

// staleHistogram is how the head writes a staleness marker as a histogram.
func staleHistogram(marker float64) *histogram.Histogram {
	return &histogram.Histogram{Sum: marker}
}

func staleFloatHistogram(marker float64) *histogram.FloatHistogram {
	return &histogram.FloatHistogram{Sum: marker}
}

// newest is the newest in-order sample of a series: all that the head compares a
// new sample with (tsdb/head_append.go, memSeries.appendable). The histogram is
// the very one that the head keeps for its own comparison, so it costs no memory.
type newest struct {
	kind sampleKind
	t    int64
	bits uint64 // of a float
	hist *lastHistogram
}

// beforeAll is the time of a newest sample that is no longer in the head.
const beforeAll = math.MinInt64

type lastHistogram struct {
	h  *histogram.Histogram
	fh *histogram.FloatHistogram
}

// point is the sample itself.
func (n *newest) point() point {
	if n.kind == kindFloat || n.kind == kindNone {
		return point{t: n.t, v: math.Float64frombits(n.bits)}
	}
	return point{t: n.t, h: n.hist.h, fh: n.hist.fh}
}

// bounds are the head's limits as an appender sees them from its opening to its
// commit, and the handler's limit on the future. All are Unix milliseconds but
// window, which is a duration.
type bounds struct {
	known    bool // false until the head got its first sample
	minValid int64
	maxTime  int64
	window   int64
	future   int64
}

// headRange is how far below the newest sample of the head appends stay valid:
// half of the head's chunk range of two hours (Head.appendableMinValidTime).
const headRange = 60 * 60 * 1000

// placement is where an accepted sample goes.
type placement uint8

const (
	placeInOrder placement = iota
	placeDuplicate
	placeOutOfOrder
)

// place says where p would go, or with which of the storage's errors it would be
// refused. It follows memSeries.appendable and its two siblings for histograms.
func (n *newest) place(p point, b bounds) (placement, error) {
	if p.t >= b.minValid {
		if n.kind == kindNone || p.t > n.t {
			return placeInOrder, nil
		}
		if p.t == n.t {
			return placeDuplicate, n.conflict(p)
		}
	}
	switch {
	case b.window > 0 && p.t >= b.maxTime-b.window:
		return placeOutOfOrder, nil
	case b.window > 0:
		return placeOutOfOrder, storage.ErrTooOldSample
	case p.t < b.minValid:
		return placeInOrder, storage.ErrOutOfBounds
	default:
		return placeInOrder, storage.ErrOutOfOrderSample
	}
}

// conflict is nil if p equals the newest sample, whose timestamp it has.
func (n *newest) conflict(p point) error {
	switch p.kind() {
	case kindHistogram:
		if n.kind != kindHistogram || !p.h.Equals(n.hist.h) {
			return storage.ErrDuplicateSampleForTimestamp
		}
	case kindFloatHistogram:
		if n.kind != kindFloatHistogram || !p.fh.Equals(n.hist.fh) {
			return storage.ErrDuplicateSampleForTimestamp
		}
	default:
		if n.kind != kindFloat {
			return storage.NewDuplicateHistogramToFloatErr(p.t, p.v)
		}
		if n.bits != math.Float64bits(p.v) {
			return storage.NewDuplicateFloatErr(p.t, math.Float64frombits(n.bits), p.v)
		}
	}
	return nil
}

// take makes p the newest sample. A float staleness marker takes on the type of
// the sample before it, as it does in the head.
func (n *newest) take(p point) {
	if p.kind() == kindFloat && p.stale() {
		switch n.kind {
		case kindHistogram:
			p.h = staleHistogram(p.v)
		case kindFloatHistogram:
			p.fh = staleFloatHistogram(p.v)
		}
	}
	n.kind, n.t = p.kind(), p.t
	if n.kind == kindFloat {
		n.bits, n.hist = math.Float64bits(p.v), nil
		return
	}
	n.bits, n.hist = 0, &lastHistogram{h: p.h, fh: p.fh}
}

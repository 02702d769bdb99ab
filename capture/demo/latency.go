package demo

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
)

// maxObservations caps the work of one reading after a long pause.
const maxObservations = 500

// zeroThreshold is the width of the zero bucket that client_golang uses.
const zeroThreshold = 2.938735877055719e-39

// latency is a native histogram of log-normal observations, cumulative since the
// process started.
type latency struct {
	rate           wave    // observations per second
	median, spread float64 // of the observations; spread is in powers of e
	schema         int32   // exponential resolution, unused with bounds
	bounds         []float64

	counts map[int32]int64 // by bucket index
	sum    float64
	carry  float64 // part of an observation that is still to come
	last   float64
}

// observe adds dt seconds of observations.
func (l *latency) observe(t time.Time, dt float64, rng *rand.Rand) {
	if l.counts == nil {
		l.counts = map[int32]int64{}
	}
	due := l.carry + max(0, l.rate.at(t, rng))*dt
	n := min(int(due), maxObservations)
	l.carry = due - math.Floor(due)
	for range n {
		l.last = l.median * math.Exp(l.spread*rng.NormFloat64())
		l.sum += l.last
		l.counts[l.bucket(l.last)]++
	}
}

// bucket is the index of the bucket that holds v.
func (l *latency) bucket(v float64) int32 {
	if l.bounds != nil {
		return int32(sort.SearchFloat64s(l.bounds, v))
	}
	return int32(math.Ceil(math.Log2(v) * math.Exp2(float64(l.schema))))
}

// histogram encodes the counts: runs of neighbouring buckets as spans, counts as
// deltas.
func (l *latency) histogram() *histogram.Histogram {
	h := &histogram.Histogram{Schema: l.schema, ZeroThreshold: zeroThreshold, Sum: l.sum}
	if l.bounds != nil {
		h.Schema, h.ZeroThreshold, h.CustomValues = histogram.CustomBucketsSchema, 0, l.bounds
	}
	var next int32 // bucket after the last span
	var before int64
	for i, index := range slices.Sorted(maps.Keys(l.counts)) {
		if i == 0 || index > next {
			h.PositiveSpans = append(h.PositiveSpans, histogram.Span{Offset: index - next})
		}
		h.PositiveSpans[len(h.PositiveSpans)-1].Length++
		count := l.counts[index]
		h.PositiveBuckets = append(h.PositiveBuckets, count-before)
		h.Count += uint64(count)
		next, before = index+1, count
	}
	return h
}

func (l *latency) read(t time.Time, dt float64, rng *rand.Rand) reading {
	l.observe(t, dt, rng)
	return reading{ints: l.histogram(), observed: l.last}
}

func (l *latency) restart() { l.counts, l.sum, l.carry = nil, 0, 0 }

// latencyRate is what a recording rule makes of a latency: a float histogram of
// observations per second.
type latencyRate struct{ latency }

func (l *latencyRate) read(t time.Time, dt float64, rng *rand.Rand) reading {
	l.restart()
	l.observe(t, dt, rng)
	rate := l.histogram().ToFloat(nil)
	rate.CounterResetHint = histogram.GaugeType
	return reading{float: rate.Div(max(dt, 0.001))}
}

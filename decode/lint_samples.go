package decode

import (
	"fmt"
	"math"
	"time"

	"github.com/prometheus/prometheus/model/value"
)

// eachTime calls f for each sample and histogram.
func (l *Linter) eachTime(f func(item Item, series, index int, timestamp, start int64)) {
	m := l.m
	for i := range m.Series {
		s := &m.Series[i]
		for j := s.Samples.From; j < s.Samples.To; j++ {
			f(ItemSample, i, int(j), m.Samples[j].Timestamp, m.Samples[j].Start)
		}
		for j := s.Histograms.From; j < s.Histograms.To; j++ {
			f(ItemHistogram, i, int(j), m.Histograms[j].Timestamp, m.Histograms[j].Start)
		}
	}
}

// Plausible times are from 1989 to 2103, in seconds. In the next larger unit the
// range is a thousand times as high, so that the ranges of the four units do not
// touch.
const (
	plausibleFrom = 600_000_000
	plausibleTo   = 4_200_000_000
)

// inUnit finds timestamps that are plausible in another unit than milliseconds.
func (l *Linter) inUnit(perSecond int64, name string) {
	l.eachTime(func(item Item, series, index int, t, _ int64) {
		if seconds := t / perSecond; seconds >= plausibleFrom && seconds < plausibleTo {
			l.onItem(item, series, index, "%d is %s in milliseconds, and %s in %s", t,
				time.UnixMilli(t).UTC().Format(time.DateTime), time.Unix(seconds, 0).UTC().Format(time.DateTime), name)
		}
	})
}

func findSeconds(l *Linter)      { l.inUnit(1, "seconds") }
func findMicroseconds(l *Linter) { l.inUnit(1_000_000, "microseconds") }
func findNanoseconds(l *Linter)  { l.inUnit(1_000_000_000, "nanoseconds") }

func findTimestampZero(l *Linter) {
	l.eachTime(func(item Item, series, index int, t, _ int64) {
		if t == 0 {
			l.onItem(item, series, index, "the timestamp is 0")
		}
	})
}

func findStartMissing(l *Linter) {
	l.eachTime(func(item Item, series, index int, _, start int64) {
		t := l.m.Series[series].Meta.Type
		if start == 0 && (t == metricCounter || t == metricHistogram || t == metricSummary) {
			l.onItem(item, series, index, "the start timestamp is not set")
		}
	})
}

func findStartNotBefore(l *Linter) {
	l.eachTime(func(item Item, series, index int, t, start int64) {
		if start != 0 && start >= t {
			l.onItem(item, series, index, "start %d, timestamp %d", start, t)
		}
	})
}

// eachPair calls f for each two samples, and each two histograms, that follow one
// another within a series.
func (l *Linter) eachPair(f func(item Item, series, index int, before, t int64)) {
	m := l.m
	for i := range m.Series {
		s := &m.Series[i]
		for j := s.Samples.From + 1; j < s.Samples.To; j++ {
			f(ItemSample, i, int(j), m.Samples[j-1].Timestamp, m.Samples[j].Timestamp)
		}
		for j := s.Histograms.From + 1; j < s.Histograms.To; j++ {
			f(ItemHistogram, i, int(j), m.Histograms[j-1].Timestamp, m.Histograms[j].Timestamp)
		}
	}
}

func findUnordered(l *Linter) {
	l.eachPair(func(item Item, series, index int, before, t int64) {
		if t < before {
			l.onItem(item, series, index, "timestamp %d after %d", t, before)
		}
	})
}

func findSameTimestamp(l *Linter) {
	l.eachPair(func(item Item, series, index int, before, t int64) {
		if t == before {
			l.onItem(item, series, index, "timestamp %d twice", t)
		}
	})
}

// NaNs that are ordinary: Go's, and those that processors make.
const (
	quietNaN    = 0x7ff8000000000000
	negativeNaN = 0xfff8000000000000
	// quietStaleNaN is what becomes of the stale marker on processors that set the
	// quiet bit when they convert or copy a NaN.
	quietStaleNaN = value.StaleNaN | quietNaN
)

// findUnusualNaN looks at the sums of histograms too, which hold their stale markers.
func findUnusualNaN(l *Linter) {
	for i := range l.m.Samples {
		if v := l.m.Samples[i].Value; unusual(v) {
			l.onItem(ItemSample, l.m.SeriesOfSample(i), i, "%s", oddNaN(v))
		}
	}
	for i := range l.m.Histograms {
		if v := l.m.Histograms[i].Sum; unusual(v) {
			l.onItem(ItemHistogram, l.m.SeriesOfHistogram(i), i, "the sum is %s", oddNaN(v))
		}
	}
}

func unusual(v float64) bool {
	if v == v { // not a NaN, as nearly always
		return false
	}
	switch math.Float64bits(v) {
	case value.StaleNaN, value.NormalNaN, quietNaN, negativeNaN:
		return false
	}
	return true
}

// oddNaN is a NaN that makes its text only when a finding is kept.
type oddNaN float64

func (v oddNaN) String() string {
	bits := math.Float64bits(float64(v))
	if bits == quietStaleNaN {
		return fmt.Sprintf("a stale marker with its quiet bit set: %#x instead of %#x", bits, uint64(value.StaleNaN))
	}
	return fmt.Sprintf("NaN with the bits %#x", bits)
}

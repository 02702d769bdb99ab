package store

import (
	"time"

	"github.com/prometheus/prometheus/model/histogram"
)

// Point is one sample as it is read from the TSDB. Histogram is nil for a float.
type Point struct {
	Timestamp int64 // Unix milliseconds
	Value     float64
	Histogram *histogram.FloatHistogram
}

// Reading is one series with its points, oldest first.
type Reading struct {
	Series string // labels in PromQL notation
	Points []Point
}

// Result is the answer to a PromQL query.
type Result struct {
	Type     string // "vector", "matrix", "scalar" or "string"
	Readings []Reading
	Text     string // of a string
	Warnings []string
}

// Cardinality says what the head holds most of. The lists are ordered by count,
// the highest first.
type Cardinality struct {
	Series  int     // all of them
	Bytes   int64   // memory of these and of what the judge knows about them, an estimate
	Metrics []Count // series by metric name
	Labels  []Count // distinct values by label name
	Pairs   []Count // series by label="value"
}

// Count is a name and how many there are of it.
type Count struct {
	Name string
	N    int
}

// SeriesInfo is one series and who wrote its newest sample.
type SeriesInfo struct {
	Series string    // labels in PromQL notation
	First  time.Time // when it was first seen, to the second; zero if that was before this run
	Newest Newest
}

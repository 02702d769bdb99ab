package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/metadata"
	"github.com/prometheus/prometheus/model/value"
)

// scrapeInterval is short, so that a curve has a shape within a minute.
const scrapeInterval = time.Second

// series is one series of a target. Its pointer identifies it.
type series struct {
	labels    labels.Labels
	meta      metadata.Metadata
	exemplars bool
	curve     curve
}

// item is one sample, histogram or exemplar of a series. Exactly one of the
// pointers is set, none for a float.
type item struct {
	series   *series
	t        int64 // Unix milliseconds
	start    int64 // start timestamp, 0 where the metric has none
	value    float64
	ints     *histogram.Histogram
	float    *histogram.FloatHistogram
	exemplar *exemplar.Exemplar
}

// isFloat reports whether the item is a float sample.
func (it item) isFloat() bool { return it.ints == nil && it.float == nil && it.exemplar == nil }

// target is one scraped process.
type target struct {
	kind    func() []metric
	labels  []string // names and values in turn
	started time.Time
	next    time.Time // of the next scrape
	last    int64     // newest scrape, Unix milliseconds
	series  []*series
}

// newTarget makes a process that runs since started and is first scraped at next.
func newTarget(kind func() []metric, started, next time.Time, rng *rand.Rand, ls ...string) *target {
	t := &target{kind: kind, labels: ls, started: started, next: next}
	for _, m := range kind() {
		for _, set := range m.sets {
			b := labels.NewBuilder(labels.FromStrings(ls...))
			b.Set(model.MetricNameLabel, m.name)
			for i := 0; i < len(set); i += 2 {
				b.Set(set[i], set[i+1])
			}
			t.series = append(t.series, &series{
				labels: b.Labels(), meta: m.meta, exemplars: m.exemplars, curve: m.curve(t, rng),
			})
		}
	}
	return t
}

// scrape reads all series at now, or a millisecond after the last scrape if that
// is later. Exemplars come after everything else, as in Prometheus' WAL.
func (t *target) scrape(now time.Time, rng *rand.Rand) []item {
	ms, dt := t.advance(now)
	var items, exemplars []item
	for _, s := range t.series {
		r := s.curve.read(time.UnixMilli(ms), dt, rng)
		items = append(items, item{
			series: s, t: ms, start: t.startOf(s), value: r.value, ints: r.ints, float: r.float,
		})
		if s.exemplars && r.observed > 0 && rng.IntN(3) == 0 {
			exemplars = append(exemplars, item{series: s, t: ms, exemplar: trace(ms, r.observed, rng)})
		}
	}
	return append(items, exemplars...)
}

// startOf is the start timestamp of a series: counters and histograms count since
// their process started.
func (t *target) startOf(s *series) int64 {
	if s.meta.Type == model.MetricTypeCounter || s.meta.Type == model.MetricTypeHistogram {
		return t.started.UnixMilli()
	}
	return 0
}

// advance moves the scrape clock to now and returns it with the seconds gone by.
func (t *target) advance(now time.Time) (ms int64, dt float64) {
	ms = max(now.UnixMilli(), t.last+1)
	dt = scrapeInterval.Seconds()
	if t.last > 0 {
		dt = float64(ms-t.last) / 1000
	}
	t.last, t.next = ms, time.UnixMilli(ms).Add(scrapeInterval)
	return ms, dt
}

// trace is an exemplar with a made-up trace.
func trace(ms int64, v float64, rng *rand.Rand) *exemplar.Exemplar {
	id := fmt.Sprintf("%016x%016x", rng.Uint64(), rng.Uint64())
	return &exemplar.Exemplar{Labels: labels.FromStrings("trace_id", id), Value: v, Ts: ms, HasTs: true}
}

// restart is a new start of the same process, some time between the last scrape
// and now: counters begin at zero.
func (t *target) restart(now time.Time) {
	t.started = time.UnixMilli((t.last + now.UnixMilli()) / 2)
	for _, s := range t.series {
		s.curve.restart()
	}
}

// end marks all series of the target as stale. A histogram's marker is a
// histogram with nothing but that sum, as Prometheus' head makes it.
func (t *target) end(now time.Time) []item {
	ms, _ := t.advance(now)
	stale := math.Float64frombits(value.StaleNaN)
	var items []item
	for _, s := range t.series {
		it := item{series: s, t: ms, start: t.startOf(s), value: stale}
		switch s.curve.(type) {
		case *latency:
			it.ints = &histogram.Histogram{Sum: stale}
		case *latencyRate:
			it.float = &histogram.FloatHistogram{Sum: stale}
		}
		items = append(items, it)
	}
	return items
}

package demo

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/prometheus/common/model"
)

// scrapes reads a service target n times, a second apart.
func scrapes(n int) (*target, [][]item) {
	rng := rand.New(rand.NewPCG(3, 4))
	now := time.Unix(1_800_000_000, 0)
	tg := newTarget(serviceMetrics, now.Add(-time.Hour), now, rng, "job", "shop", "instance", "a:1")
	var all [][]item
	for i := range n {
		all = append(all, tg.scrape(now.Add(time.Duration(i)*time.Second), rng))
	}
	return tg, all
}

func TestCountersOnlyGrow(t *testing.T) {
	_, all := scrapes(300)
	last, grown := map[*series]float64{}, 0
	for _, items := range all {
		for _, it := range floats(items) {
			if it.series.meta.Type != model.MetricTypeCounter {
				continue
			}
			if it.value < last[it.series] {
				t.Fatalf("%v: %v after %v", it.series.labels, it.value, last[it.series])
			}
			if it.value > last[it.series] {
				grown++
			}
			last[it.series] = it.value
		}
	}
	if grown < 300 {
		t.Errorf("counters grew %d times in 300 scrapes, want more", grown)
	}
}

func TestRestartResetsCounters(t *testing.T) {
	tg, all := scrapes(10)
	before := map[*series]float64{}
	for _, it := range floats(all[9]) {
		before[it.series] = it.value
	}
	tg.restart(time.UnixMilli(tg.last + 900))
	rng := rand.New(rand.NewPCG(5, 6))
	for _, it := range tg.scrape(time.UnixMilli(tg.last+1000), rng) {
		if it.series.meta.Type == model.MetricTypeCounter && it.isFloat() && it.value >= before[it.series] {
			t.Errorf("%v: %v after a restart, %v before", it.series.labels, it.value, before[it.series])
		}
		if it.start != 0 && it.start != tg.started.UnixMilli() {
			t.Errorf("%v: start timestamp %d, want %d", it.series.labels, it.start, tg.started.UnixMilli())
		}
	}
}

func TestGaugesMove(t *testing.T) {
	_, all := scrapes(60)
	low, high := map[string]float64{}, map[string]float64{}
	for _, items := range all {
		for _, it := range floats(items) {
			name := it.series.labels.Get(model.MetricNameLabel)
			if _, ok := low[name]; !ok {
				low[name], high[name] = it.value, it.value
			}
			low[name], high[name] = min(low[name], it.value), max(high[name], it.value)
		}
	}
	for _, name := range []string{"queue_depth", "go_goroutines", "http_requests_in_flight"} {
		if high[name] < 1.3*low[name] {
			t.Errorf("%s: between %.1f and %.1f within a minute, too flat to look at", name, low[name], high[name])
		}
	}
}

// Every histogram is one that Prometheus takes, and a cumulative one only grows.
func TestHistogramsAreValid(t *testing.T) {
	_, all := scrapes(120)
	count := map[*series]uint64{}
	var kinds [3]int
	for _, items := range all {
		for _, it := range items {
			switch {
			case it.ints != nil:
				if err := it.ints.Validate(); err != nil {
					t.Fatalf("%v: %v", it.series.labels, err)
				}
				if it.ints.Count < count[it.series] {
					t.Fatalf("%v: count %d after %d", it.series.labels, it.ints.Count, count[it.series])
				}
				count[it.series] = it.ints.Count
				kinds[0]++
				if it.ints.UsesCustomBuckets() {
					kinds[1]++
				}
			case it.float != nil:
				if err := it.float.Validate(); err != nil {
					t.Fatalf("%v: %v", it.series.labels, err)
				}
				kinds[2]++
			}
		}
	}
	for i, name := range []string{"integer", "custom bucket", "float"} {
		if kinds[i] < 120 {
			t.Errorf("%d %s histograms in 120 scrapes, want at least one each", kinds[i], name)
		}
	}
}

func TestSeriesAreAFewHundred(t *testing.T) {
	c := newCast(time.Unix(1_800_000_000, 0), rand.New(rand.NewPCG(1, 1)))
	seen := map[string]bool{}
	for _, s := range append(c.regulars(), c.script) {
		for _, tg := range s.targets {
			for _, sr := range tg.series {
				if seen[sr.labels.String()] {
					t.Errorf("two targets expose %s", sr.labels)
				}
				seen[sr.labels.String()] = true
			}
		}
	}
	if len(seen) < 200 || len(seen) > 500 {
		t.Errorf("got %d series, want a few hundred", len(seen))
	}
}

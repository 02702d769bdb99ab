package demo

import (
	"math"
	"math/rand/v2"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/metadata"
)

// metric is one metric of a kind of target, with the label sets that it has.
type metric struct {
	name      string
	meta      metadata.Metadata
	sets      [][]string // label names and values in turn, one entry a series
	exemplars bool
	curve     func(t *target, rng *rand.Rand) curve
}

// gauge, count, histo and gaugeHisto describe the metric types in one word each.
func gauge(unit, help string) metadata.Metadata {
	return metadata.Metadata{Type: model.MetricTypeGauge, Unit: unit, Help: help}
}

func count(unit, help string) metadata.Metadata {
	return metadata.Metadata{Type: model.MetricTypeCounter, Unit: unit, Help: help}
}

func histo(unit, help string) metadata.Metadata {
	return metadata.Metadata{Type: model.MetricTypeHistogram, Unit: unit, Help: help}
}

func gaugeHisto(unit, help string) metadata.Metadata {
	return metadata.Metadata{Type: model.MetricTypeGaugeHistogram, Unit: unit, Help: help}
}

// one is the label sets of a metric with a single series.
func one() [][]string { return [][]string{nil} }

// each is one label set for each value of a label.
func each(name string, values ...string) [][]string {
	var sets [][]string
	for _, v := range values {
		sets = append(sets, []string{name, v})
	}
	return sets
}

// cross combines each set of a with each set of b.
func cross(a, b [][]string) [][]string {
	var sets [][]string
	for _, x := range a {
		for _, y := range b {
			sets = append(sets, append(append([]string(nil), x...), y...))
		}
	}
	return sets
}

// waves makes gauges around level that move by a third of it.
func waves(level float64) func(*target, *rand.Rand) curve {
	return func(_ *target, rng *rand.Rand) curve {
		w := newWave(level, rng)
		return &w
	}
}

// counters makes counters that grow by about rate per second; whole ones count
// things.
func counters(rate float64, whole bool) func(*target, *rand.Rand) curve {
	return func(_ *target, rng *rand.Rand) curve {
		return &counter{rate: newWave(rate, rng), total: rate * 3600 * rng.Float64(), whole: whole}
	}
}

// newWave makes a wave of its own period and phase, so that no two look the same.
func newWave(level float64, rng *rand.Rand) wave {
	level *= 0.7 + 0.6*rng.Float64()
	return wave{
		level: level, swing: level / 3, noise: level / 40,
		period: 30 + 90*rng.Float64(), phase: 2 * math.Pi * rng.Float64(),
	}
}

func always(v float64) func(*target, *rand.Rand) curve {
	return func(*target, *rand.Rand) curve { return fixed(v) }
}

func processStart(t *target, _ *rand.Rand) curve { return startTime{t} }

func newLatency(rng *rand.Rand) latency {
	return latency{rate: newWave(20, rng), median: 0.02 + 0.05*rng.Float64(), spread: 0.7, schema: 2}
}

func latencies(_ *target, rng *rand.Rand) curve {
	l := newLatency(rng)
	return &l
}

func latencyRates(_ *target, rng *rand.Rand) curve { return &latencyRate{newLatency(rng)} }

func customLatencies(_ *target, rng *rand.Rand) curve {
	l := newLatency(rng)
	l.bounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5}
	return &l
}

// scrapeMetrics are what a scraper adds to every target.
func scrapeMetrics() []metric {
	return []metric{
		{name: "up", meta: gauge("", "Whether the target could be scraped."), sets: one(), curve: always(1)},
		{name: "scrape_duration_seconds", meta: gauge("seconds", "Duration of the scrape."), sets: one(), curve: waves(0.012)},
		{name: "scrape_samples_scraped", meta: gauge("", "Samples that the target exposed."), sets: one(), curve: always(28)},
	}
}

// nodeMetrics are a machine's, as node_exporter names them.
func nodeMetrics() []metric {
	modes := each("mode", "idle", "iowait", "system", "user")
	return append(scrapeMetrics(), []metric{
		{name: "node_cpu_seconds_total", meta: count("seconds", "Seconds the CPUs spent in each mode."), sets: cross(each("cpu", "0", "1", "2"), modes), curve: counters(0.25, false)},
		{name: "node_load1", meta: gauge("", "1m load average."), sets: one(), curve: waves(1.4)},
		{name: "node_memory_MemAvailable_bytes", meta: gauge("bytes", "Memory information field MemAvailable_bytes."), sets: one(), curve: waves(6 << 30)},
		{name: "node_filesystem_avail_bytes", meta: gauge("bytes", "Filesystem space available to non-root users in bytes."), sets: each("mountpoint", "/", "/var", "/home"), curve: waves(80 << 30)},
		{name: "node_disk_io_time_seconds_total", meta: count("seconds", "Total seconds spent doing I/Os."), sets: each("device", "nvme0n1", "nvme1n1"), curve: counters(0.2, false)},
		{name: "node_network_receive_bytes_total", meta: count("bytes", "Network device statistic receive_bytes."), sets: each("device", "eth0", "lo"), curve: counters(120e3, true)},
		{name: "node_network_transmit_bytes_total", meta: count("bytes", "Network device statistic transmit_bytes."), sets: each("device", "eth0", "lo"), curve: counters(90e3, true)},
		{name: "node_boot_time_seconds", meta: gauge("seconds", "Node boot time, in unixtime."), sets: one(), curve: processStart},
	}...)
}

// serviceMetrics are those of an HTTP service with native histograms.
func serviceMetrics() []metric {
	paths := each("path", "/cart", "/checkout", "/healthz")
	return append(scrapeMetrics(), []metric{
		{name: "http_requests_total", meta: count("", "Requests answered."), sets: cross(each("code", "200", "404", "500"), paths), curve: counters(12, true), exemplars: true},
		{name: "http_request_duration_seconds", meta: histo("seconds", "Time to answer a request."), sets: paths, curve: latencies, exemplars: true},
		{name: "job:http_request_duration_seconds:rate1m", meta: gaugeHisto("seconds", "Rate of request durations, of a recording rule."), sets: one(), curve: latencyRates},
		{name: "db_query_duration_seconds", meta: histo("seconds", "Time of a query, in the buckets of the classic histogram."), sets: each("db", "orders", "users"), curve: customLatencies},
		{name: "http_requests_in_flight", meta: gauge("", "Requests being served."), sets: one(), curve: waves(9)},
		{name: "queue_depth", meta: gauge("", "Messages waiting."), sets: each("queue", "email", "invoice"), curve: waves(140)},
		{name: "process_cpu_seconds_total", meta: count("seconds", "Total user and system CPU time spent in seconds."), sets: one(), curve: counters(0.4, false)},
		{name: "process_resident_memory_bytes", meta: gauge("bytes", "Resident memory size in bytes."), sets: one(), curve: waves(180 << 20)},
		{name: "process_start_time_seconds", meta: gauge("seconds", "Start time of the process since unix epoch in seconds."), sets: one(), curve: processStart},
		{name: "go_goroutines", meta: gauge("", "Number of goroutines that currently exist."), sets: one(), curve: waves(70)},
	}...)
}

package demo

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// The paths that senders use by default.
const (
	pathPrometheus = "/api/v1/write"
	pathMimir      = "/api/v1/push"
)

// scrapeOffset spreads the targets' scrapes, as Prometheus does by a hash.
const scrapeOffset = 170 * time.Millisecond

// cast is all senders.
type cast struct {
	prometheusV1, prometheusV2 *sender
	vmagent                    *sender
	replicaA, replicaB         *sender
	collector                  *sender
	script                     *sender // somebody's own code; sends only in scenes
}

// newCast sets everything up as it is at now.
func newCast(now time.Time, rng *rand.Rand) *cast {
	b := &builder{now: now, rng: rng}
	return &cast{
		prometheusV1: &sender{
			userAgent: "Prometheus/3.16.0", path: pathPrometheus, exemplars: true,
			targets: append(b.nodes("node", 3), b.service("frontend", 1, "cluster", "eu-1")),
		},
		prometheusV2: &sender{
			userAgent: "Prometheus/3.16.0", path: pathPrometheus, v2: true,
			targets: []*target{b.service("checkout", 1), b.service("checkout", 2), b.service("gateway", 1)},
		},
		vmagent: &sender{
			userAgent: "vmagent", path: pathPrometheus, targets: b.nodes("edge", 2),
		},
		replicaA: &sender{
			userAgent: "Prometheus/2.53.5", path: pathPrometheus,
			targets: []*target{b.service("apiserver", 1, "cluster", "us-2", "replica", "a")},
		},
		replicaB: &sender{
			userAgent: "Prometheus/2.53.5", path: pathPrometheus,
			targets: []*target{b.service("apiserver", 1, "cluster", "us-2", "replica", "b")},
		},
		collector: &sender{
			userAgent: "opentelemetry-collector-contrib/0.139.0", path: pathMimir, tenant: "shop",
			v2: true, grouped: true, exemplars: true,
			targets: []*target{b.service("shop", 1), b.service("shop", 2)},
		},
		script: &sender{
			userAgent: "python-requests/2.32.5", path: pathPrometheus,
			targets: []*target{b.target(jobMetrics, "job", "nightly-report", "instance", "batch-1")},
		},
	}
}

// regulars are the senders that take turns, in that order.
func (c *cast) regulars() []*sender {
	return []*sender{c.prometheusV1, c.prometheusV2, c.vmagent, c.replicaA, c.collector, c.replicaB}
}

// builder makes targets, each a little later in its first scrape.
type builder struct {
	now  time.Time
	rng  *rand.Rand
	made int
}

func (b *builder) target(kind func() []metric, ls ...string) *target {
	b.made++
	first := b.now.Add(time.Duration(b.made) * scrapeOffset)
	started := b.now.Add(-time.Duration(1+b.rng.IntN(72)) * time.Hour)
	return newTarget(kind, started, first, b.rng, ls...)
}

// nodes are n machines of a job.
func (b *builder) nodes(job string, n int) []*target {
	var ts []*target
	for i := range n {
		ts = append(ts, b.target(nodeMetrics, "job", job, "instance", fmt.Sprintf("%s-%d:9100", job, i+1)))
	}
	return ts
}

// service is one instance of an HTTP service.
func (b *builder) service(job string, i int, ls ...string) *target {
	ls = append(ls, "job", job, "instance", fmt.Sprintf("10.0.%d.%d:8080", len(job), i), "pod", podName(job, b.rng))
	return b.target(serviceMetrics, ls...)
}

// podName is a name as a Kubernetes deployment gives it.
func podName(job string, rng *rand.Rand) string {
	return fmt.Sprintf("%s-%08x-%05x", job, rng.Uint32(), rng.Uint32N(1<<20))
}

// without is ls without a label.
func without(ls []string, name string) []string {
	var out []string
	for i := 0; i < len(ls); i += 2 {
		if ls[i] != name {
			out = append(out, ls[i], ls[i+1])
		}
	}
	return out
}

// jobMetrics are what a script pushes about a batch job.
func jobMetrics() []metric {
	return []metric{
		{name: "report_rows_total", meta: count("", "Rows written."), sets: each("table", "orders", "refunds"), curve: counters(300, true)},
		{name: "report_duration_seconds", meta: gauge("seconds", "Duration of the last run."), sets: one(), curve: waves(41)},
		{name: "report_queue_depth", meta: gauge("", "Reports waiting."), sets: one(), curve: waves(12)},
	}
}

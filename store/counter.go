package store

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// appendedCounter is a Registerer that picks the head's own counter of appended
// samples out of what the TSDB registers. It is the third witness beside the
// prediction and the recorded calls: the head counts at commit what it kept.
// Gathering the whole registry for it would cost more than the commit itself.
type appendedCounter struct {
	prometheus.Registerer
	byType []prometheus.Metric // one child per sample type, found at registration
}

// appendedMetric is registered by tsdb/head.go; its label "type" is float or histogram.
const appendedMetric = "prometheus_tsdb_head_samples_appended_total"

func newAppendedCounter(reg prometheus.Registerer) *appendedCounter {
	return &appendedCounter{Registerer: reg}
}

// MustRegister registers the collectors and remembers the wanted one.
func (c *appendedCounter) MustRegister(cs ...prometheus.Collector) {
	for _, col := range cs {
		c.remember(col)
	}
	c.Registerer.MustRegister(cs...)
}

// Register registers the collector and remembers it if it is the wanted one.
func (c *appendedCounter) Register(col prometheus.Collector) error {
	c.remember(col)
	return c.Registerer.Register(col)
}

func (c *appendedCounter) remember(col prometheus.Collector) {
	vec, ok := col.(*prometheus.CounterVec)
	if !ok {
		return
	}
	descs := make(chan *prometheus.Desc, 1) // a vector describes itself with one Desc
	vec.Describe(descs)
	if strings.Contains((<-descs).String(), `"`+appendedMetric+`"`) {
		c.byType = []prometheus.Metric{vec.WithLabelValues("float"), vec.WithLabelValues("histogram")}
	}
}

// total is the number of samples that the head has kept so far. An exact
// duplicate does not count; an out-of-order sample does.
func (c *appendedCounter) total() int64 {
	var sum float64
	for _, m := range c.byType {
		var d dto.Metric
		if err := m.Write(&d); err == nil {
			sum += d.GetCounter().GetValue()
		}
	}
	return int64(sum)
}

package store

import (
	"sync"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunks"
)

// goneSeries collects the series that the head drops when it is truncated, from
// the TSDB's own goroutine, until the judge takes them off its table.
type goneSeries struct {
	room headroom

	mu   sync.Mutex
	list []goneOne
}

type goneOne struct {
	ref    storage.SeriesRef
	labels labels.Labels
}

// PreCreation allows every series for which there is room.
func (g *goneSeries) PreCreation(ls labels.Labels) error { return g.room.admit(ls) }

// PostCreation counts; the judge learns of a series by its append.
func (g *goneSeries) PostCreation(ls labels.Labels) { g.room.used.Add(headBytes(ls)) }

// PostDeletion notes the dropped series.
func (g *goneSeries) PostDeletion(deleted map[chunks.HeadSeriesRef]labels.Labels) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for ref, ls := range deleted {
		g.room.used.Add(-headBytes(ls))
		g.list = append(g.list, goneOne{storage.SeriesRef(ref), ls})
	}
}

// take returns what was collected and starts anew.
func (g *goneSeries) take() []goneOne {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := g.list
	g.list = nil
	return list
}

package replay

import (
	"sync"

	"rwscope/decode"
)

// order makes requests wait for those before them that share a series.
type order struct {
	mu   sync.Mutex
	last map[decode.Key]*place // the last request with each series that is under way
}

// place is a request in the order.
type place struct {
	series []decode.Key
	after  []*place
	done   chan struct{}
}

func newOrder() *order { return &order{last: make(map[decode.Key]*place)} }

// take puts a request behind all that were put there before and share a series.
func (o *order) take(series []decode.Key) *place {
	p := &place{series: series, done: make(chan struct{})}
	o.mu.Lock()
	defer o.mu.Unlock()
	seen := make(map[*place]bool)
	for _, key := range series {
		if before := o.last[key]; before != nil && before != p && !seen[before] {
			seen[before] = true
			p.after = append(p.after, before)
		}
		o.last[key] = p
	}
	return p
}

// wait returns when it is the request's turn.
func (p *place) wait() {
	for _, before := range p.after {
		<-before.done
	}
	p.after = nil
}

// leave lets those behind go on.
func (o *order) leave(p *place) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, key := range p.series {
		if o.last[key] == p {
			delete(o.last, key)
		}
	}
	close(p.done)
}

package capture

import (
	"bytes"
	"sync"
)

// The newest exchanges that are kept in memory.
const (
	defaultRecent      = 1024
	defaultRecentBytes = 8 << 20
)

// sizeOf is about what an exchange takes in memory without its body.
func sizeOf(e *Exchange) int {
	size := 1024 + len(e.Request.Path) + len(e.Sender.UserAgent) + len(e.Verdict.Answer.Body)
	for name, values := range e.Request.Header {
		size += 64 + len(name)
		for _, v := range values {
			size += 16 + len(v)
		}
	}
	o := &e.Verdict.Outcomes
	size += len(o.Samples) + len(o.Histograms) + len(o.Exemplars)
	for i := range e.Verdict.Problems {
		p := &e.Verdict.Problems[i]
		size += 256 + len(p.Series) + len(p.Text) + len(p.Why) + len(p.Fix)
		for _, f := range p.Facts {
			size += 32 + len(f.Name) + len(f.Value)
		}
	}
	return size
}

// recent is the newest exchanges, within a number and a number of bytes.
type recent struct {
	mu       sync.Mutex
	byID     map[uint64]*Exchange
	order    []uint64 // as they came; a ring
	at       int
	bytes    int
	maxBytes int
}

func newRecent(count, size int) recent {
	return recent{byID: make(map[uint64]*Exchange), order: make([]uint64, count), maxBytes: size}
}

// add keeps an exchange, with its body only if that is to be found nowhere else.
func (r *recent) add(e *Exchange, withBody bool) {
	kept := *e
	kept.Request.Body = nil
	if withBody {
		kept.Request.Body = bytes.Clone(e.Request.Body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(r.at)
	r.order[r.at] = e.ID
	r.byID[e.ID] = &kept
	r.bytes += sizeOf(&kept) + len(kept.Request.Body)
	r.at = (r.at + 1) % len(r.order)
	for oldest := r.at; r.bytes > r.maxBytes && len(r.byID) > 1; oldest = (oldest + 1) % len(r.order) {
		r.forget(oldest)
	}
}

// forget empties a place of the ring.
func (r *recent) forget(at int) {
	if e, ok := r.byID[r.order[at]]; ok {
		r.bytes -= sizeOf(e) + len(e.Request.Body)
		delete(r.byID, e.ID)
	}
	r.order[at] = 0
}

func (r *recent) get(id uint64) (*Exchange, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.byID[id]
	return e, ok
}

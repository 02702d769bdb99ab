package capture

import (
	"slices"
	"sync"
)

// The bounds of what a history keeps in memory. A row takes 120 bytes.
const (
	defaultRows = 1 << 20 // 120 MiB
	maxSenders  = 4096
	maxCauses   = 1024
	maxComments = 4096
	maxComment  = 4096 // bytes
	// maxPending is how many exchanges may wait for one before them to be appended.
	// Then it counts as lost: a file has a hole there.
	maxPending = 4096
)

// index is the history in memory: rows in the order of their IDs, in blocks that
// never move, and the little tables that rows point into. One mutex guards it.
type index struct {
	mu       sync.Mutex
	now      Snapshot // shares its slices with snapshots given out: they only grow
	next     uint64   // the ID that is to become visible next, 0: not known yet
	pending  map[uint64]Row
	senders  map[Sender]uint32
	causes   map[string]uint16
	comments map[uint64]string
	track    senderTrack
	maxRows  int
	evicted  uint64 // the highest ID that is not held because of maxRows
	bygone   []bygone
	wake     chan struct{}
}

// bygone is what is remembered of a block of rows that is not held any more because of
// maxRows, so that a file can still be cut in front of it.
type bygone struct {
	first  uint64 // ID
	offset int64  // of the first frame in the file, -1 if none is there
}

// newIndex returns an empty index of at most maxRows rows, 0 meaning the default.
func newIndex(maxRows int) *index {
	if maxRows <= 0 {
		maxRows = defaultRows
	}
	return &index{
		pending:  make(map[uint64]Row),
		senders:  make(map[Sender]uint32),
		causes:   make(map[string]uint16),
		comments: make(map[uint64]string),
		maxRows:  max(maxRows, blockRows),
		wake:     make(chan struct{}, 1),
	}
}

// Snapshot is a consistent, constant-time view of what is there now.
func (x *index) Snapshot() Snapshot {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.now.SenderStats = x.track.publish(x.now.Senders, x.now.SenderStats)
	return x.now
}

// Wake delivers a value after something changed.
func (x *index) Wake() <-chan struct{} { return x.wake }

// changed must follow every change, with the mutex held.
func (x *index) changed() {
	x.now.Generation++
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// add makes an exchange visible, at once or when those before it are.
func (x *index) add(r Row) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case r.ID < x.next: // its turn was given up
		x.insert(r)
	case r.ID == x.next:
		x.push(r)
		x.drain()
	default:
		x.pending[r.ID] = r
		if len(x.pending) > maxPending {
			x.skip()
		}
	}
	x.changed()
}

// settle makes everything visible that still waits: what it waits for will not
// come any more, or has lost its turn.
func (x *index) settle() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for len(x.pending) > 0 {
		x.skip()
	}
}

// waits reports whether there are exchanges that wait for one before them.
func (x *index) waits() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.pending) > 0
}

// skip goes on with the lowest ID that is there.
func (x *index) skip() {
	lowest := uint64(0)
	for id := range x.pending {
		if lowest == 0 || id < lowest {
			lowest = id
		}
	}
	x.next = lowest
	x.drain()
}

// drain makes visible what has been waiting for its turn.
func (x *index) drain() {
	for len(x.pending) > 0 {
		r, ok := x.pending[x.next]
		if !ok {
			return
		}
		delete(x.pending, x.next)
		x.push(r)
	}
}

// push makes the next exchange visible.
func (x *index) push(r Row) {
	x.place(r)
	x.next = r.ID + 1
	x.now.Totals.count(&r)
	x.track.count(&r, x.now.Senders)
	if x.now.length > x.maxRows {
		n := blockRows - x.now.first
		x.remember(n)
		x.dropRows(n)
	}
}

// remember notes where the n oldest rows stand, which are not held from now on.
func (x *index) remember(n int) {
	b := bygone{first: x.now.Row(0).ID, offset: -1}
	for i := range n {
		if at := x.now.Row(i).Offset; at >= 0 && (b.offset < 0 || at < b.offset) {
			b.offset = at
		}
	}
	x.bygone = append(x.bygone, b)
	x.evicted = x.now.Row(n - 1).ID
}

// place writes a row behind the last one.
func (x *index) place(r Row) {
	at := x.now.first + x.now.length
	if at == len(x.now.blocks)*blockRows {
		x.now.blocks = append(x.now.blocks, new(block))
	}
	x.now.blocks[at/blockRows][at%blockRows] = r
	x.now.length++
}

// insert puts a row where it belongs by its ID. The blocks from there on are
// copied, since snapshots share them; there are few, as only newcomers are late.
func (x *index) insert(r Row) {
	i, there := x.now.Find(r.ID)
	if there || i == 0 && x.now.Dropped > 0 {
		return
	}
	moved := make([]Row, 0, x.now.length-i)
	for ; i < x.now.length; i++ {
		moved = append(moved, *x.now.Row(i))
	}
	x.now.length -= len(moved)
	x.now.blocks = slices.Clone(x.now.blocks)
	for b := (x.now.first + x.now.length) / blockRows; b < len(x.now.blocks); b++ {
		shared := *x.now.blocks[b]
		x.now.blocks[b] = &shared
	}
	next := x.next
	x.push(r)
	for i := range moved {
		x.place(moved[i])
	}
	x.next = next
}

// newer finds the first exchange of which, as of all after it, the frame stands at an
// offset or behind it, and where the first of these frames is; end if there is none.
// Those that wait for one before them are always among the newer. What is not held any
// more is known by the block.
func (x *index) newer(than, end int64) (first uint64, offset int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	first, offset = x.next, end
	take := func(id uint64, at int64) bool {
		if at >= 0 && at < than {
			return false
		}
		first = id
		if at >= 0 {
			offset = min(offset, at)
		}
		return true
	}
	older := x.now.length - 1
	for older >= 0 && take(x.now.Row(older).ID, x.now.Row(older).Offset) {
		older--
	}
	for i := len(x.bygone) - 1; older < 0 && i >= 0 && take(x.bygone[i].first, x.bygone[i].offset); {
		i--
	}
	for _, row := range x.pending {
		if row.Offset >= 0 {
			offset = min(offset, row.Offset)
		}
	}
	return first, offset
}

// evictedTo is the highest ID that is not held because of the bound on rows.
func (x *index) evictedTo() uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.evicted
}

// expect says which ID comes next.
func (x *index) expect(id uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.next = id
}

// dropBefore forgets the exchanges before an ID, which the file does not have any
// more; it is so many bytes shorter because of them.
func (x *index) dropBefore(first, bytes uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	i, _ := x.now.Find(first)
	x.dropRows(i)
	x.bygone = slices.DeleteFunc(x.bygone, func(b bygone) bool { return b.first < first })
	x.now.Dropped = max(x.now.Dropped, first-1)
	x.now.Totals.JournalDropped, x.now.Totals.JournalDroppedBytes = first-1, bytes
	x.changed()
}

// dropRows forgets the n oldest rows. The blocks' slice is made anew, as
// snapshots share the old one and would keep the blocks in memory for ever.
func (x *index) dropRows(n int) {
	n = min(n, x.now.length)
	for id := range x.comments {
		if i, ok := x.now.Find(id); !ok || i < n {
			delete(x.comments, id)
		}
	}
	x.now.first += n
	x.now.length -= n
	x.now.Dropped += uint64(n)
	if blocks := x.now.first / blockRows; blocks > 0 {
		x.now.blocks = slices.Clone(x.now.blocks[blocks:])
		x.now.first -= blocks * blockRows
	}
}

// journaled notes how large the journal is, and why it is not written any more.
func (x *index) journaled(size int64, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.now.Totals.JournalBytes = uint64(size)
	if err != nil && x.now.Totals.JournalError == "" {
		x.now.Totals.JournalError = err.Error()
	}
}

// unjournaled counts an exchange that could not be written.
func (x *index) unjournaled() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.now.Totals.Unjournaled++
}

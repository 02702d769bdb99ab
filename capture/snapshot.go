package capture

import "sort"

// Snapshot is what a History held at one moment. It is a small value, costs
// copying only for senders that did something since the last one, and stays as it
// is while the history grows; what it points to is shared and must not be changed.
// Row 0 is the oldest that is still held.
type Snapshot struct {
	// Generation grows with every change; equal generations mean equal content.
	Generation uint64
	// Dropped counts exchanges that are no longer held.
	Dropped uint64
	Totals  Totals
	// Senders are all senders seen, indexed by Row.Sender. Addr is the host alone:
	// a sender is one through all of its connections. When there are too many, the
	// last one stands for all further ones.
	Senders []Sender
	// SenderStats are what they did, indexed like Senders.
	SenderStats []*SenderStats

	causes []string
	blocks []*block
	first  int // index of row 0 in blocks[0]
	length int
}

// Totals sums up all exchanges of the session, dropped ones too.
type Totals struct {
	Exchanges, WireBytes, DecodedBytes      uint64
	Samples, Histograms, Exemplars          uint64 // sent
	KeptSamples, KeptHistograms, KeptExemps uint64 // stored
	Duplicates, Collateral                  uint64
	Status2xx, Status4xx, Status5xx         uint64
	// Untrue counts exchanges answered 2xx of which something was not stored.
	Untrue uint64
	// Mispredictions and Disagreements are expected to be 0.
	Mispredictions, Disagreements uint64
	// JournalBytes is the journal's size; Unjournaled counts exchanges that could
	// not be written to it, JournalError says why.
	JournalBytes, Unjournaled uint64
	JournalError              string
	// JournalDropped counts the exchanges that were given up to keep the journal
	// short, JournalDroppedBytes their size in it.
	JournalDropped, JournalDroppedBytes uint64
}

// blockRows is how many rows are allocated at once. Blocks never move, so that
// snapshots can share them without a lock.
const blockRows = 4096

type block [blockRows]Row

// Len is how many rows are held.
func (s Snapshot) Len() int { return s.length }

// Row returns row i, 0 ≤ i < Len.
func (s Snapshot) Row(i int) *Row {
	i += s.first
	return &s.blocks[i/blockRows][i%blockRows]
}

// Cause is the cause's name for a Row.Cause, empty for 0.
func (s Snapshot) Cause(n uint16) string {
	if n == 0 || int(n) > len(s.causes) {
		return ""
	}
	return s.causes[n-1]
}

// Find returns the index of the exchange with this ID. IDs grow from row to row,
// by 1 unless a damaged file lacks some, so it takes constant time as a rule.
//
// If there is none, the index is that of the first row with a higher ID.
func (s Snapshot) Find(id uint64) (int, bool) {
	if s.length == 0 || id < s.Row(0).ID {
		return 0, false
	}
	guess := id - s.Row(0).ID
	if guess < uint64(s.length) && s.Row(int(guess)).ID == id {
		return int(guess), true
	}
	// Missing IDs only ever make the index smaller than the guess.
	i := sort.Search(s.length, func(i int) bool { return s.Row(i).ID >= id })
	return i, i < s.length && s.Row(i).ID == id
}

package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/prometheus/prometheus/storage"
)

// Abandoned are the series of one sender that got nothing more while it went on, and
// no stale marker either, which a sender owes a series that ends (Remote-Write 1.0,
// Stale Markers; 2.0, Samples and Histogram Samples). Queries show their last value
// for another five minutes, as if nothing had happened.
type Abandoned struct {
	Sender  string // User-Agent and host, as SenderKey makes it
	Series  int
	Example string // the one that ended last, in PromQL notation
	Last    int64  // timestamp of its newest sample
}

// silence is how much older than its sender's newest sample that of an abandoned
// series is: as far back as queries look for a sample.
const silence = int64(5 * time.Minute / time.Millisecond)

// Abandoned finds the abandoned series of all senders, those with most of them first.
// It goes through the table, and holds up the judge for some microseconds at a time.
// Series that were only written by an earlier run are left out.
func (s *Store) Abandoned(ctx context.Context) ([]Abandoned, error) {
	senders := trails{table: s.table, byNumber: map[uint32]*trail{}, byKey: map[string]*trail{}}
	// Beside a sample from the future every other series would look abandoned.
	now := time.Now().UnixMilli()
	err := s.eachWritten(ctx, func(e *entry) {
		if e.t <= now {
			tr := senders.of(e.sender)
			tr.newest = max(tr.newest, e.t)
		}
	})
	if err != nil {
		return nil, err
	}
	err = s.eachWritten(ctx, func(e *entry) {
		if tr := senders.of(e.sender); tr.newest-silence > e.t && !e.point().stale() {
			tr.take(e)
		}
	})
	if err != nil {
		return nil, err
	}
	var all []Abandoned
	for sender, tr := range senders.byKey {
		if tr.series > 0 {
			all = append(all, Abandoned{Sender: sender, Series: tr.series, Example: s.seriesName(tr.example), Last: tr.last})
		}
	}
	slices.SortFunc(all, func(a, b Abandoned) int {
		return cmp.Or(cmp.Compare(b.Series, a.Series), cmp.Compare(a.Sender, b.Sender))
	})
	return all, nil
}

// trail is what one sender left behind.
type trail struct {
	newest  int64 // sample of any series
	series  int   // abandoned ones
	last    int64 // newest sample of these
	example storage.SeriesRef
}

func (tr *trail) take(e *entry) {
	if tr.series++; tr.series == 1 || e.t > tr.last {
		tr.last, tr.example = e.t, e.ref
	}
}

// trails are those of all senders. A sender has a number for each connection.
type trails struct {
	table    *table
	byNumber map[uint32]*trail
	byKey    map[string]*trail
}

func (t *trails) of(number uint32) *trail {
	tr := t.byNumber[number]
	if tr != nil {
		return tr
	}
	key := SenderKey(t.table.senderName(number))
	if tr = t.byKey[key]; tr == nil {
		tr = &trail{newest: math.MinInt64 + silence}
		t.byKey[key] = tr
	}
	t.byNumber[number] = tr
	return tr
}

// eachWritten calls f, with the mutex held, for each series that this run wrote to.
// It lets others have the mutex between two blocks of the table.
func (s *Store) eachWritten(ctx context.Context, f func(*entry)) error {
	for b := 0; ; b++ {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("look for abandoned series: %w", err)
		}
		if !s.eachInBlock(b, f) {
			return nil
		}
	}
}

func (s *Store) eachInBlock(b int, f func(*entry)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b >= len(s.table.blocks) {
		return false
	}
	for i := range min(s.table.used-b*tableBlock, tableBlock) {
		if e := &s.table.blocks[b][i]; e.flags&flagDead == 0 && e.writer != 0 && e.kind != kindNone {
			f(e)
		}
	}
	return true
}

package store

import (
	"cmp"
	"context"
	"fmt"
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
	newest, err := s.newestOfSenders(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string]*Abandoned{}
	examples := map[string]storage.SeriesRef{}
	err = s.eachWritten(ctx, func(e *entry) {
		sender := SenderKey(s.table.senderName(e.sender))
		last, known := newest[sender]
		if !known || last-e.t <= silence || e.point().stale() {
			return
		}
		a := found[sender]
		if a == nil {
			a = &Abandoned{Sender: sender, Last: e.t - 1}
			found[sender] = a
		}
		if a.Series++; e.t > a.Last {
			a.Last, examples[sender] = e.t, e.ref
		}
	})
	if err != nil {
		return nil, err
	}
	all := make([]Abandoned, 0, len(found))
	for sender, a := range found {
		a.Example = s.seriesName(examples[sender])
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b Abandoned) int {
		return cmp.Or(cmp.Compare(b.Series, a.Series), cmp.Compare(a.Sender, b.Sender))
	})
	return all, nil
}

// newestOfSenders is the timestamp of the newest sample of each sender, those from the
// future left out, beside which every other series would look abandoned.
func (s *Store) newestOfSenders(ctx context.Context) (map[string]int64, error) {
	newest, now := map[string]int64{}, time.Now().UnixMilli()
	err := s.eachWritten(ctx, func(e *entry) {
		sender := SenderKey(s.table.senderName(e.sender))
		if last, known := newest[sender]; e.t <= now && (!known || e.t > last) {
			newest[sender] = e.t
		}
	})
	return newest, err
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

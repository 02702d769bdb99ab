package filter

import (
	"context"
	"fmt"
	"iter"

	"rwscope/capture"
	"rwscope/decode"
)

// Progress is how far a scan has come.
type Progress struct {
	Scanned, Total int // exchanges
	Matched        int
	Loaded         int // read from disk
}

// progressRows is how many rows are compared between two calls of progress; one
// takes less than a microsecond.
const progressRows = 4096

// Scan picks the exchanges of a history that f matches, newest first, beginning
// with the exchange from, or with the newest if from is 0. What arrives after the
// call is not seen.
//
// An exchange that has to be read and cannot be is passed on with the error. The
// scan ends early when ctx is done. Progress, unless nil, is called from the
// caller's goroutine, for each exchange that was read and every few thousand that
// were not, and once at the end.
func Scan(ctx context.Context, h capture.History, f *Filter, from uint64, progress func(Progress)) iter.Seq2[*capture.Row, error] {
	snap := h.Snapshot()
	newest := snap.Len() - 1
	if i, ok := snap.Find(from); ok {
		newest = i
	} else if newest >= 0 && from != 0 && from < snap.Row(0).ID {
		newest = -1
	}
	s := scan{history: h, snap: snap, filter: f, progress: progress}
	return s.rows(ctx, newest+1, func(i int) int { return newest - i })
}

// ScanOldest is Scan from the oldest exchange to the newest.
func ScanOldest(ctx context.Context, h capture.History, f *Filter, progress func(Progress)) iter.Seq2[*capture.Row, error] {
	s := scan{history: h, snap: h.Snapshot(), filter: f, progress: progress}
	return s.rows(ctx, s.snap.Len(), func(i int) int { return i })
}

// scan is one walk over a snapshot.
type scan struct {
	history  capture.History
	snap     capture.Snapshot
	filter   *Filter
	progress func(Progress)
	done     Progress
}

// rows walks total rows; at maps a step to a row.
func (s *scan) rows(ctx context.Context, total int, at func(int) int) iter.Seq2[*capture.Row, error] {
	return func(yield func(*capture.Row, error) bool) {
		s.done = Progress{Total: total}
		decoder := decode.NewDecoder(decode.Config{LazyLabels: true})
		defer s.report()
		for i := range total {
			if i%progressRows == progressRows-1 {
				s.report()
			}
			if i%64 == 0 && ctx.Err() != nil {
				return
			}
			row := s.snap.Row(at(i))
			found, err := s.matches(decoder, row)
			s.done.Scanned++
			if !found {
				continue
			}
			s.done.Matched++
			if !yield(row, err) {
				return
			}
		}
	}
}

// matches asks the row first, and the exchange itself if that is not enough. What
// cannot be read is found, so that the error is seen.
func (s *scan) matches(decoder *decode.Decoder, row *capture.Row) (bool, error) {
	switch s.filter.MatchRow(row, &s.snap) {
	case Yes:
		return true, nil
	case No:
		return false, nil
	}
	ex, err := s.history.Load(row.ID)
	s.done.Loaded++
	defer s.report()
	if err != nil {
		return true, fmt.Errorf("filter exchange %d: %w", row.ID, err)
	}
	return s.filter.MatchLoaded(row, ex, decoder), nil
}

func (s *scan) report() {
	if s.progress != nil {
		s.progress(s.done)
	}
}

package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TestShorten bounds a journal and follows it with a reader.
func TestShorten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	const bound = 2 << 20
	j, err := OpenJournal(JournalConfig{Path: path, MaxBytes: bound, Run: Run{Program: "p"}})
	if err != nil {
		t.Fatal(err)
	}
	follower := openReader(t, path)
	m := newMade(1)
	var last []*Exchange
	for round := range 12 {
		for range 20 {
			e := m.exchange(j.Reserve())
			e.Request.Body = make([]byte, 40_000+m.IntN(1000))
			if err := j.Append(e); err != nil {
				t.Fatal(err)
			}
			last = append(last, e)
		}
		if err := j.Mark(last[len(last)-1].ID, true); err != nil {
			t.Fatal(err)
		}
		j.shortener.Wait()
		if info, err := os.Stat(path); err != nil || info.Size() > bound*11/16 {
			t.Fatalf("round %d: %d bytes, %v", round, info.Size(), err)
		}
		s := j.Snapshot()
		sameExchanges(t, j, last[len(last)-s.Len():])
		if round%3 == 0 {
			if _, err := follower.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := follower.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	live := j.Snapshot()
	if live.Dropped != 240-uint64(live.Len()) || live.Totals.JournalDropped != live.Dropped || live.Totals.JournalError != "" {
		t.Errorf("%d held, totals %+v, %d dropped", live.Len(), live.Totals, live.Dropped)
	}
	kept := last[len(last)-live.Len():]
	sameExchanges(t, follower, kept)
	scanned := openReader(t, path)
	sameExchanges(t, scanned, kept)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	indexed := openReader(t, path)
	sameExchanges(t, indexed, kept)
	for name, s := range map[string]Snapshot{"followed": follower.Snapshot(), "scanned": scanned.Snapshot(), "indexed": indexed.Snapshot()} {
		if s.Dropped != live.Dropped || s.Totals.JournalDropped != live.Dropped {
			t.Errorf("%s: %d dropped, totals %+v, want %d", name, s.Dropped, s.Totals, live.Dropped)
		}
		for i := range s.Len() {
			if got, want := s.Row(i), live.Row(i); got.ID != want.ID || got.Offset != want.Offset || got.Marked != want.Marked {
				t.Errorf("%s: row %d is %+v, want %+v", name, i, got, want)
			}
		}
	}
	j, err = OpenJournal(JournalConfig{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	sameExchanges(t, j, kept)
	if id := j.Reserve(); id != 241 {
		t.Errorf("the next exchange is %d, want 241", id)
	}
	if runs := j.Runs(); runs[0].Program != "p" || runs[0].Dropped != live.Dropped {
		t.Errorf("runs %+v", runs)
	}
}

// TestAppendWhileShortening loses nothing that is younger than what was dropped.
func TestAppendWhileShortening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j, err := OpenJournal(JournalConfig{Path: path, MaxBytes: minMaxBytes})
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for g := range 4 {
		writers.Go(func() {
			m := newMade(uint64(g))
			for range 60 {
				e := m.exchange(j.Reserve())
				e.Request.Body = make([]byte, 20_000)
				if err := j.Append(e); err != nil {
					t.Error(err)
				}
				s := j.Snapshot()
				if s.Len() == 0 {
					continue
				}
				if _, err := j.Load(s.Row(0).ID); err != nil && !errors.Is(err, ErrUnknown) {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	j.shortener.Wait() // closing would end it early
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	r := openReader(t, path)
	s := r.Snapshot()
	if s.Len() == 0 || s.Dropped == 0 || s.Dropped+uint64(s.Len()) != 240 || len(r.Damage()) > 0 {
		t.Fatalf("%d exchanges, %d dropped, damage %v", s.Len(), s.Dropped, r.Damage())
	}
	for i := range s.Len() {
		if e, err := r.Load(s.Row(i).ID); err != nil || e.ID != s.Dropped+uint64(i)+1 {
			t.Errorf("row %d: %v, %v", i, e, err)
		}
	}
	if left, _ := filepath.Glob(path + "?*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestShortenWhileOneIsJudged has one request that takes as long as everything else,
// so that nobody sees what came after it. Nothing of that is given up before the file
// is too long for patience, and what is then in the journal is what it says.
func TestShortenWhileOneIsJudged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j, err := OpenJournal(JournalConfig{Path: path, MaxBytes: minMaxBytes})
	if err != nil {
		t.Fatal(err)
	}
	m := newMade(1)
	next := func(id uint64) {
		t.Helper()
		e := m.exchange(id)
		e.Request.Body = make([]byte, 20_000)
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
		j.shortener.Wait()
	}
	slow := j.Reserve()
	for j.Snapshot().Totals.JournalDropped == 0 {
		before := j.end
		next(j.Reserve())
		if s := j.Snapshot(); s.Len() > 0 && before+22_000 <= j.patientTo() {
			t.Fatalf("%d exchanges are visible before the first one, in a file of %d bytes", s.Len(), before)
		}
	}
	if j.end > minMaxBytes {
		t.Errorf("the file came to %d bytes, want at most %d", j.end, minMaxBytes)
	}
	next(slow)
	for range 3 {
		next(j.Reserve())
	}
	live := j.Snapshot()
	scanned := openReader(t, path)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Reader{scanned, openReader(t, path)} {
		sameAsLive(t, r, live)
	}
}

func sameAsLive(t *testing.T, r *Reader, live Snapshot) {
	t.Helper()
	s := r.Snapshot()
	if s.Len() != live.Len() || s.Dropped != live.Dropped || len(r.Damage()) > 0 {
		t.Fatalf("read %d exchanges, %d dropped, damage %v; want %d and %d", s.Len(), s.Dropped, r.Damage(), live.Len(), live.Dropped)
	}
	for i := range s.Len() {
		if e, err := r.Load(live.Row(i).ID); err != nil || e.ID != s.Row(i).ID {
			t.Errorf("row %d: %v, %v", i, e, err)
		}
	}
}

// TestShortenBeyondTheList bounds a journal that holds more exchanges than are listed:
// its newer half is kept all the same.
func TestShortenBeyondTheList(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	const bound = 32 << 20
	j, err := OpenJournal(JournalConfig{Path: path, MaxBytes: bound, MaxRows: blockRows})
	if err != nil {
		t.Fatal(err)
	}
	var last uint64
	for j.dropped() == 0 {
		e := &Exchange{ID: j.Reserve(), Time: time.Unix(1795406400, 0)}
		e.Request.Body = make([]byte, 500)
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
		last = e.ID
		if last%1000 == 0 {
			j.shortener.Wait()
		}
	}
	dropped := j.dropped()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	perExchange := bound / 8 * 5 / int64(last)
	if half := int64(bound / 16 * 5); info.Size() < half-2*blockRows*perExchange || info.Size() > half+2*copyRest {
		t.Errorf("%d bytes are left, want about %d", info.Size(), half)
	}
	r := openReader(t, path)
	s := r.Snapshot()
	if s.Len() != int(last-dropped) || s.Row(0).ID != dropped+1 || s.Totals.JournalDropped != dropped || len(r.Damage()) > 0 {
		t.Errorf("%d exchanges from %d, %d dropped, damage %v; want all of %d after %d",
			s.Len(), s.Row(0).ID, s.Totals.JournalDropped, r.Damage(), last, dropped)
	}
	for _, i := range []int{0, s.Len() / 2, s.Len() - 1} {
		if e, err := r.Load(s.Row(i).ID); err != nil || e.ID != s.Row(i).ID {
			t.Errorf("row %d: %v", i, err)
		}
	}
}

// TestShortenBehindALink bounds a journal that is written by the name of a link: the
// file behind it gets shorter, and the link stays one.
func TestShortenBehindALink(t *testing.T) {
	file, link := filepath.Join(t.TempDir(), "a.rwscope"), filepath.Join(t.TempDir(), "link.rwscope")
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	j, err := OpenJournal(JournalConfig{Path: link, MaxBytes: minMaxBytes})
	if err != nil {
		t.Fatal(err)
	}
	m := newMade(1)
	for range 60 {
		e := m.exchange(j.Reserve())
		e.Request.Body = make([]byte, 20_000)
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
		j.shortener.Wait()
	}
	live := j.Snapshot()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Size() > minMaxBytes {
		t.Errorf("the file behind the link has %d bytes, %v", info.Size(), err)
	}
	if s := openReader(t, file).Snapshot(); live.Dropped == 0 || s.Len() != live.Len() || s.Dropped != live.Dropped {
		t.Errorf("%d exchanges, %d dropped in the file; want %d and %d", s.Len(), s.Dropped, live.Len(), live.Dropped)
	}
}

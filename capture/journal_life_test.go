package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// TestConcurrentAppends appends from many goroutines while others look: what is
// visible is always without gaps, in the order of IDs, and can be loaded.
func TestConcurrentAppends(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	var writers, lookers sync.WaitGroup
	done := make(chan struct{})
	for g := range 8 {
		writers.Go(func() {
			m := newMade(uint64(g))
			for range 60 {
				e := m.exchange(j.Reserve())
				if err := j.Append(e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		lookers.Go(func() {
			for {
				select {
				case <-done:
					return
				case <-j.Wake():
				}
				s := j.Snapshot()
				for i := range s.Len() {
					if s.Row(i).ID != uint64(i+1) {
						t.Errorf("row %d is exchange %d", i, s.Row(i).ID)
						return
					}
				}
				if _, err := j.Load(uint64(s.Len())); s.Len() > 0 && err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(done)
	lookers.Wait()
	if got := j.Snapshot().Len(); got != 480 {
		t.Errorf("%d exchanges, want 480", got)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if loaded, err := os.ReadFile(path); err != nil {
		t.Fatal(err)
	} else if all, _ := readAll(t, loaded); len(all) != 480 {
		t.Errorf("%d exchanges in the file, want 480", len(all))
	}
}

// TestVisibleInOrder appends in another order than was reserved.
func TestVisibleInOrder(t *testing.T) {
	j := journalAt(t, filepath.Join(t.TempDir(), "a.rwscope"))
	m := newMade(1)
	var e [3]*Exchange
	for i := range e {
		e[i] = m.exchange(j.Reserve())
	}
	for i, c := range []struct{ append, visible int }{{1, 0}, {2, 0}, {0, 3}} {
		if err := j.Append(e[c.append]); err != nil {
			t.Fatal(err)
		}
		if got := j.Snapshot().Len(); got != c.visible {
			t.Errorf("after %d appends %d exchanges are visible, want %d", i+1, got, c.visible)
		}
	}
	sameExchanges(t, j, e[:])
}

// TestSnapshotStays takes snapshots all the way and looks at them at the end.
func TestSnapshotStays(t *testing.T) {
	j := journalAt(t, filepath.Join(t.TempDir(), "a.rwscope"))
	m := newMade(1)
	var snapshots []Snapshot
	for range 20 {
		snapshots = append(snapshots, j.Snapshot())
		appendMade(t, j, m, 1)
		if err := j.Mark(1, len(snapshots)%2 == 0); err != nil {
			t.Fatal(err)
		}
	}
	for n, s := range snapshots {
		if s.Len() != n || n > 0 && s.Generation <= snapshots[n-1].Generation {
			t.Errorf("snapshot %d: %d rows, generation %d", n, s.Len(), s.Generation)
		}
		if n > 0 && s.Row(0).Marked != (n%2 == 0) {
			t.Errorf("snapshot %d: marked %v", n, s.Row(0).Marked)
		}
		for i := range s.Len() {
			if s.Row(i).ID != uint64(i+1) {
				t.Errorf("snapshot %d: row %d is exchange %d", n, i, s.Row(i).ID)
			}
		}
	}
}

// TestCeiling holds no more rows than allowed, all in the file nevertheless.
func TestCeiling(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j, err := OpenJournal(JournalConfig{Path: path, MaxRows: 2 * blockRows})
	if err != nil {
		t.Fatal(err)
	}
	const total = 3*blockRows + 10
	e := newMade(1).exchange(0)
	e.Request.Body = nil
	for range total {
		e.ID = j.Reserve()
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	check := func(h History) {
		t.Helper()
		s := h.Snapshot()
		if s.Len() > 2*blockRows || s.Len() < blockRows || s.Dropped+uint64(s.Len()) != total {
			t.Errorf("%d rows held and %d dropped of %d", s.Len(), s.Dropped, total)
		}
		if s.Totals.Exchanges != total || s.Row(s.Len()-1).ID != total {
			t.Errorf("totals say %d, the last row is %d, want %d", s.Totals.Exchanges, s.Row(s.Len()-1).ID, total)
		}
		if _, ok := s.Find(1); ok {
			t.Error("exchange 1 is still held")
		}
		if i, ok := s.Find(total - 1); !ok || s.Row(i).ID != total-1 {
			t.Errorf("finding exchange %d: row %d, %v", total-1, i, ok)
		}
	}
	check(j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(context.Background(), path, ReaderConfig{MaxRows: 2 * blockRows})
	if err != nil {
		t.Fatal(err)
	}
	check(r)
	if s := openReader(t, path).Snapshot(); s.Len() != total {
		t.Errorf("a reader with room for all has %d rows, want %d", s.Len(), total)
	}
}

func TestNotes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	appendMade(t, j, newMade(1), 5)
	for _, err := range []error{
		j.Mark(2, true), j.SetComment(2, "see the gap"), j.Mark(3, true), j.Mark(3, false),
		j.SetComment(4, "first"), j.SetComment(4, ""), j.SetComment(5, strings.Repeat("x", 2*maxComment)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Mark(99, true); !errors.Is(err, ErrUnknown) {
		t.Errorf("marking what is not there: %v", err)
	}
	check := func(name string, h interface {
		History
		Comment(uint64) string
	}) {
		t.Helper()
		s := h.Snapshot()
		for i, want := range []struct {
			marked  bool
			comment string
		}{{}, {true, "see the gap"}, {}, {}, {false, strings.Repeat("x", maxComment)}} {
			if got := h.Comment(uint64(i + 1)); got != want.comment || s.Row(i).Marked != want.marked {
				t.Errorf("%s: exchange %d: marked %v, comment %.20q, want %v", name, i+1, s.Row(i).Marked, got, want)
			}
		}
	}
	check("live", j)
	check("scanned", openReader(t, path))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	check("indexed", openReader(t, path))
	j = journalAt(t, path)
	check("continued", j)
}

// TestFollow reads a journal that is being written, closed and continued.
func TestFollow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	r := openReader(t, path)
	m := newMade(1)
	var want []*Exchange
	refresh := func(change bool) {
		t.Helper()
		if changed, err := r.Refresh(context.Background()); err != nil || changed != change {
			t.Fatalf("refresh: %v, %v", changed, err)
		}
		sameExchanges(t, r, want)
	}
	refresh(false)
	want = append(want, appendMade(t, j, m, 3)...)
	refresh(true)
	refresh(false)
	late, early := m.exchange(j.Reserve()), m.exchange(j.Reserve())
	if err := j.Append(early); err != nil {
		t.Fatal(err)
	}
	want = append(want, early)
	refresh(true)
	if err := j.Append(late); err != nil {
		t.Fatal(err)
	}
	want = append(want[:3], late, early)
	refresh(true)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	refresh(true)
	j = journalAt(t, path)
	refresh(true)
	want = append(want, appendMade(t, j, m, 2)...)
	refresh(true)
	if damage := r.Damage(); len(damage) > 0 {
		t.Errorf("damage: %v", damage)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Refresh(context.Background()); !errors.Is(err, ErrReplaced) {
		t.Errorf("after the file was removed: %v", err)
	}
}

// fullFile has room for so many bytes more, like a disk that fills up in the
// middle of a write.
type fullFile struct {
	*os.File
	room int
}

func (f *fullFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b[:min(len(b), f.room)])
	f.room -= n
	if err == nil && n < len(b) {
		err = &os.PathError{Op: "write", Path: f.Name(), Err: errors.New("no space left on device")}
	}
	return n, err
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	m := newMade(1)
	want := appendMade(t, j, m, 10)
	j.file = &fullFile{File: j.file.(*os.File), room: 500}
	var lost []*Exchange
	for range 5 {
		e := m.exchange(j.Reserve())
		if err := j.Append(e); err == nil {
			t.Fatal("a full disk took an exchange")
		}
		lost = append(lost, e)
	}
	s := j.Snapshot()
	if s.Len() != 15 || s.Totals.Unjournaled != 5 || !strings.Contains(s.Totals.JournalError, "no space left") {
		t.Errorf("%d exchanges visible, totals %+v", s.Len(), s.Totals)
	}
	sameExchanges(t, j, append(want[:10:10], lost...)) // those lost are in memory yet
	for range 2000 {
		e := m.exchange(j.Reserve())
		e.Request.Body = nil
		_ = j.Append(e)
	}
	if _, err := j.Load(11); !errors.Is(err, ErrUnjournaled) {
		t.Errorf("loading what is nowhere: %v", err)
	}
	if _, err := j.Load(10); err != nil {
		t.Errorf("loading what was journaled: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	r := openReader(t, path)
	sameExchanges(t, r, want)
	if damage := r.Damage(); len(damage) > 0 {
		t.Errorf("damage: %v", damage)
	}
}

func TestRecent(t *testing.T) {
	j, err := OpenJournal(JournalConfig{Dir: t.TempDir(), RecentCount: 50, RecentBytes: 40 << 10})
	if err != nil {
		t.Fatal(err)
	}
	want := appendMade(t, j, newMade(1), 200)
	kept := 0
	for _, e := range want {
		got, ok := j.Recent(e.ID)
		if !ok {
			continue
		}
		kept++
		full := *got
		full.Request.Body = e.Request.Body
		if got.Request.Body != nil || !reflect.DeepEqual(&full, e) {
			t.Errorf("exchange %d\n got %+v\nwant %+v", e.ID, got, e)
		}
	}
	if _, ok := j.Recent(200); !ok || kept > 50 || kept < 5 || j.recent.bytes > 40<<10 {
		t.Errorf("%d kept in %d bytes, the last one: %v", kept, j.recent.bytes, ok)
	}
}

func TestTemporaryJournal(t *testing.T) {
	j, err := OpenJournal(JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	sameExchanges(t, j, appendMade(t, j, newMade(1), 3))
	if info, err := os.Stat(j.Path()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("temporary file: %v, %v", info, err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(j.Path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after close: %v", err)
	}
	if err := j.Close(); !errors.Is(err, ErrClosed) {
		t.Errorf("closed again: %v", err)
	}
	if err := j.Append(newMade(1).exchange(j.Reserve())); !errors.Is(err, ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
}

func TestOneWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	if _, err := OpenJournal(JournalConfig{Path: path}); !errors.Is(err, ErrLocked) {
		t.Errorf("second writer: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateJournal(JournalConfig{Path: path}); !errors.Is(err, os.ErrExist) {
		t.Errorf("create what exists: %v", err)
	}
}

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
		if info, err := os.Stat(path); err != nil || info.Size() > bound+900_000 {
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

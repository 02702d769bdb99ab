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
	if err := j.Mark(1, true); err == nil { // which is no exchange
		t.Error("a full disk took a note")
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

// TestCloseWhileOneIsJudged ends a journal while an earlier request has no answer yet:
// those after it have theirs, and are in the file and in its index.
func TestCloseWhileOneIsJudged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	m := newMade(1)
	j.Reserve() // and never appended
	answered := []*Exchange{m.exchange(j.Reserve()), m.exchange(j.Reserve())}
	for _, e := range answered {
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	r := openReader(t, path)
	if !r.c.indexed {
		t.Error("there is no index")
	}
	sameExchanges(t, r, answered)
}

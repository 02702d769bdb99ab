package capture

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// sameExchanges compares what a history holds with what it should.
func sameExchanges(t testing.TB, h History, want []*Exchange) {
	t.Helper()
	s := h.Snapshot()
	if s.Len() != len(want) {
		t.Fatalf("history has %d exchanges, want %d", s.Len(), len(want))
	}
	for i, e := range want {
		if s.Row(i).ID != e.ID {
			t.Fatalf("row %d is exchange %d, want %d", i, s.Row(i).ID, e.ID)
		}
		got, err := h.Load(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, e) {
			t.Fatalf("exchange %d\n got %+v\nwant %+v", e.ID, got, e)
		}
	}
}

// openReader opens a journal that the test need not close.
func openReader(t testing.TB, path string) *Reader {
	t.Helper()
	r, err := OpenReader(context.Background(), path, ReaderConfig{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func TestJournalRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	want := appendMade(t, j, newMade(1), 300)
	sameExchanges(t, j, want)
	live := j.Snapshot()

	scanned := openReader(t, path)
	sameExchanges(t, scanned, want)
	if scanned.c.indexed {
		t.Error("a file that is not closed has an index")
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	indexed := openReader(t, path)
	sameExchanges(t, indexed, want)
	if !indexed.c.indexed {
		t.Error("a closed file has no index")
	}
	for i := range live.Len() {
		if a, b, c := *live.Row(i), *scanned.Snapshot().Row(i), *indexed.Snapshot().Row(i); a != b || a != c {
			t.Fatalf("row %d\n   live %+v\nscanned %+v\nindexed %+v", i, a, b, c)
		}
	}
	if damage := append(scanned.Damage(), indexed.Damage()...); len(damage) > 0 {
		t.Errorf("damage: %v", damage)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600 (%v)", info.Mode(), err)
	}
}

func TestJournalIsContinued(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	var want []*Exchange
	for run := range 4 {
		j := journalAt(t, path)
		sameExchanges(t, j, want)
		want = append(want, appendMade(t, j, newMade(uint64(run)), 20)...)
		if run == 2 { // as if the process had been killed
			if err := j.file.Close(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r := openReader(t, path)
	sameExchanges(t, r, want)
	runs := r.Runs()
	if len(runs) != 4 || runs[3].First != 61 || runs[3].Setting("out-of-order-time-window") != "10m" {
		t.Errorf("runs %+v", runs)
	}
}

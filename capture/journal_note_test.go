package capture

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// annotated is a history with notes.
type annotated interface {
	History
	Comment(id uint64) string
}

// sameNotes compares the notes on exchanges 1, 2, 3 … with what they should be.
func sameNotes(t *testing.T, name string, h annotated, want []note) {
	t.Helper()
	s := h.Snapshot()
	for _, n := range want {
		i, _ := s.Find(n.id)
		if got := h.Comment(n.id); got != n.comment || s.Row(i).Marked != n.marked {
			t.Errorf("%s: exchange %d: marked %v, comment %.20q, want %v %.20q",
				name, n.id, s.Row(i).Marked, got, n.marked, n.comment)
		}
	}
}

func TestNotes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	want := appendMade(t, j, newMade(1), 5)
	long := strings.Repeat("x", maxComment)
	for _, err := range []error{
		j.Mark(2, true), j.SetComment(2, "see the gap"), j.Mark(3, true), j.Mark(3, false),
		j.SetComment(4, "first"), j.SetComment(4, ""), j.SetComment(5, long+long),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Mark(99, true); !errors.Is(err, ErrUnknown) {
		t.Errorf("marking what is not there: %v", err)
	}
	notes := []note{{id: 1}, {2, true, "see the gap"}, {id: 3}, {id: 4}, {5, false, long}}
	sameNotes(t, "live", j, notes)
	scanned := openReader(t, path)
	sameNotes(t, "scanned", scanned, notes)
	if err := scanned.Mark(1, true); !errors.Is(err, ErrLocked) {
		t.Errorf("marking in a file that is being written: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}

	indexed := openReader(t, path)
	sameNotes(t, "indexed", indexed, notes)
	// The other reader still knows the file as it was before it was closed.
	for _, err := range []error{scanned.Mark(1, true), scanned.SetComment(4, "later"), scanned.SetComment(5, "")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	notes = []note{{id: 1, marked: true}, {2, true, "see the gap"}, {id: 3}, {4, false, "later"}, {id: 5}}
	sameNotes(t, "annotated", scanned, notes)
	if _, err := indexed.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	sameNotes(t, "followed", indexed, notes)
	again := openReader(t, path)
	sameNotes(t, "opened again", again, notes)
	sameExchanges(t, again, want)
	if !again.c.indexed || len(again.Damage()) > 0 {
		t.Errorf("indexed %v, damage %v", again.c.indexed, again.Damage())
	}
	j = journalAt(t, path)
	sameNotes(t, "continued", j, notes)
}

func TestNotesNeedAFile(t *testing.T) {
	file, _ := journalBytes(t, 1, 2, true)
	r, err := NewReader(t.Context(), bytes.NewReader(file), int64(len(file)), ReaderConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Mark(1, true); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a note in memory: %v", err)
	}
	path := filepath.Join(t.TempDir(), "a.rwscope")
	if err := os.WriteFile(path, file, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := openReader(t, path).Mark(9, true); !errors.Is(err, ErrUnknown) {
		t.Errorf("a note on nothing: %v", err)
	}
}

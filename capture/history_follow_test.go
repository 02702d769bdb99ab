package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

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

// TestFollowEvery wakes whoever looks at a journal that another process writes.
func TestFollowEvery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.rwscope")
		j := journalAt(t, path)
		r := openReader(t, path)
		ctx, cancel := context.WithCancel(t.Context())
		end := make(chan error)
		go func() { end <- r.Follow(ctx, time.Second) }()
		want := appendMade(t, j, newMade(1), 2)
		<-r.Wake()
		sameExchanges(t, r, want)
		cancel()
		if err := <-end; !errors.Is(err, context.Canceled) {
			t.Errorf("canceled: %v", err)
		}
		go func() { end <- r.Follow(t.Context(), time.Second) }()
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := <-end; !errors.Is(err, ErrReplaced) {
			t.Errorf("removed: %v", err)
		}
	})
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
)

// TestOpenFollows adds to a journal that is open, and then takes it away.
func TestOpenFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.rwscope")
		j, err := capture.OpenJournal(capture.JournalConfig{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		r, err := capture.OpenReader(t.Context(), path, capture.ReaderConfig{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		news := follow(ctx, r)
		for want := 1; want <= 3; want++ {
			if err := j.Append(&capture.Exchange{ID: j.Reserve(), Time: time.Now()}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(followEvery)
			synctest.Wait()
			if got := r.Snapshot().Len(); got != want {
				t.Fatalf("%d exchanges are shown, want %d", got, want)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if text := <-news; !strings.Contains(text, "not shown any more") || !strings.Contains(text, path) {
			t.Errorf("told %q, want that the file is not followed any more", text)
		}
	})
}

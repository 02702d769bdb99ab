package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rwscope/capture"
)

// TestInterruptedPrint ends print early, by a file and by standard input: what is
// printed is not all, and that is no success.
func TestInterruptedPrint(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j, err := capture.OpenJournal(capture.JournalConfig{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Append(&capture.Exchange{ID: j.Reserve(), Time: time.Now()}), j.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, from := range []string{path, "-"} {
		var out, notices bytes.Buffer
		cmd := newRoot()
		cmd.SilenceUsage, cmd.SilenceErrors = true, true
		cmd.SetArgs([]string{"print", from})
		cmd.SetIn(bytes.NewReader(file))
		cmd.SetOut(&out)
		cmd.SetErr(&notices)
		if err := cmd.ExecuteContext(ctx); !errors.Is(err, context.Canceled) || out.Len() > 0 {
			t.Errorf("print %s: error %v, printed %q", from, err, out.String())
		}
	}
}

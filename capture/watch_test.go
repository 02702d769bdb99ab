package capture

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/store"
)

// watched is a journal, and a watch with two clocks to turn.
type watched struct {
	*Watch
	t   *testing.T
	m   made
	now moment
}

func newWatched(t *testing.T) *watched {
	j := journalAt(t, filepath.Join(t.TempDir(), "a.rwscope"))
	t.Cleanup(func() { _ = j.Close() })
	w := NewWatch(j)
	return &watched{Watch: w, t: t, m: newMade(1), now: w.last}
}

// after looks when time has passed and the clock was set by slip, and wants news
// that begin so.
func (w *watched) after(passed, slip time.Duration, want ...string) {
	w.t.Helper()
	w.now.passed += passed
	w.now.wall = w.now.wall.Add(passed + slip)
	got := w.look(w.now)
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		w.t.Errorf("got  %q\nwant what begins with\n     %q", got, want)
	}
}

func (w *watched) append(status, kept int, cause string) {
	w.t.Helper()
	x := w.m.exchange(w.journal.Reserve())
	x.Verdict.Answer.Status = status
	x.Verdict.Stored = store.Kept{Samples: kept}
	x.Verdict.Problems = nil
	if cause != "" {
		x.Verdict.Problems = []store.Problem{{Cause: cause, Role: store.RoleCulprit, Level: store.LevelError, Text: "write to WAL: no space left on device"}}
	}
	_ = w.journal.Append(x) // the watch says if it fails
}

func TestWatchClocks(t *testing.T) {
	w := newWatched(t)
	w.after(time.Second, 0)
	w.after(time.Second, 3*time.Second)
	w.after(time.Second, -2*time.Hour, "warning: the clock went back by 2h0m0s")
	w.after(time.Second, 0)
	w.after(time.Second, 8*time.Hour, "warning: the clock went ahead by 8h0m0s, or the machine slept")
	w.after(time.Minute, 0, "warning: rwscope did not run for 1m0s")
	w.after(time.Second, 0)
}

func TestWatchTSDB(t *testing.T) {
	w := newWatched(t)
	w.append(http.StatusNoContent, 1, "")
	w.append(http.StatusInternalServerError, 0, store.CauseInternalFault)
	w.after(time.Second, 0)
	w.append(http.StatusInternalServerError, 0, store.CauseCommitError)
	w.append(http.StatusNoContent, 1, "")
	w.after(time.Second, 0, "warning: the TSDB cannot store: no space left on device. Senders are answered 500 and try again; make room, or mend the disk (write to WAL: no")
	w.append(http.StatusInternalServerError, 0, store.CauseAppendError)
	w.append(http.StatusBadRequest, 0, store.CauseMethod)
	w.after(time.Second, 0)
	w.append(http.StatusBadRequest, 0, store.CauseMethod)
	w.after(time.Second, 0)
	w.append(http.StatusNoContent, 1, "")
	w.after(time.Second, 0, "the TSDB stores again; 2 requests were answered 500")
	w.append(http.StatusNoContent, 1, "")
	w.after(time.Second, 0)
}

// TestWatchOldExchanges: what an earlier run left is no news.
func TestWatchOldExchanges(t *testing.T) {
	w := newWatched(t)
	w.append(http.StatusInternalServerError, 0, store.CauseCommitError)
	w.Watch = NewWatch(w.journal)
	w.now = w.last
	w.after(time.Second, 0)
}

func TestWatchFullDisk(t *testing.T) {
	w := newWatched(t)
	w.journal.file = &fullFile{File: w.journal.file.(*os.File)}
	w.append(http.StatusNoContent, 1, "")
	w.after(time.Second, 0, "warning: exchanges are no longer journaled: no space left on device. All else goes on; make room, or mend the disk, and start rwscope again (write "+w.journal.Path())
	w.append(http.StatusNoContent, 1, "")
	w.after(time.Second, 0)
	if got, want := w.End(), []string{"warning: 2 exchanges are not in the journal " + w.journal.Path()}; !slices.Equal(got, want) {
		t.Errorf("at the end: got %q, want %q", got, want)
	}
}

// slowFile takes its time.
type slowFile struct {
	*os.File
	took time.Duration
}

func (f *slowFile) Write(b []byte) (int, error) {
	time.Sleep(f.took)
	return f.File.Write(b)
}

func TestWatchStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWatched(t)
		file := &slowFile{File: w.journal.file.(*os.File), took: 5 * time.Second}
		w.journal.file = file
		go w.append(http.StatusNoContent, 1, "")
		time.Sleep(time.Millisecond) // looks and writes are not at the same time
		look := func(want ...string) {
			t.Helper()
			time.Sleep(time.Second)
			w.after(time.Second, 0, want...)
		}
		look()
		look("warning: the journal's disk has not written for 1s, and senders wait for it: " + w.journal.Path())
		look()
		look()
		look("the journal's disk writes again, after about 4s")
		file.took = 10 * time.Millisecond
		for range 3 {
			w.append(http.StatusNoContent, 1, "")
			look()
		}
	})
}

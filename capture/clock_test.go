package capture_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// TestClockSetBack has two runs on one data directory, the second one with a clock
// that is two hours behind: that of a machine whose clock was wrong and was set
// right. The TSDB then knows samples from the future. Answers are Prometheus' own;
// each loss is explained, and it ends when the clock has caught up.
func TestClockSetBack(t *testing.T) {
	dir := t.TempDir()
	begin := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	const back = 2 * time.Hour
	wrong := begin.Add(back)
	synctest.Test(t, func(t *testing.T) {
		r := openRun(t, dir, wrong)
		r.sends(wrong, "204")
		r.close()
	})
	synctest.Test(t, func(t *testing.T) {
		r := openRun(t, dir, begin)
		x := r.sends(begin, "400 out_of_bounds")
		if why := x.Verdict.Problems[0].Why; !strings.Contains(why, "2h ahead of the receiver's clock") {
			t.Errorf("a sender with the right clock is told %q, want how far the TSDB is ahead", why)
		}
		r.sends(wrong.Add(time.Second), "400 too_far_in_future")
		time.Sleep(back - 10*time.Minute + time.Second) // from here on the TSDB takes the future, up to 10 minutes of it
		r.sends(wrong.Add(time.Second), "204")
		time.Sleep(11 * time.Minute)
		r.sends(time.Now(), "204")
		r.close()
	})
}

// clockRun is a receiver without a network, whose clock is that of a synctest bubble.
type clockRun struct {
	t       *testing.T
	store   *store.Store
	journal *capture.Journal
	serve   http.Handler
}

// openRun opens a run in a bubble in which it is then.
func openRun(t *testing.T, dir string, then time.Time) *clockRun {
	t.Helper()
	time.Sleep(time.Until(then))
	st, err := store.Open(store.Config{Dir: filepath.Join(dir, "tsdb")})
	if err != nil {
		t.Fatal(err)
	}
	journal, err := capture.OpenJournal(capture.JournalConfig{Path: filepath.Join(dir, "journal.rwscope")})
	if err != nil {
		t.Fatal(err)
	}
	return &clockRun{t: t, store: st, journal: journal, serve: capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{LazyLabels: true}), Judge: st, History: journal,
	})}
}

func (r *clockRun) close() {
	r.t.Helper()
	if err := r.journal.Close(); err != nil {
		r.t.Error(err)
	}
	if err := r.store.Close(); err != nil {
		r.t.Error(err)
	}
}

// sends sends a sample of this time and compares status and cause.
func (r *clockRun) sends(at time.Time, want string) *capture.Exchange {
	r.t.Helper()
	q := httptest.NewRequest(http.MethodPost, "/api/v1/write", bytes.NewReader(v1Body(r.t, 1, at.UnixMilli())))
	q.Header.Set("Content-Encoding", "snappy")
	q.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	r.serve.ServeHTTP(httptest.NewRecorder(), q)
	snap := r.journal.Snapshot()
	x, err := r.journal.Load(snap.Row(snap.Len() - 1).ID)
	if err != nil {
		r.t.Fatal(err)
	}
	got := strconv.Itoa(x.Verdict.Answer.Status)
	if x.Verdict.Answer.Status/100 != 2 {
		got += " " + x.Verdict.Problems[0].Cause
	}
	if got != want {
		r.t.Errorf("at %s a sample of %s: got %s, want %s\n%s", time.Now().UTC().Format(time.TimeOnly), at.Format(time.TimeOnly), got, want, answerOf(x))
	}
	return x
}

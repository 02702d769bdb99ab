package store

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestSeriesLeftOut has more series than the table takes. When another series has left
// the head, one that was left out gets its place, with what the head has of it.
func TestSeriesLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s, err := Open(Config{Dir: t.TempDir(), MaxSeries: 2, OutOfOrderWindow: 5 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		send := func(want int, lines ...string) {
			t.Helper()
			v := s.Judge(scripted(t, "v1", lines...))
			if v.Answer.Status != want || v.Mispredicted || v.Disagreement != "" {
				t.Errorf("%q: got %d %s, mispredicted %t, disagreement %q; want %d",
					lines, v.Answer.Status, v.Answer.Body, v.Mispredicted, v.Disagreement, want)
			}
		}
		send(http.StatusNoContent, "lives 1 @now", "ends 1 @now", "left_out 1 @now")
		for range 4 {
			time.Sleep(time.Hour)
			send(http.StatusNoContent, "lives 1 @now", "left_out 1 @now", `  exemplar {trace_id="a"} 1 @now`)
		}
		if err := s.db.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		send(http.StatusNoContent, "left_out 1 @now-10s") // late, which says nothing of the newest
		if st := s.Stats(); st.Series != 2 || !st.TableFull {
			t.Fatalf("got %+v, want two series in a table that was full", st)
		}
		send(http.StatusBadRequest, "left_out 2 @now")
		send(http.StatusNoContent, "left_out 1 @now+1s", `  exemplar {trace_id="b"} 1 @now-1s`)
	})
}

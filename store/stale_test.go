package store

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestSeriesThatLeftEarly writes series that have ended to a block at once, and lets
// them come back: later samples, late ones, the same again.
func TestSeriesThatLeftEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s, err := Open(Config{Dir: t.TempDir(), StaleCompaction: 0.5})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		send := func(want int, lines ...string) *Verdict {
			t.Helper()
			v := s.Judge(scripted(t, "v1", lines...))
			if v.Answer.Status != want || v.Mispredicted || v.Disagreement != "" {
				t.Errorf("%q: got %d %s, mispredicted %t, disagreement %q; want %d",
					lines, v.Answer.Status, v.Answer.Body, v.Mispredicted, v.Disagreement, want)
			}
			return v
		}
		series := []string{`up{i="1"}`, `up{i="2"}`, `up{i="3"}`}
		all := func(text string) []string {
			var lines []string
			for _, name := range series {
				lines = append(lines, name+text)
			}
			return lines
		}
		send(http.StatusNoContent, append(all(" 1 @now"), "lives 1 @now")...)
		const kept = `up{i="kept"}`
		send(http.StatusNoContent, kept+" 1 @now", `  exemplar {trace_id="a"} 1 @now`)
		time.Sleep(time.Minute)
		send(http.StatusNoContent, append(all(" stale @now"), kept+" stale @now", "lives 1 @now")...)
		time.Sleep(2 * time.Minute) // the TSDB looks once a minute
		synctest.Wait()
		if n := s.db.Head().NumSeries(); n != 2 {
			t.Fatalf("%d series are in the head, want the one that lives and the one that an exemplar keeps", n)
		}
		send(http.StatusNoContent, kept+" 2 @now-150s") // its samples have left all the same
		send(http.StatusBadRequest, kept+" 2 @now-151s")
		send(http.StatusNoContent, series[0]+" 2 @now")
		send(http.StatusNoContent, series[1]+" 2 @now-150s") // would be out of order if it were still there
		send(http.StatusNoContent, series[1]+" 2 @now-150s") // the same again
		send(http.StatusBadRequest, series[1]+" 2 @now-151s")
		send(http.StatusNoContent, series[2]+" stale @now-2m", "lives 2 @now")
		if st := s.Stats(); st.Mispredictions+st.Disagreements > 0 {
			t.Errorf("got %+v, want neither mispredictions nor disagreements", st)
		}
	})
}

package store

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/prometheus/model/labels"
)

// TestHeadIsBounded fills the head with new series. Those that are there go on, and
// when some have left there is room again.
func TestHeadIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		const room = 10
		one := headBytes(labels.FromStrings("__name__", "up", "i", "0"))
		s, err := Open(Config{Dir: t.TempDir(), MaxHead: room * one})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		send := func(message string, lines ...string) *Verdict {
			return s.Judge(scripted(t, message, lines...))
		}
		up := func(i int) string { return fmt.Sprintf(`up{i="%d"} 1 @now`, i) }
		for i := range room {
			if v := send("v1", up(i)); v.Answer.Status != http.StatusNoContent {
				t.Fatalf("series %d: got %d %s, want 204", i, v.Answer.Status, v.Answer.Body)
			}
		}
		if got := s.Stats().HeadBytes; got != room*one {
			t.Errorf("head takes %d bytes, want %d", got, room*one)
		}
		time.Sleep(time.Second)
		for _, message := range []string{"v1", "v2"} {
			v := send(message, up(0), up(1000))
			if v.Answer.Status != http.StatusInternalServerError || v.Answer.By != ByLimit ||
				v.Problems[0].Cause != CauseLimitHeadSeries || v.Collateral != 1 || !strings.Contains(string(v.Answer.Body), "--max-head") {
				t.Errorf("%s, one series too many: got %d by %s, %+v, collateral %d\nwant 500 by limit, %s, collateral 1",
					message, v.Answer.Status, v.Answer.By, v.Problems, v.Collateral, CauseLimitHeadSeries)
			}
		}
		time.Sleep(time.Second)
		if v := send("v2", up(0), up(1)); v.Answer.Status != http.StatusNoContent || v.Answer.By != ByFast {
			t.Errorf("series that are there: got %d by %s, want 204 by fast", v.Answer.Status, v.Answer.By)
		}
		// Four hours later, one series lives on, and the head is compacted.
		for range 4 {
			time.Sleep(time.Hour)
			send("v1", up(0))
		}
		if err := s.db.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if v := send("v1", up(0), up(1000)); v.Answer.Status != http.StatusNoContent {
			t.Errorf("with room again: got %d %s, want 204", v.Answer.Status, v.Answer.Body)
		}
		if st := s.Stats(); st.Mispredictions+st.Disagreements > 0 || st.HeadBytes > 3*one {
			t.Errorf("got %+v, want neither mispredictions nor disagreements, and two series in the head", st)
		}
	})
}

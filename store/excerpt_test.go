package store

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/decode"
)

// TestExcerpt watches how many records of a request Prometheus' handler gets to see.
func TestExcerpt(t *testing.T) {
	const late, future, fresh = "late 1 @now-1m", "late 1 @now+1h", "late 1 @now+1s"
	for _, c := range []struct {
		name, message string
		lines         []string
		handled       string // records in each call of the handler
		status        int
		by            By
		collateral    int
	}{
		{"clean", "v1", []string{"a 1 @now+1s", fresh}, "[]", 204, ByFast, 0},
		{"first refused", "v1", []string{late, "a 1 @now+1s", "b 1 @now+1s"}, "[1]", 400, ByPrometheus, 2},
		{"second refused", "v1", []string{"a 1 @now+1s", late, "b 1 @now+1s"}, "[2]", 400, ByPrometheus, 2},
		{"last refused", "v1", []string{"a 1 @now+1s", "b 1 @now+1s", late}, "[3]", 400, ByPrometheus, 2},
		{"two refused", "v1", []string{"a 1 @now+1s", late, "b 1 @now-1m", "new 1 @now"}, "[2]", 400, ByPrometheus, 2},
		{"second sample refused", "v1", []string{"a 1 @now+1s, 1 @now-1m", "b 1 @now+1s"}, "[1]", 400, ByPrometheus, 2},
		{"other value", "v1", []string{"a 2 @now", "b 1 @now+1s"}, "[1]", 400, ByPrometheus, 1},
		{"same again", "v1", []string{"a 1 @now", "b 1 @now+1s"}, "[2]", 204, ByPrometheus, 0},
		{"too far ahead", "v1", []string{future, "b 1 @now+1s"}, "[1]", 400, ByPrometheus, 1},
		{"doubt before", "v1", []string{`a{x="1",x="2"} 1 @now`, late, "b 1 @now+1s"}, "[3]", 400, ByPrometheus, 1},
		{"partial writes", "v2", []string{late, "a 1 @now+1s", "b 1 @now+1s"}, "[3]", 400, ByPrometheus, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			excerptTest(t, func(s *Store, handled *[]int) {
				v := s.Judge(scripted(t, c.message, c.lines...))
				if got := fmt.Sprint(*handled); got != c.handled {
					t.Errorf("the handler got records %s, want %s", got, c.handled)
				}
				if v.Answer.Status != c.status || v.Answer.By != c.by || v.Collateral != c.collateral || v.Disagreement != "" {
					t.Errorf("got %d by %s, collateral %d, disagreement %q\nwant %d by %s, collateral %d",
						v.Answer.Status, v.Answer.By, v.Collateral, v.Disagreement, c.status, c.by, c.collateral)
				}
			})
		})
	}
}

// TestExcerptNotRefused has the judge expect a refusal that does not come.
func TestExcerptNotRefused(t *testing.T) {
	excerptTest(t, func(s *Store, handled *[]int) {
		r := scripted(t, "v1", "a 1 @now+1s", "b 1 @now+1s", "new 1 @now")
		v := &Verdict{Sent: Counts(r.Body.Message.Counts())}
		before := len(readContents(t, s.db))
		s.exact(r, v, 0)
		if got := fmt.Sprint(*handled); got != "[1 3]" {
			t.Errorf("the handler got records %s, want the first and then all", got)
		}
		if v.Answer.Status != http.StatusNoContent || v.Stored.Samples != 3 || v.Disagreement != "" || v.ProblemsTotal != 0 {
			t.Errorf("got %d, %d stored, disagreement %q, %d problems; want 204 and 3 stored",
				v.Answer.Status, v.Stored.Samples, v.Disagreement, v.ProblemsTotal)
		}
		if got := len(readContents(t, s.db)) - before; got != 3 {
			t.Errorf("the TSDB got %d samples, want 3", got)
		}
	})
}

// excerptTest runs f with a store that knows series a, b and late, with a sample
// each at @now, and with the numbers of records that the handler gets from then on.
func excerptTest(t *testing.T, f func(s *Store, handled *[]int)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s, err := Open(Config{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.Judge(scripted(t, "v1", "a 1 @now", "b 1 @now", "late 1 @now"))
		handled := []int{}
		s.handler = countRecords(t, s.handler, &handled)
		f(s, &handled)
	})
}

func countRecords(t *testing.T, h http.Handler, counts *[]int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wire, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		body := decode.NewDecoder(decode.Config{}).Decode(decode.Header{
			ContentType: r.Header.Get("Content-Type"), ContentEncoding: r.Header.Get("Content-Encoding"),
		}, wire)
		*counts = append(*counts, len(body.Message.Series))
		r.Body = io.NopCloser(bytes.NewReader(wire))
		h.ServeHTTP(w, r)
	})
}

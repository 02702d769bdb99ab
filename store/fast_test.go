package store

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestAfterMisprediction lets the judge foresee wrongly, and goes on with the series.
func TestAfterMisprediction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s, err := Open(Config{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.Judge(scripted(t, "v1", "up 1 @now"))
		s.Judge(scripted(t, "v1", "up 2 @now+1s"))
		wrong := scripted(t, "v1", "up 3 @now")
		_, e := s.table.find(wrong.Body.Message.Series[0].Key)
		e.newest = newest{}
		if v := s.Judge(wrong); !v.Mispredicted || v.Answer.Status != http.StatusBadRequest {
			t.Errorf("got %d, mispredicted %t; want a misprediction and 400", v.Answer.Status, v.Mispredicted)
		}
		if v := s.Judge(scripted(t, "v1", "up 4 @now+2s")); v.Answer.Status != http.StatusNoContent || v.Answer.By != ByFast {
			t.Errorf("got %d by %s, want 204 by fast", v.Answer.Status, v.Answer.By)
		}
	})
}

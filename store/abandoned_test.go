package store

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestAbandoned lets series of two senders end in every way: with a marker, without
// one, together with their sender, and beside a sample from the future.
func TestAbandoned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s := open(t, Config{})
		id := uint64(0)
		send := func(from string, lines ...string) {
			t.Helper()
			id++
			r := scripted(t, "v1", lines...)
			r.ID, r.Sender = id, from
			if v := s.Judge(r); v.Answer.Status != http.StatusNoContent {
				t.Fatalf("%q: answered %d %s", lines, v.Answer.Status, v.Answer.Body)
			}
		}
		want := func(want ...Abandoned) {
			t.Helper()
			got, err := s.Abandoned(t.Context())
			if err != nil || len(got) != len(want) {
				t.Fatalf("got %+v, %v; want %+v", got, err, want)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("got %+v, want %+v", got[i], want[i])
				}
			}
		}
		start := time.Now().UnixMilli()
		const a = "Prometheus/3.16.0 10.0.0.1:"
		send(a+"1", "lives 1 @now", "ends 1 @now", "ends_well 1 @now", "rpc histogram schema=0 count=1 sum=1 spans=0:1 buckets=1 @now")
		send("vmagent 10.0.0.2:9", "stops_with_its_sender 1 @now")
		send("vmagent 10.0.0.2:9", "future 1 @now+9m")
		time.Sleep(time.Second)
		send(a+"2", "ends 2 @now", "ends_well stale @now", "rpc stale @now")
		want()
		time.Sleep(5 * time.Minute)
		send(a+"3", "lives 2 @now")
		want()
		time.Sleep(2 * time.Second)
		send(a+"3", "lives 3 @now")
		want(Abandoned{Sender: "Prometheus/3.16.0 10.0.0.1", Series: 1, Example: `{__name__="ends"}`, Last: start + 1000})
		send(a+"4", "ends 3 @now")
		want()

		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Abandoned(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("after its end: got %v, want %v", err, context.Canceled)
		}
	})
}

package store

import (
	"fmt"
	"testing"
	"time"
)

// TestSenderNumbersComeBack connects more often than there are numbers, and looks
// whether conflicts still name the right connections.
func TestSenderNumbersComeBack(t *testing.T) {
	s := open(t, Config{})
	now := time.Now()
	write(t, s, 1, now, 2) // sender 1 writes series 0 and 1
	for i := range 2 * maxSenders {
		s.table.senderIndex(fmt.Sprintf("Prometheus/3.16.0 10.0.0.1:%d", i))
	}
	write(t, s, 77_777, now.Add(time.Second), 1)
	infos, err := s.Series(t.Context(), "m", 2)
	if err != nil || len(infos) != 2 || infos[0].Newest.Sender != "sender 77777" || infos[1].Newest.Sender != "sender 1" {
		t.Errorf("got %+v, %v; want series 0 of sender 77777 and series 1 of sender 1", infos, err)
	}
	if n := len(s.table.senders.names); n > maxSenders {
		t.Errorf("%d names are kept, want at most %d", n, maxSenders)
	}
}

// TestTooManySenders has as many senders as numbers, each of which wrote a series.
func TestTooManySenders(t *testing.T) {
	looks := 0
	var names senderNames
	all := func(use func(uint32)) {
		looks++
		for i := range uint32(maxSenders) {
			use(i)
		}
	}
	for i := range maxSenders + 100 {
		n := names.number(fmt.Sprint(i), all)
		want := fmt.Sprint(i)
		if i >= maxSenders-2 { // two numbers are nobody's and everybody's
			want = anotherSender
		}
		if got := names.name(n); got != want {
			t.Fatalf("sender %d is called %q, want %q", i, got, want)
		}
	}
	if looks != 1 {
		t.Errorf("looked for free numbers %d times, want once", looks)
	}
}

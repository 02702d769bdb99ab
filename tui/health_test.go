package tui

import (
	"testing"
	"time"

	"rwscope/capture"
)

// The rates of a sender that flushes every other second stand still, and follow
// when it ends.
func TestRatesAreSteady(t *testing.T) {
	var h health
	var snap capture.Snapshot
	now := time.Unix(1_000_000, 0)
	second := func(requests uint64) {
		snap.Totals.Exchanges += requests
		snap.Totals.Samples += 100 * requests
		now = now.Add(time.Second)
		h.tick(now, snap)
	}
	second(0)
	for i := range 30 {
		second(4 * uint64(i%2))
		if i < steadySeconds {
			continue
		}
		if got := h.rate(); got != 2 {
			t.Fatalf("after %d s the rate is %v requests/s, want 2", i, got)
		}
		if got := mean(h.samples); got != 200 {
			t.Fatalf("after %d s the rate is %v samples/s, want 200", i, got)
		}
	}
	for range steadySeconds {
		second(0)
	}
	if h.rate() != 0 || mean(h.samples) != 0 {
		t.Errorf("nothing comes, but the rates are %v and %v", h.rate(), mean(h.samples))
	}
	if len(h.rates) != 40 || h.rates[29] != 4 {
		t.Errorf("the sparkline lacks the seconds: %v", h.rates)
	}
}

package tui

import (
	"math"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/capture"
	"rwscope/store"
)

func TestObserve(t *testing.T) {
	stale := math.Float64frombits(value.StaleNaN)
	points := []store.Point{
		{Timestamp: 0, Value: 1}, {Timestamp: 15_000, Value: 2}, {Timestamp: 30_000, Value: 1}, // a fall
		{Timestamp: 45_000, Value: stale}, {Timestamp: 60_000, Value: 5}, // ended and begun anew
		{Timestamp: 75_000, Value: 6}, {Timestamp: 180_000, Value: 7}, // a gap
	}
	got := observe(points)
	want := oddities{stale: 1, resets: 1, gaps: 1, interval: 15 * time.Second}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := observe(nil); got != (oddities{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestScorecard(t *testing.T) {
	var c scorecard
	at := func(seconds float64) int64 { return int64(1_800_000_000e9 + seconds*1e9) }
	rows := []capture.Row{
		{ID: 1, Time: at(0), Samples: 10, KeptSamples: 10, Series: 10, Status: 204, TookMicros: 500_000, LagMillis: 300},
		{ID: 2, Time: at(0.2), Samples: 30, KeptSamples: 20, Series: 30, Status: 204, Untrue: true, LagMillis: 200},
		{ID: 3, Time: at(9), Samples: 20, Status: 400, Retry: 1, LagMillis: 100},
		{ID: 4, Time: at(10), Status: 500},
	}
	for i := range rows {
		c.add(&rows[i])
	}
	if c.requests != 4 || c.samples != 60 || c.lost != 30 || c.refused != 1 || c.failed != 1 || c.untrue != 1 || c.retries != 1 || c.overlaps != 1 || c.largest != 30 {
		t.Errorf("%+v", c)
	}
	if c.lagMillis != 100 {
		t.Errorf("lag is %d ms, want that of the last request with samples", c.lagMillis)
	}
	requests, samples := c.rates(time.Unix(0, at(10)))
	if requests != 0.4 || samples != 6 {
		t.Errorf("%v requests and %v samples a second, want 0.4 and 6", requests, samples)
	}
	if requests, _ := c.rates(time.Unix(0, at(100))); requests != 0 {
		t.Errorf("%v requests a second long after the last one", requests)
	}
}

func TestSpans(t *testing.T) {
	span := usualSpan
	for range 20 {
		span = stepSpan(span, true)
	}
	if span != 7*24*time.Hour {
		t.Errorf("the longest is %v", span)
	}
	for range 20 {
		span = stepSpan(span, false)
	}
	if span != time.Minute {
		t.Errorf("the shortest is %v", span)
	}
}

// What the mouse does too fast is thinned out; keys never are.
func TestFilterThinsOutTheMouse(t *testing.T) {
	now := time.Unix(0, 0)
	filter := newFilter(func() time.Time { return now })
	passed := 0
	for range 100 {
		now = now.Add(time.Millisecond)
		if filter(nil, tea.MouseWheelMsg{}) != nil {
			passed++
		}
		if filter(nil, keyMsg("down")) == nil {
			t.Fatal("a key was dropped")
		}
	}
	if passed < 5 || passed > 7 {
		t.Errorf("%d of 100 events in 100 ms passed, want one in %v", passed, wheelPace)
	}
}

package tui

import (
	"math"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/prometheus/model/value"

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

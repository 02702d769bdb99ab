package tui

import (
	"testing"
	"time"

	"rwscope/store"
	"rwscope/tui/figure"
)

// The cursor stays on its metric when they are counted again, in whatever order.
func TestSeriesKeepTheCursorWhenCountedAgain(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onSeries].(*series)
		r.press("3", "s", "down", "down", "down")
		on := s.countUnder()
		r.play(t, 60)
		r.press("r")
		if got := s.countUnder(); got != on {
			t.Errorf("the cursor went from %s to %s", on, got)
		}
		r.update(countedMsg{count: store.Cardinality{Metrics: []store.Count{{Name: "only", N: 1}}}, at: time.Now()})
		if got := s.countUnder(); got != "only" {
			t.Errorf("the cursor is on %q, want the only metric that is left", got)
		}
	})
}

// Before an answer has come nobody is told that there are no series.
func TestSeriesAreReadBeforeTheyAreNone(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onSeries].(*series)
		r.app.on = onSeries
		r.mustSee("reading…")
		r.press("3")
		s.listSeries(`{job="nobody"}`)
		r.mustSee("reading…")
		r.press("r")
		r.mustSee("no series", "0 series")
	})
}

// How fast series appear is told from the second count on, and truly.
func TestSeriesPerMinute(t *testing.T) {
	onRig(t, 10, 120, 40, func(t *testing.T, r *rig) {
		s := r.app.screens[onSeries].(*series)
		r.press("3")
		if _, known := s.rate.perMinute(); known {
			t.Error("one count makes a rate")
		}
		count, at := s.count, time.Now()
		count.Series += 40
		r.update(countedMsg{count: count, at: at.Add(20 * time.Second)})
		r.mustSee(" new/min")
		if got, known := s.rate.perMinute(); !known || got < 110 || got > 130 {
			t.Errorf("%g new series a minute (%v), want about 120", got, known)
		}
	})
}

// No value of a series is cut off at its end, where the exponent is.
func TestNewestValueFitsItsColumn(t *testing.T) {
	for given, want := range map[string]string{
		"1.470324956908034e+08": "1.470325e+08", "24113": "24113", "-0.01314419763803172": "-0.0131442",
		"histogram, count 149": "count 149", "stale marker": "stale marker", "NaN": "NaN", "+Inf": "+Inf",
	} {
		if got := newestValue(given); got != want || len(got) > 12 {
			t.Errorf("%s is written as %s, want %s in 12 cells", given, got, want)
		}
	}
	if got := figure.Rounded(-1.23456e-05); len(got) > valueWidth {
		t.Errorf("%s does not fit into %d cells", got, valueWidth)
	}
}

package tui

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/store"
)

// names are what the elements of a list are called.
func names[T, N any](all []T, name func(T) N) []N {
	out := make([]N, len(all))
	for i := range all {
		out[i] = name(all[i])
	}
	return out
}

// Each press of s sorts by the next column in sight, names from A to Z.
func TestSendersByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 60, 80, 24)
		r.press("2")
		s := r.app.screens[onSenders].(*senders)
		var seen []string
		for range senderColumns {
			r.press("s")
			seen = append(seen, s.names[s.list.Sorted])
			if s.list.Width(s.list.Sorted) == 0 {
				t.Errorf("sorted by %s, which is out of sight", s.names[s.list.Sorted])
			}
			if s.names[s.list.Sorted] != "sender" {
				continue
			}
			got := names(s.order, func(n uint32) string { return s.stats(n).Sender.UserAgent })
			if !slices.IsSorted(got) || s.list.Descending {
				t.Errorf("sorted by sender: %q", got)
			}
			r.press("S")
			if got := names(s.order, func(n uint32) string { return s.stats(n).Sender.UserAgent }); got[0] < got[len(got)-1] {
				t.Errorf("reversed: %q", got)
			}
		}
		if !slices.Contains(seen, "sender") || !slices.Contains(seen, "lost") {
			t.Errorf("the keys led to %q only", seen)
		}
	})
}

// Both levels of Series are sorted, and the cursor stays on its row.
func TestSeriesAreSorted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 60, 120, 40)
		s := r.app.screens[onSeries].(*series)
		r.press("3", "down", "down")
		on := s.counts()[s.place].Name
		r.press("s")
		got := names(s.counts(), func(c store.Count) string { return c.Name })
		if !slices.IsSorted(got) {
			t.Errorf("sorted by name: %q", got)
		}
		if s.counts()[s.place].Name != on {
			t.Errorf("the cursor went from %s to %s", on, s.counts()[s.place].Name)
		}
		r.press("s", "home", "enter", "down", "s")
		if len(s.inside) < 2 {
			t.Fatalf("%d series, want some to sort", len(s.inside))
		}
		values := names(s.inside, func(i store.SeriesInfo) float64 { return sampleValue(&i) })
		slices.Reverse(values)
		if !slices.IsSorted(values) {
			t.Errorf("sorted by value, the largest first: %v", values)
		}
	})
}

// The lists of Series keep up with what arrives, and are never ahead of the clock
// that a pause stops.
func TestSeriesKeepUp(t *testing.T) {
	program(t, 20, 120, 40, func(t *testing.T, x *terminal) {
		x.press("3", "s", "home", "enter")
		s := x.app.screens[onSeries].(*series)
		before := len(s.inside)
		on := s.inside[s.at].Series
		x.play(t, 58)
		x.wait(2 * countsEvery)
		if len(s.inside) <= before {
			t.Errorf("%d series are listed, as before; want those that came, too", len(s.inside))
		}
		if got := s.inside[s.at].Series; got != on {
			t.Errorf("the cursor went from %s to %s", on, got)
		}
		x.press("esc", "space")
		x.play(t, 58)
		x.wait(time.Minute)
		x.play(t, 5)
		x.press("enter")
		x.mustSee("WRITTEN BY", "now")
		x.mustNotSee("ahead")
	})
}

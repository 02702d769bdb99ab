package tui

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// values are the figures of the rows that a query lists.
func (q *query) values() []float64 {
	return names(q.rows, func(r resultRow) float64 { return r.newest() })
}

// What a query gave is listed as it was answered, since topk and sort mean something
// by it, and sorted by each column in turn; the cursor stays on its series.
func TestQueryIsSorted(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		q := r.app.screens[onQuery].(*query)
		r.press("5", "type:sort_desc(http_requests_total)", "enter", "v", "down", "down", "down")
		answered, on := q.values(), q.under()
		if len(answered) < 20 || !slices.IsSortedFunc(answered, func(a, b float64) int { return int(b - a) }) {
			t.Fatalf("answered %v, want many, the largest first", answered)
		}
		r.press("s")
		r.mustSee("SERIES▴")
		if got := names(q.rows, func(r resultRow) string { return r.series }); !slices.IsSorted(got) {
			t.Errorf("sorted by series: %q", got)
		}
		r.press("s", "S")
		r.mustSee("VALUE▴")
		if got := q.values(); !slices.IsSorted(got) {
			t.Errorf("sorted by value, the other way round: %v", got)
		}
		if q.under() != on {
			t.Errorf("the cursor went from %s to %s", on, q.under())
		}
		r.press("s")
		if got := q.values(); !slices.Equal(got, answered) {
			t.Errorf("after the last column got %v, want the order of the answer", got)
		}
	})
}

// The cursor stays on its series when the same is asked again, and begins at the top
// when something else is.
func TestQueryKeepsTheCursor(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		q := r.app.screens[onQuery].(*query)
		r.press("5", "type:http_requests_total", "enter", "down", "down", "down")
		on := q.under()
		for _, keys := range [][]string{{"v"}, {"r"}, {"s", "s"}, {"r"}, {"+"}} {
			r.press(keys...)
			if q.under() != on {
				t.Fatalf("after %q the cursor went from %s to %s", keys, on, q.under())
			}
		}
		r.press("/", "ctrl+u", "type:node_load1", "enter")
		if q.cursor != 0 {
			t.Errorf("the cursor is on row %d of another answer", q.cursor)
		}
	})
}

// Rows have the inks of curves where curves are drawn.
func TestQueryTableAlone(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("5", "type:node_load1", "enter")
		r.mustSee("●  node_load1")
		r.press("d", "d")
		if s := r.screen(); strings.Contains(s, "●  node_load1") || !strings.Contains(s, "node_load1{") {
			t.Errorf("a table alone tells of curves:\n%s", s)
		}
	})
}

// A moment has no least and no largest value.
func TestQueryOfOneMoment(t *testing.T) {
	onRig(t, 58, 120, 40, func(t *testing.T, r *rig) {
		r.press("5", "type:node_load1", "enter")
		r.mustSee("MIN", "MAX", "POINTS")
		r.press("v")
		if s := r.screen(); strings.Contains(s, "POINTS") || !strings.Contains(s, "VALUE") {
			t.Errorf("want nothing but values:\n%s", s)
		}
		r.press("v")
		r.mustSee("MIN", "MAX", "POINTS")
	})
}

// The bars of a histogram hold all of its observations, however few lines there are.
func TestQueryDrawsWholeHistograms(t *testing.T) {
	onRig(t, 58, 80, 20, func(t *testing.T, r *rig) {
		q := r.app.screens[onQuery].(*query)
		r.press("5", "type:http_request_duration_seconds", "enter", "v")
		lines, drawn := strings.Split(r.screen(), "\n"), 0.0
		for _, line := range lines {
			if _, after, ok := strings.Cut(line, " ·· "); ok {
				words := strings.Fields(after)
				n, err := strconv.ParseFloat(words[len(words)-1], 64)
				if err != nil {
					t.Fatalf("no count at the end of %q", line)
				}
				drawn += n
			}
		}
		if want := q.histogram().Histogram.Count; drawn != want {
			t.Errorf("bars of %g observations, want %g:\n%s", drawn, want, r.screen())
		}
	})
}

// What PromQL remarks on a query is said with its answer.
func TestQueryWarnings(t *testing.T) {
	onRig(t, 58, 80, 24, func(t *testing.T, r *rig) {
		r.press("5", "type:rate(node_load1[1m])", "enter")
		r.mustSee("metric might not be a counter")
		r.press("/", "ctrl+u", "type:node_load1", "enter")
		if strings.Contains(r.screen(), "might not be") {
			t.Errorf("a remark on another query:\n%s", r.screen())
		}
	})
}

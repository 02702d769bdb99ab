package tui

import (
	"testing"

	"rwscope/tui/figure"
)

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

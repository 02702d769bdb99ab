package demo_test

import (
	"fmt"

	"rwscope/capture/demo"
)

// The programme as a table, as a help page could show it.
func ExampleScenes() {
	for _, s := range demo.Scenes()[:5] {
		fmt.Printf("%-20s %d  %s\n", s.Name, s.Status, s.Shows)
	}
	// Output:
	// metadata             204  v1 sends metadata apart from samples, and the receiver does not look at it
	// out of order         400  one late sample: v1 loses the whole batch with it
	// pod replaced         204  the series of the old pod end with stale markers, new ones begin
	// duplicate timestamp  400  an HA replica that lost its replica label writes other values at the same times
	// duplicate label      204  v1 passes the series over and answers 204 all the same
}

package tui

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/cockroachdb/datadriven"
)

// Each file of testdata/screens is a walk through the dashboard at one size:
//
//	window w=80 h=24 exchanges=58
//	press
//	/
//	type:status:4xx
//	enter
//
// Both print the screen. Times in the bubble begin on 2000-01-01 and stand still
// but for the demo's pace, so that screens are the same each time.
func TestScreens(t *testing.T) {
	datadriven.Walk(t, "testdata/screens", func(t *testing.T, path string) {
		synctest.Test(t, func(t *testing.T) {
			var r *rig
			datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
				switch d.Cmd {
				case "window":
					var w, h, exchanges int
					d.ScanArgs(t, "w", &w)
					d.ScanArgs(t, "h", &h)
					d.ScanArgs(t, "exchanges", &exchanges)
					r = newRig(t, exchanges, w, h)
				case "press":
					r.press(strings.Split(strings.TrimSpace(d.Input), "\n")...)
				default:
					d.Fatalf(t, "unknown command %s", d.Cmd)
				}
				return r.screen() + "\n"
			})
		})
	})
}

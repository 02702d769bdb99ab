package tui

import (
	"strings"
	"testing"
)

// Even in the smallest window the whole text on a row can be read, to its end.
func TestExplanationToTheEnd(t *testing.T) {
	for screen, last := range map[string]string{"2": "MUST NOT retry", "4": "copy the fix"} {
		onRig(t, 58, minWidth, minHeight, func(t *testing.T, r *rig) {
			r.press(screen)
			if strings.Contains(r.screen(), last) {
				t.Fatalf("the text fits beside the list:\n%s", r.screen())
			}
			r.press("z", "end")
			r.mustSee(last)
			r.press("home", "esc")
			if s := r.screen(); strings.Contains(s, last) || !strings.Contains(s, "▾") {
				t.Errorf("esc does not lead back to the list:\n%s", s)
			}
		})
	}
}

// Another row's text is read from its beginning.
func TestExplanationBeginsAnew(t *testing.T) {
	onRig(t, 58, 80, 24, func(t *testing.T, r *rig) {
		r.press("2", "z", "end", "z", "down")
		r.mustSee("Prometheus/2.53.5  127.0.0.1")
	})
}

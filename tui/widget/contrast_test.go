package widget

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// leastContrast is what WCAG 2.2 asks of text, success criterion 1.4.3.
const leastContrast = 4.5

// rgb is the colour that an ink selects by 38 or 48.
func rgb(t *testing.T, ink Ink, selector int) [3]float64 {
	t.Helper()
	var r, g, b, n int
	if _, err := fmt.Sscanf(ink.open, fmt.Sprintf("\x1b[%d;2;%%d;%%d;%%dm", selector), &r, &g, &b); err == nil {
		return [3]float64{float64(r), float64(g), float64(b)}
	}
	if _, err := fmt.Sscanf(ink.open, fmt.Sprintf("\x1b[%d;5;%%dm", selector), &n); err != nil {
		t.Fatalf("%q selects no colour by %d", ink.open, selector)
	}
	red, green, blue, _ := ansi.IndexedColor(n).RGBA()
	return [3]float64{float64(red >> 8), float64(green >> 8), float64(blue >> 8)}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c [3]float64) float64 {
	var sum float64
	for i, share := range [3]float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += share * v
	}
	return sum
}

func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast expects every colour of text to be easy to read wherever it is.
func TestContrast(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
		for _, dark := range []bool{false, true} {
			theme := NewTheme(Look{Dark: dark, Profile: profile})
			page := [3]float64{255, 255, 255}
			if dark {
				page = [3]float64{30, 30, 30} // the lightest of the usual dark ones
			}
			grounds := map[string][3]float64{
				"the page": page, "the row": rgb(t, theme.Selected, 48), "the passive row": rgb(t, theme.Passive, 48),
			}
			inks := map[string]Ink{
				"muted": theme.Muted, "accent": theme.Accent, "good": theme.Good, "warn": theme.Warn, "bad": theme.Bad, "info": theme.Info,
			}
			for ground, back := range grounds {
				for name, ink := range inks {
					if got := contrast(rgb(t, ink, 38), back); got < leastContrast {
						t.Errorf("%v, dark %v: %s on %s has a contrast of %.2f, want %.1f (%s)", profile, dark, name, ground, got, leastContrast, strings.Trim(ink.open, "\x1b["))
					}
				}
			}
		}
	}
}

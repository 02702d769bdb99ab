package widget

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func testHeat() *Heat {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return &Heat{
		Labels: []string{"1", "2", "4", "8"}, From: 0, To: 20, Step: 1, FormatX: number, Format: number,
		Moments: []Moment{{X: 0, Amounts: []float64{16, 1, 0, 0}}, {X: 1, Amounts: []float64{0, 4, math.NaN(), -3}}, {X: 19, Amounts: []float64{0, 0, 0, 9}}},
	}
}

func TestHeat(t *testing.T) {
	th := plainTestTheme()
	for _, c := range []struct {
		name string
		step float64
		w, h int
		want string
	}{
		{"all", 1, 22, 5, "8                    ▓\n4\n2 ░░\n1 █\n  0   █ up to 16    20"},
		{"lasting", 3, 22, 5, "8                    ▓\n4\n2 ░░░░\n1 █\n  0   █ up to 16    20"},
		{"together", 1, 22, 3, "8                    ▓\n2 █░\n  0   █ up to 17    20"},
		{"mean", 1, 12, 5, "8          █\n4\n2 ▒\n1 █\n  0       20"},
		{"high", 1, 12, 9, "8          █\n           █\n4\n\n2 ▒\n  ▒\n1 █\n  █\n  0       20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := testHeat()
			m.Step = c.step
			if got := plainBlock(m.Lines(th, c.w, c.h)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// What cannot be drawn is blank, and fills its place all the same.
func TestHeatWithoutRoom(t *testing.T) {
	th := plainTestTheme()
	for name, m := range map[string]*Heat{
		"nothing": {}, "no time": {Labels: []string{"1"}, From: 3, To: 3}, "no number": {Labels: []string{"1"}, From: math.NaN(), To: 1},
	} {
		for _, size := range [][2]int{{40, 10}, {5, 5}, {40, 1}, {0, 0}} {
			got := m.Lines(th, size[0], size[1])
			if len(got) != size[1] || strings.TrimSpace(strings.Join(got, "")) != "" {
				t.Errorf("%s in %v: got %q", name, size, got)
			}
		}
	}
}

func TestHeatInASCII(t *testing.T) {
	th := NewTheme(Look{Profile: colorprofile.ASCII, ASCII: true})
	got := strings.Join(testHeat().Lines(&th, 22, 5), "\n")
	for _, r := range got {
		if r > 0x7e {
			t.Errorf("%q in\n%s", r, got)
		}
	}
	if !strings.Contains(got, "@") {
		t.Errorf("nothing is drawn:\n%s", got)
	}
}

package widget

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// leastContrast is what WCAG 2.2 asks of text, success criterion 1.4.3.
const leastContrast = 4.5

// leastGrey is what muted text has to reach on light pages with 16 colours: their
// only grey is the user's, and xterm's own is this weak.
const leastGrey = 4.0

type rgb = [3]float64

// terminal is a terminal's background and its first sixteen colours.
type terminal struct {
	name    string
	profile colorprofile.Profile
	dark    bool
	page    rgb
	sixteen [16]uint32
}

// terminals are those with all colours, with 256, and some with 16: a palette of
// these is the terminal's own.
func terminals() []terminal {
	day, night := rgb{255, 255, 255}, rgb{30, 30, 30} // the lightest of the usual dark pages
	all := []terminal{
		{"all colours", colorprofile.TrueColor, false, day, xtermColours},
		{"all colours", colorprofile.TrueColor, true, night, xtermColours},
		{"256 colours", colorprofile.ANSI256, false, day, xtermColours},
		{"256 colours", colorprofile.ANSI256, true, night, xtermColours},
		{"the Linux console", colorprofile.ANSI, true, rgb{}, linuxColours},
	}
	for name, colours := range map[string][16]uint32{"xterm": xtermColours, "Windows": windowsColours, "GNOME": gnomeColours} {
		all = append(all, terminal{name, colorprofile.ANSI, false, day, colours}, terminal{name, colorprofile.ANSI, true, rgb{12, 12, 12}, colours})
	}
	return all
}

var (
	xtermColours = [16]uint32{
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	}
	linuxColours = [16]uint32{
		0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
		0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
	}
	windowsColours = [16]uint32{
		0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc,
		0x767676, 0xe74856, 0x16c60c, 0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2,
	}
	gnomeColours = [16]uint32{
		0x2e3436, 0xcc0000, 0x4e9a06, 0xc4a000, 0x3465a4, 0x75507b, 0x06989a, 0xd3d7cf,
		0x555753, 0xef2929, 0x8ae234, 0xfce94f, 0x729fcf, 0xad7fa8, 0x34e2e2, 0xeeeeec,
	}
)

// colour is what the number of a colour shows.
func (x terminal) colour(n int) rgb {
	if n < len(x.sixteen) {
		c := x.sixteen[n]
		return rgb{float64(c >> 16), float64(c >> 8 & 0xff), float64(c & 0xff)}
	}
	red, green, blue, _ := ansi.IndexedColor(n).RGBA()
	return rgb{float64(red >> 8), float64(green >> 8), float64(blue >> 8)}
}

// shows reports which colours text in an ink has; nil is the terminal's own.
func (x terminal) shows(t *testing.T, ink Ink) (text, ground *rgb) {
	t.Helper()
	var codes []int
	for field := range strings.FieldsFuncSeq(ink.open, func(r rune) bool { return r < '0' || r > '9' }) {
		n, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, n)
	}
	for len(codes) > 0 {
		at, c := &text, codes[0]
		if c >= 40 && c < 50 || c >= 100 && c < 108 {
			at, c = &ground, c-10
		}
		taken := 1
		switch {
		case c == 38 && codes[1] == 2:
			*at, taken = &rgb{float64(codes[2]), float64(codes[3]), float64(codes[4])}, 5
		case c == 38:
			v := x.colour(codes[2])
			*at, taken = &v, 3
		case c >= 30 && c < 38:
			v := x.colour(c - 30)
			*at = &v
		case c >= 90 && c < 98:
			v := x.colour(c - 90 + 8)
			*at = &v
		}
		codes = codes[taken:]
	}
	return text, ground
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c rgb) float64 {
	var sum float64
	for i, share := range (rgb{0.2126, 0.7152, 0.0722}) {
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

func contrast(a, b rgb) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast expects every colour of text to be easy to read wherever it is.
func TestContrast(t *testing.T) {
	for _, x := range terminals() {
		theme := NewTheme(Look{Dark: x.dark, Profile: x.profile})
		grounds := map[string]rgb{"the page": x.page}
		for name, ink := range map[string]Ink{"the row": theme.Selected, "the passive row": theme.Passive} {
			if _, ground := x.shows(t, ink); ground != nil {
				grounds[name] = *ground
			}
		}
		for name, ink := range map[string]Ink{
			"muted": theme.Muted, "accent": theme.Accent, "good": theme.Good, "warn": theme.Warn, "bad": theme.Bad, "info": theme.Info,
		} {
			text, _ := x.shows(t, ink)
			if text == nil {
				continue // the terminal's own: whoever chose it can read it
			}
			least := leastContrast
			if name == "muted" && x.profile == colorprofile.ANSI && !x.dark {
				least = leastGrey
			}
			for ground, back := range grounds {
				if got := contrast(*text, back); got < least {
					t.Errorf("%s, dark %v: %s on %s has a contrast of %.2f, want %.1f", x.name, x.dark, name, ground, got, least)
				}
			}
		}
	}
}

// TestContrastOfMatches expects what a search found to be as easy to read, and to
// stand out from the page.
func TestContrastOfMatches(t *testing.T) {
	for _, x := range terminals() {
		match := NewTheme(Look{Dark: x.dark, Profile: x.profile}).Match
		text, ground := x.shows(t, match)
		if x.profile == colorprofile.ANSI {
			if text != nil || ground != nil || match.open != ansi.NewStyle().Reverse(true).String() {
				t.Errorf("%s: a match is %q, want the terminal's own two colours, reversed", x.name, match.open)
			}
			continue
		}
		if text == nil || ground == nil {
			t.Errorf("%s, dark %v: %q leaves a colour to the terminal", x.name, x.dark, match.open)
			continue
		}
		if got := contrast(*text, *ground); got < leastContrast {
			t.Errorf("%s, dark %v: a match has a contrast of %.2f, want %.1f", x.name, x.dark, got, leastContrast)
		}
		if *ground == x.page {
			t.Errorf("%s, dark %v: a match has the colour of the page", x.name, x.dark)
		}
	}
}

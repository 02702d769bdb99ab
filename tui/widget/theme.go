package widget

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Theme is every look of the program and the characters it draws with. A Theme
// is a value, made once from what the terminal can do and passed down.
type Theme struct {
	Text     Ink // ordinary text: the terminal's own
	Strong   Ink // what the eye should find first
	Muted    Ink // labels, units, what is only now and then read
	Faint    Ink // rules and borders
	Accent   Ink // where you are: the open tab, the sorted column, keys
	Good     Ink
	Warn     Ink
	Bad      Ink
	Info     Ink
	Match    Ink // text that a search found
	Selected Ink // base of the row under the cursor
	Passive  Ink // the same in a pane that has no focus
	Badge    Ink // base of a short notice that must be seen
	Alarm    Ink // base of a notice that something is wrong

	Glyphs Glyphs
}

// Look is what a terminal can do.
type Look struct {
	Dark    bool                 // it has a dark background
	Profile colorprofile.Profile // how many colours it has; ASCII for none at all
	ASCII   bool                 // it shows nothing but ASCII
}

// NewTheme returns the theme for a look.
func NewTheme(look Look) Theme {
	t := colours(look)
	if look.ASCII {
		t.Glyphs = asciiGlyphs()
	} else {
		t.Glyphs = unicodeGlyphs()
	}
	return t
}

func colours(look Look) Theme {
	switch {
	case look.Profile <= colorprofile.ASCII:
		return plainTheme()
	case look.Profile == colorprofile.ANSI:
		return sixteenTheme(look.Dark)
	case look.Profile == colorprofile.ANSI256:
		return paletteTheme(look.Dark)
	default:
		return fullTheme(look.Dark)
	}
}

// fullTheme has few, quiet colours on the terminal's own background. Only what
// went wrong is louder than the text. All of them, the quietest too, must be easy
// to read on the page and on the row under the cursor: WCAG 2.2 asks for a contrast
// of 4.5.
func fullTheme(dark bool) Theme {
	pick := lipgloss.LightDark(dark)
	hex := func(light, dark string) color.Color {
		return pick(lipgloss.Color(light), lipgloss.Color(dark))
	}
	fg := func(light, dark string) ansi.Style {
		return ansi.NewStyle().ForegroundColor(hex(light, dark))
	}
	bg := func(light, dark string) ansi.Style {
		return ansi.NewStyle().BackgroundColor(hex(light, dark))
	}
	return Theme{
		Strong:   ink(ansi.NewStyle().Bold()),
		Muted:    ink(fg("#5a6170", "#959dae")),
		Faint:    ink(fg("#c9cdd6", "#3d4452")),
		Accent:   ink(fg("#1d5fd1", "#7fb0ff")),
		Good:     ink(fg("#256b30", "#8fcf8b")),
		Warn:     ink(fg("#7d5406", "#e5bd6c")),
		Bad:      ink(fg("#c0293d", "#f2788a")),
		Info:     ink(fg("#0c6377", "#79c9d6")),
		Match:    highlight(hex("#1b1d22", "#14161b"), hex("#ffd866", "#e5bd6c")),
		Selected: ink(bg("#dbe6fb", "#28344d")),
		Passive:  ink(bg("#eceef2", "#22262f")),
		Badge:    ink(bg("#dbe6fb", "#28344d").Bold()),
		Alarm:    ink(bg("#fbdfe2", "#4a232b").Bold()),
	}
}

// paletteTheme is fullTheme out of the fixed palette of 256 colours: what is nearest
// to a quiet colour there is often a loud one.
func paletteTheme(dark bool) Theme {
	pick := func(day, night uint8) ansi.Color {
		if dark {
			return ansi.IndexedColor(night)
		}
		return ansi.IndexedColor(day)
	}
	fg := func(light, dark uint8) Ink { return ink(ansi.NewStyle().ForegroundColor(pick(light, dark))) }
	bg := func(light, dark uint8) ansi.Style { return ansi.NewStyle().BackgroundColor(pick(light, dark)) }
	return Theme{
		Strong:   ink(ansi.NewStyle().Bold()),
		Muted:    fg(241, 248),
		Faint:    fg(251, 239),
		Accent:   fg(26, 111),
		Good:     fg(22, 114),
		Warn:     fg(94, 179),
		Bad:      fg(124, 210),
		Info:     fg(23, 116),
		Match:    highlight(ansi.IndexedColor(16), pick(222, 179)),
		Selected: ink(bg(254, 237)),
		Passive:  ink(bg(255, 235)),
		Badge:    ink(bg(254, 237).Bold()),
		Alarm:    ink(bg(224, 52).Bold()),
	}
}

// sixteenTheme uses the colours that every colour terminal lets its user choose.
// Yellow, cyan and green are unreadable on most light backgrounds, as blue is on
// dark ones. What went well needs no colour there: its sign says so.
func sixteenTheme(dark bool) Theme {
	fg := func(onLight, onDark ansi.BasicColor) Ink {
		if dark {
			return ink(ansi.NewStyle().ForegroundColor(onDark))
		}
		return ink(ansi.NewStyle().ForegroundColor(onLight))
	}
	reversed := Ink{open: ansi.NewStyle().Reverse(true).String(), solo: true}
	good := Ink{}
	if dark {
		good = fg(ansi.Green, ansi.Green)
	}
	return Theme{
		Strong:   ink(ansi.NewStyle().Bold()),
		Muted:    fg(ansi.BrightBlack, ansi.White),
		Faint:    fg(ansi.BrightBlack, ansi.BrightBlack),
		Accent:   fg(ansi.Blue, ansi.Cyan),
		Good:     good,
		Warn:     fg(ansi.Magenta, ansi.BrightYellow),
		Bad:      fg(ansi.Red, ansi.BrightRed),
		Info:     fg(ansi.Blue, ansi.BrightCyan),
		Match:    reversed,
		Selected: reversed,
		Passive:  ink(ansi.NewStyle().Underline(true)),
		Badge:    reversed,
		Alarm:    Ink{open: ansi.NewStyle().Reverse(true).ForegroundColor(ansi.Red).String(), solo: true},
	}
}

// plainTheme has no colours: for NO_COLOR and terminals without any.
func plainTheme() Theme {
	bold := ink(ansi.NewStyle().Bold())
	reversed := Ink{open: ansi.NewStyle().Reverse(true).String(), solo: true}
	return Theme{
		Strong: bold, Accent: bold, Bad: bold,
		Muted: ink(ansi.NewStyle().Faint()), Faint: ink(ansi.NewStyle().Faint()),
		Match:    reversed,
		Selected: reversed,
		Passive:  ink(ansi.NewStyle().Underline(true)),
		Badge:    reversed, Alarm: reversed,
	}
}

// highlight is the look of what a search found. It says both colours, as nobody knows
// how the terminal's own text looks on any but its own background.
func highlight(text, ground color.Color) Ink {
	return ink(ansi.NewStyle().ForegroundColor(text).BackgroundColor(ground))
}

func ink(s ansi.Style) Ink { return Ink{open: s.String()} }

package tui

import (
	"testing"
	"testing/synctest"
)

func TestPlainLocale(t *testing.T) {
	for _, c := range []struct {
		environ []string
		want    bool
	}{
		{[]string{}, false},
		{[]string{"LANG="}, false},
		{[]string{"LANG=C"}, true},
		{[]string{"LANG=POSIX"}, true},
		{[]string{"LANG=de_DE"}, true},
		{[]string{"LANG=de_DE@euro"}, true},
		{[]string{"LANG=de_DE.ISO-8859-1"}, true},
		{[]string{"LANG=C.UTF-8"}, false},
		{[]string{"LANG=de_DE.utf8"}, false},
		{[]string{"LC_CTYPE=UTF-8"}, false},
		{[]string{"LANG=C", "LC_CTYPE=C.UTF-8"}, false},
		{[]string{"LANG=C.UTF-8", "LC_ALL=C"}, true},
		{[]string{"LC_ALL=", "LC_CTYPE=", "LANG=C.UTF-8"}, false},
		{[]string{"nonsense", "LANGUAGE=C"}, false},
	} {
		if got := plainLocale(c.environ); got != c.want {
			t.Errorf("plainLocale(%q) = %v, want %v", c.environ, got, c.want)
		}
	}
}

// Where the locale has nothing but ASCII, neither has the screen.
func TestNothingButASCII(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		b.play(t, 58)
		cfg := b.config(t)
		cfg.Environ = []string{"LC_ALL=C"}
		r := startRig(t, b, cfg, 120, 40)
		for _, keys := range [][]string{
			{"/", "type:level:error", "enter"},
			{"enter"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"?"},
			{"esc"},
			{"e"},
			{"esc"},
			{":"},
			{"esc"},
			{"2"},
			{"3"},
			{"enter"},
			{"enter"},
			{"4"},
			{"5", "type:http_requests_total", "enter"},
			{"space"},
			{"1", "esc", "i"},
		} {
			r.press(keys...)
			for i, c := range r.screen() {
				if c >= 0x80 {
					t.Errorf("after %q there is %q on the screen:\n%s", keys, c, r.screen()[max(i-80, 0):i])
					break
				}
			}
		}
	})
}

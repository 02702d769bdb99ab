package widget

import (
	"slices"
	"testing"
)

func TestPlain(t *testing.T) {
	got := Block{
		"\x1b[1mnothing to do\x1b[m", "80µs, cut…", "\x1b[31m“no”\x1b[m", "wide 世界.", "e\u0301te\u0301", "\U0001f468\u200d\U0001f469 family",
	}.Plain()
	want := Block{
		"\x1b[1mnothing to do\x1b[m", "80us, cut~", "\x1b[31m\"no\"\x1b[m", "wide ????.", "ete", "?? family",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for i := range want {
		if Width(got[i]) != Width(want[i]) {
			t.Errorf("%q is %d cells wide, want %d", got[i], Width(got[i]), Width(want[i]))
		}
	}
}

package widget

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestEscape(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"plain ASCII ~", "plain ASCII ~"},
		{"ümlaut 日本語", "ümlaut 日本語"},
		{"e\u0301 combined", "e\u0301 combined"},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"\x1b]52;c;QUJD\x07", `\x1b]52;c;QUJD\x07`},
		{"a\nb\r\tc", `a\nb\r\tc`},
		{"\u009b31m C1", `\u009b31m C1`},
		{"bad \xff\xfe utf8", `bad \xff\xfe utf8`},
		{"cut \xe2\x82", `cut \xe2\x82`},
		{"\u202egnp.exe", `\u202egnp.exe`},
		{"\u2066isolate\u2069", `\u2066isolate\u2069`},
		{"zero\u200bwidth\ufeff", `zero\u200bwidth\ufeff`},
		{"nbsp\u00a0", `nbsp\u00a0`},
		{"line\u2028sep", `line\u2028sep`},
		{"\u0301leading", `\u0301leading`},
		{"👩\u200d💻", `👩\u200d💻`},
		{"❤\ufe0f", `❤\ufe0f`},
		{"🇩🇪", `\U0001f1e9\U0001f1ea`},
		{"tag \U000e0041", `tag \U000e0041`},
		{"syllable 한 \u1112\u1161\u11ab", "syllable 한 \u1112\u1161\u11ab"},
		{"initial \u1112", `initial \u1112`},
		{"\u1161 vowel", `\u1161 vowel`},
		{"prefix \u0d4e", `prefix \u0d4e`},
		{"a" + strings.Repeat("\u0301", 100), "a" + strings.Repeat(`\u0301`, 100)},
	} {
		if got := Escape(c.in); got != c.want {
			t.Errorf("Escape(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
		if got := Width(c.in); got != ansi.StringWidth(c.want) {
			t.Errorf("Width(%q) = %d, want %d", c.in, got, ansi.StringWidth(c.want))
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"short", 10, "short"},
		{"exact", 5, "exact"},
		{"too long", 5, "too …"},
		{"too long", 1, "…"},
		{"too long", 0, ""},
		{"日本語", 5, "日本…"},
		{"日本語", 4, "日…"},
		{"a\x1bb", 4, "a…"},
		{"a\x1bb", 6, `a\x1bb`},
	} {
		if got := Truncate(c.in, c.width, "…"); got != c.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

// harmless fails if a finished line holds anything but printable text and looks.
func harmless(t *testing.T, line string) {
	t.Helper()
	plain := sgr.Replace(line)
	if !utf8.ValidString(plain) {
		t.Fatalf("invalid UTF-8 in %q", line)
	}
	for _, r := range ansi.Strip(line) {
		if !unicode.IsPrint(r) {
			t.Fatalf("%U in %q", r, line)
		}
	}
	if strings.Contains(plain, "\x1b") {
		t.Fatalf("an escape sequence that is no look in %q", line)
	}
}

// sgr removes the looks that the tests use.
var sgr = strings.NewReplacer("\x1b[m", "", "\x1b[1m", "", "\x1b[7m", "")

var testInks = []Ink{{}, {open: "\x1b[1m"}, {open: "\x1b[7m", solo: true}}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "plain", "\x1b[2J", "日本\u202e", "e\u0301\u0301", "\xff", strings.Repeat("x", 300), "\u1112", "\u1186\u1186", "\u0d4e", "\u0915\u094d", "\u0903"} {
		f.Add(s, s, 10, false)
	}
	f.Fuzz(func(t *testing.T, a, b string, width int, right bool) {
		width = min(max(width, 0), 300)
		for _, base := range testInks {
			l := NewLine(width, base)
			l.Put(testInks[1], a).Cell(testInks[2], b, width/2, right, "…").To(width/3).Put(Ink{}, b)
			line := l.String()
			if got := ansi.StringWidth(line); got != width {
				t.Fatalf("line is %d cells wide, want %d: %q", got, width, line)
			}
			harmless(t, line)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("some words to wrap", "and more", 7)
	f.Add("averyverylongwordthatmustbebroken", "日本語日本語", 5)
	f.Add("\x1b[31m\n", "\u00a0\u00a0x", 1)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		width = min(max(width, 0), 200)
		var x Text
		x.Hang(1, 3, Run{Ink: testInks[1], Text: a}, Run{Text: b})
		x.Pair(2, 10, Run{Text: a}, Run{Text: b})
		x.Find("a", testInks[2])
		for i, line := range x.Lines(width) {
			if got := ansi.StringWidth(line); got != width {
				t.Fatalf("line %d is %d cells wide, want %d: %q", i, got, width, line)
			}
			harmless(t, line)
		}
	})
}

func BenchmarkWidthASCII(b *testing.B) {
	s := strings.Repeat("a printable line ", 7)
	for b.Loop() {
		Width(s)
	}
}

package widget

import (
	"fmt"
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

func TestChart(t *testing.T) {
	var up []Point
	for x := range 40 {
		up = append(up, Point{float64(x), float64(x * x)})
	}
	up[20].Y = math.NaN()
	chart := Chart{
		Curves:  []Curve{{Points: up}},
		FormatX: func(x float64) string { return fmt.Sprintf("%.0f", x) },
		FormatY: func(y float64) string { return fmt.Sprintf("%.0f", y) },
	}
	got := plainBlock(chart.Lines(plainTestTheme(), 20, 7))
	if got != wantChart {
		t.Errorf("got\n%s\nwant\n%s", got, wantChart)
	}
}

// wantChart has a gap in the middle, where a value is missing.
const wantChart = ` 1521             ⢀⡞
                 ⢀⡏
  913          ⢀⡼⠉
              ⣠⠞
           ⢀⡤⠈⠁
    0 ⣀⣀⡤⠴⠚⠉
      0           39`

func TestChartOfNothing(t *testing.T) {
	chart := Chart{Curves: []Curve{{Points: []Point{{1, math.NaN()}, {2, math.Inf(1)}}}}}
	if got := strings.TrimSpace(plainBlock(chart.Lines(plainTestTheme(), 30, 6))); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestSpark(t *testing.T) {
	th := plainTestTheme()
	for _, c := range []struct {
		values []float64
		width  int
		want   string
	}{
		{nil, 4, "    "},
		{[]float64{0, 0}, 2, "  "},
		{[]float64{1, 2, 4}, 5, "▂▃▆  "},
		{[]float64{9, 9, 1, 1}, 2, "▆▆"},
		{[]float64{math.NaN(), math.Inf(1), 1}, 3, "  ▆"},
	} {
		if got := Spark(th, c.values, c.width); got != c.want {
			t.Errorf("Spark(%v, %d) = %q, want %q", c.values, c.width, got, c.want)
		}
	}
}

func TestBars(t *testing.T) {
	got := plainBlock(Bars(plainTestTheme(), []BarRow{
		{Label: "0 ·· 1", Value: 1, Note: "1"},
		{Label: "1 ·· 10", Value: 8, Note: "8"},
		{Label: "10 ·· 100", Value: 0, Note: "0"},
	}, 1, 30))
	want := `
    0 ·· 1 ██ 1
   1 ·· 10 ████████████████ 8
 10 ·· 100  0`[1:]
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestHex(t *testing.T) {
	x := Hex{Data: []byte("hello\x00\xffworld, and more")}
	got := plainBlock(x.Lines(plainTestTheme(), 80, 3))
	want := `
000000  68 65 6c 6c 6f 00 ff 77  6f 72 6c 64 2c 20 61 6e  hello··world, an
000010  64 20 6d 6f 72 65                                 d more`[1:]
	if strings.TrimSpace(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := x.PerRow(50); n != 8 {
		t.Errorf("%d bytes in a row of 50 cells, want 8", n)
	}
}

func TestHexScrollsToWhatIsMarked(t *testing.T) {
	x := Hex{Data: make([]byte, 1600)}
	x.Lines(plainTestTheme(), 80, 10)
	x.Show(1000, 1001, 80)
	got := plainBlock(x.Lines(plainTestTheme(), 80, 10))
	if !strings.Contains(got, "0003e0") {
		t.Errorf("byte 1000 is out of sight:\n%s", got)
	}
}

func TestTabs(t *testing.T) {
	th := plainTestTheme()
	tabs := []Tab{{Title: "One"}, {Title: "Two", Note: "5"}, {Title: "Three"}}
	if got := plainBlock(Block{Tabs(th, tabs, 0, 30)}); got != " One   Two 5   Three" {
		t.Errorf("got %q", got)
	}
	if got := plainBlock(Block{Tabs(th, tabs, 2, 10)}); !strings.Contains(got, "Three") {
		t.Errorf("the open tab is out of sight: %q", got)
	}
	for x, want := range map[int]int{1: 0, 7: 1, 16: 2} {
		if got, ok := TabAt(tabs, 0, 30, x); !ok || got != want {
			t.Errorf("tab at %d is %d, %v, want %d", x, got, ok, want)
		}
	}
}

func TestMenuNarrows(t *testing.T) {
	m := NewMenu("", []Choice{{ID: "a", Title: "Copy the fix"}, {ID: "b", Title: "Export"}, {ID: "c", Title: "Quit"}})
	typed := func(s string) string {
		m.Input.Set(s)
		m.Narrow()
		c, _ := m.Chosen()
		return c.ID
	}
	for in, want := range map[string]string{"": "a", "exp": "b", "fix copy": "a", "qt": "c", "zzz": ""} {
		if got := typed(in); got != want {
			t.Errorf("typing %q chooses %q, want %q", in, got, want)
		}
	}
}

func TestInputScrollsUnderItsCursor(t *testing.T) {
	in := NewInput("nothing")
	line, cursor := in.Line(plainTestTheme(), Run{Text: "> "}, 20)
	if got := plainBlock(Block{line}); got != "> nothing" || cursor != 2 {
		t.Errorf("got %q, cursor %d", got, cursor)
	}
	for _, r := range "a rather long line of text" {
		in.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	line, cursor = in.Line(plainTestTheme(), Run{Text: "> "}, 20)
	if got := plainBlock(Block{line}); !strings.HasSuffix(got, "line of text") || cursor != 19 {
		t.Errorf("got %q, cursor %d", got, cursor)
	}
}

func TestPagerBar(t *testing.T) {
	var p Pager
	b := Blank(9, 100)
	p.Lines(plainTestTheme(), b, 10, 10)
	p.To(1000)
	if p.Lines(plainTestTheme(), b, 10, 10); p.Top() != 90 {
		t.Errorf("top is %d, want 90", p.Top())
	}
	p.Scroll(-200)
	if p.Top() != 0 {
		t.Errorf("top is %d, want 0", p.Top())
	}
	p.Show(55, 57)
	if p.Top() != 47 {
		t.Errorf("top is %d, want 47", p.Top())
	}
}

func TestThemes(t *testing.T) {
	for _, c := range []struct {
		name string
		look Look
		has  string // in the looks
		not  string
	}{
		{"dark", Look{Dark: true, Profile: colorprofile.TrueColor}, "38;2;", ""},
		{"light", Look{Profile: colorprofile.TrueColor}, "38;2;", ""},
		{"palette", Look{Dark: true, Profile: colorprofile.ANSI256}, "38;5;", "38;2;"},
		{"sixteen", Look{Dark: true, Profile: colorprofile.ANSI}, "\x1b[", "38;"},
		{"none", Look{Profile: colorprofile.ASCII}, "\x1b[1m", "38;"},
	} {
		th := NewTheme(c.look)
		all := ""
		for _, ink := range []Ink{th.Strong, th.Muted, th.Faint, th.Accent, th.Good, th.Warn, th.Bad, th.Info, th.Selected} {
			all += ink.open
		}
		if !strings.Contains(all, c.has) || c.not != "" && strings.Contains(all, c.not) {
			t.Errorf("%s: looks are %q", c.name, all)
		}
	}
	if dark, light := NewTheme(Look{Dark: true, Profile: colorprofile.TrueColor}), NewTheme(Look{Profile: colorprofile.TrueColor}); dark.Bad == light.Bad {
		t.Error("dark and light are the same")
	}
}

// Without Unicode, nothing is drawn that is not ASCII.
func TestASCII(t *testing.T) {
	th := NewTheme(Look{Dark: true, Profile: colorprofile.ASCII, ASCII: true})
	chart := Chart{
		Curves:  []Curve{{Points: []Point{{1, 2}, {2, 5}, {3, 1}}}},
		FormatX: func(x float64) string { return fmt.Sprint(x) }, FormatY: func(y float64) string { return fmt.Sprint(y) },
	}
	blocks := Stack(
		testList().Lines(&th, testView(60, 5, 1, 0))[:1], Frame(&th, "title", Blank(20, 2)), chart.Lines(&th, 40, 8),
		Bars(&th, []BarRow{{"a", 1, "1", Ink{}}}, 0, 30), Block{Spark(&th, []float64{1, 2}, 5), Rule(&th, 5)},
		ScrollBar(&th, 5, 3, 100), (&Hex{Data: []byte{0, 1, 2}}).Lines(&th, 60, 2),
	)
	for _, line := range blocks {
		for _, r := range line {
			if r > 0x7e {
				t.Errorf("%q in %q", r, line)
			}
		}
	}
}

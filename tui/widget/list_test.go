package widget

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

func plainTestTheme() *Theme {
	t := NewTheme(Look{Dark: true, Profile: colorprofile.TrueColor})
	return &t
}

func testList() *List {
	return &List{Sorted: 1, Columns: []Column{
		{Min: 1},
		{Title: "NAME", Min: 8, Max: 20},
		{Title: "VALUE", Min: 6, Right: true, Rank: 2},
		{Title: "NOTE", Min: 10, Max: 30, Rank: 1},
	}}
}

func testView(w, h, n, cursor int) ListView {
	return ListView{W: w, H: h, Len: n, Cursor: cursor, Focused: true, Empty: "nothing", Row: func(i int, r *Row) {
		r.Put(Ink{}, "✓")
		r.Put(Ink{}, "name "+strconv.Itoa(i))
		r.Put(Ink{}, strconv.Itoa(i*100))
		r.Put(Ink{}, "a note that is rather long")
	}}
}

func plainBlock(b Block) string {
	lines := make([]string, len(b))
	for i := range b {
		lines[i] = strings.TrimRight(ansi.Strip(b[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func TestListColumnsGiveWay(t *testing.T) {
	for _, c := range []struct {
		width int
		want  string
	}{
		{70, "    NAME▴                  VALUE  NOTE\n ✓  name 0                     0  a note that is rather long"},
		{40, "    NAME▴        VALUE  NOTE\n ✓  name 0           0  a note that is…"},
		{30, "    NAME▴      NOTE\n ✓  name 0     a note that i…"},
		{14, "    NAME▴\n ✓  name 0"},
		{6, "    NA\n ✓  n…"},
	} {
		got := plainBlock(testList().Lines(plainTestTheme(), testView(c.width, 2, 1, 0)))
		if got != c.want {
			t.Errorf("at %d cells got\n%s\nwant\n%s", c.width, got, c.want)
		}
	}
}

// The cursor's row stays where it is on the screen when rows appear or vanish
// around it, and the screen scrolls only as far as a move needs.
func TestListStaysStill(t *testing.T) {
	l := testList()
	steps := []struct {
		length, cursor, moved int
		want                  int // first row on a screen of ten
	}{
		{100, 0, 0, 0},
		{100, 5, 5, 0},
		{100, 12, 7, 3},   // below the window: scrolls until it is the last row
		{120, 32, 0, 23},  // twenty rows were put in above: same height
		{100, 12, 0, 3},   // and taken away
		{100, 99, 87, 90}, // the end
		{130, 99, 0, 90},  // new rows below do not move anything
		{50, 49, 0, 40},   // most rows vanish
		{3, 2, 0, 0},
	}
	for i, s := range steps {
		l.Moved(s.moved)
		if got := l.Top(s.length, s.cursor, 10); got != s.want {
			t.Errorf("step %d: top is %d, want %d", i, got, s.want)
		}
	}
}

func TestListFindsTheRowUnderTheMouse(t *testing.T) {
	l := testList()
	v := testView(40, 11, 100, 50)
	l.Moved(0)
	l.Lines(plainTestTheme(), v)
	top := l.Top(v.Len, v.Cursor, 10)
	if i, ok := l.At(v, 3); !ok || i != top+2 {
		t.Errorf("row under line 3 is %d, %v, want %d", i, ok, top+2)
	}
	if _, ok := l.At(v, 0); ok {
		t.Error("the header is taken for a row")
	}
}

func TestListSaysThatItIsEmpty(t *testing.T) {
	got := plainBlock(testList().Lines(plainTestTheme(), testView(40, 3, 0, -1)))
	if !strings.Contains(got, "nothing") {
		t.Errorf("got\n%s", got)
	}
}

func TestEverythingFitsAnySize(t *testing.T) {
	th := plainTestTheme()
	for w := range 90 {
		for h := range 12 {
			var text Text
			text.Para(2, Run{Text: "some words 日本語 and more of them"})
			var pager Pager
			hex := Hex{Data: []byte("0123456789abcdefghijklmnopqrstuvwxyz"), Marks: []Mark{{2, 5, th.Bad}}}
			chart := Chart{
				Curves:  []Curve{{Points: []Point{{1, 2}, {2, 5}, {3, 1}}}},
				FormatX: func(x float64) string { return fmt.Sprint(x) }, FormatY: func(y float64) string { return fmt.Sprint(y) },
			}
			menu := NewMenu("type", []Choice{{Title: "one", Note: "1"}, {Title: "two"}})
			menuBlock, _ := menu.Lines(th, w, h)
			for name, b := range map[string]Block{
				"list": testList().Lines(th, testView(w, h, 50, 20)), "pager": pager.Lines(th, text.Lines(max(w-1, 0)), w, h),
				"hex": hex.Lines(th, w, h), "chart": chart.Lines(th, w, h), "menu": menuBlock,
				"over": Over(th, Blank(w, h), w, Frame(th, "title 日本", Blank(20, 5))),
			} {
				if len(b) != h {
					t.Fatalf("%s at %dx%d has %d lines", name, w, h, len(b))
				}
				for _, line := range b {
					if got := ansi.StringWidth(line); got != w {
						t.Fatalf("%s at %dx%d has a line of %d cells: %q", name, w, h, got, line)
					}
				}
			}
		}
	}
}

// The whole screen of a list of a million rows, of which fifty are in sight.
func BenchmarkList(b *testing.B) {
	th := plainTestTheme()
	l := testList()
	v := testView(120, 50, 1_000_000, 500_000)
	b.ReportAllocs()
	for b.Loop() {
		l.Lines(th, v)
	}
}

// A list that is longer than its window says so; one that fits has no bar.
func TestListBarred(t *testing.T) {
	for _, c := range []struct{ rows, bars int }{{5, 0}, {10, 2}, {0, 0}} {
		block := testList().Barred(plainTestTheme(), testView(40, 6, c.rows, 0))
		got := plainBlock(block)
		if n := strings.Count(got, "┃"); n != c.bars {
			t.Errorf("%d rows in 5 lines: a bar of %d lines, want %d\n%s", c.rows, n, c.bars, got)
		}
		for _, line := range block {
			if w := ansi.StringWidth(line); w > 40 {
				t.Errorf("%d rows: a line of %d cells: %q", c.rows, w, line)
			}
		}
	}
}

package widget_test

import (
	"fmt"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"rwscope/tui/widget"
)

// A label value that would clear the screen and change the window's title.
func ExampleEscape() {
	fmt.Println(widget.Escape("\x1b[2J\x1b]0;owned\a up \u202egnp"))
	// Output: \x1b[2J\x1b]0;owned\x07 up \u202egnp
}

// Three rows out of a million; the list asks for no other.
func ExampleList() {
	theme := widget.NewTheme(widget.Look{Profile: colorprofile.ASCII})
	list := widget.List{Sorted: -1, Columns: []widget.Column{{Title: "ROW", Min: 10}, {Title: "SQUARE", Min: 14, Right: true}}}
	block := list.Lines(&theme, widget.ListView{
		W: 30, H: 4, Len: 1_000_000, Cursor: 999_999,
		Row: func(i int, r *widget.Row) {
			r.Put(widget.Ink{}, fmt.Sprint("row ", i))
			r.Put(widget.Ink{}, fmt.Sprint(i*i))
		},
	})
	for _, line := range block {
		fmt.Printf("|%s|\n", ansi.Strip(line))
	}
	// Output:
	// | ROW                 SQUARE   |
	// | row 999997    999994000009   |
	// | row 999998    999996000004   |
	// | row 999999    999998000001   |
}

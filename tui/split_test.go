package tui

import (
	"strings"
	"testing"
	"testing/synctest"
)

// barAt is the cell of the line between list and exchange, -1 if there is none.
func barAt(x *terminal) int {
	lines := strings.Split(x.screen(), "\n")
	before, _, ok := strings.Cut(lines[headLines+1], "│")
	if !ok {
		return -1
	}
	return len([]rune(before))
}

// The keys move the line between list and exchange, as far as both have room.
func TestShareOfTheWidth(t *testing.T) {
	program(t, 30, 200, 40, func(t *testing.T, x *terminal) {
		x.press("enter")
		usual := barAt(x)
		if want := 200 * usualWidth / 100; usual != want {
			t.Fatalf("the line is at %d, want %d", usual, want)
		}
		x.press("<")
		if got, want := barAt(x), usual-200*shareStep/100; got != want {
			t.Errorf("< put the line at %d, want %d", got, want)
		}
		x.press("esc", ">", ">") // with the list in focus
		if got, want := barAt(x), usual+200*shareStep/100; got != want {
			t.Errorf(">> put the line at %d, want %d", got, want)
		}
		for range 20 {
			x.press("<")
		}
		if got := barAt(x); got != listLeastWidth {
			t.Errorf("the list kept %d columns, want %d", got, listLeastWidth)
		}
		for range 20 {
			x.press(">")
		}
		if got, want := barAt(x), 200-1-exchangeLeastWidth; got != want {
			t.Errorf("the exchange kept %d columns, want %d", 200-1-got, exchangeLeastWidth)
		}
		x.mustSee("Verdict", "SENDER")
	})
}

// rowsAbove is how many lines the list has above an exchange.
func rowsAbove(t *testing.T, x *terminal) int {
	t.Helper()
	for i, line := range strings.Split(x.screen(), "\n")[headLines:] {
		if strings.HasPrefix(line, "───") {
			return i
		}
	}
	t.Fatalf("no line below the list:\n%s", x.screen())
	return 0
}

func TestShareOfTheHeight(t *testing.T) {
	program(t, 60, 100, 54, func(t *testing.T, x *terminal) {
		x.press("enter")
		usual := rowsAbove(t, x)
		x.press(">", ">")
		if got, want := rowsAbove(t, x), usual+5; got != want {
			t.Errorf("the list has %d lines, want %d", got, want)
		}
		for range 20 {
			x.press("<")
		}
		if got, want := rowsAbove(t, x), 50*leastShare/100; got != want {
			t.Errorf("the list has %d lines, want %d", got, want)
		}
	})
}

// Where nothing is shared, the keys say how it would be.
func TestShareOfNothing(t *testing.T) {
	for _, c := range []struct {
		w, h  int
		first []string
		want  string
	}{
		{80, 24, nil, "enter opens an exchange"},
		{80, 24, []string{"enter"}, "share a window of 150 columns or 34 lines"},
		{200, 60, []string{"enter", "z"}, "z shares it"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, 10, c.w, c.h)
			r.press(c.first...)
			r.press("<")
			r.mustSee(c.want)
			if got := r.app.screens[onRequests].(*requests).share; got != (share{usualWidth, usualHeight}) {
				t.Errorf("%dx%d: the key changed the share to %+v", c.w, c.h, got)
			}
		})
	}
}

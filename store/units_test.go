package store

import (
	"math"
	"testing"
	"time"
)

// testNow is a fixed moment: 2026-11-23T10:00:00Z.
const testNow = int64(1795428000000)

func TestGuessUnit(t *testing.T) {
	for _, c := range []struct {
		name string
		t    int64
		want string
		ms   int64
	}{
		{"milliseconds", testNow - 5000, "", 0},
		{"zero", 0, "", 0},
		{"negative", -1, "", 0},
		{"old but meant", testNow - 9*year, "", 0},
		{"seconds", testNow/1000 - 2, "SECONDS", testNow - 2000},
		{"microseconds", testNow*1000 - 2_000_000, "MICROSECONDS", testNow - 2000},
		{"nanoseconds", testNow * 1_000_000, "NANOSECONDS", testNow},
		{"nothing fits", 42, "", 0},
		{"largest", math.MaxInt64, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, ms := guessUnit(c.t, testNow)
			got := ""
			if u != nil {
				got = u.name
			}
			if got != c.want || ms != c.ms {
				t.Errorf("guessUnit(%d) = %q, %d, want %q, %d", c.t, got, ms, c.want, c.ms)
			}
		})
	}
}

func TestGuessZone(t *testing.T) {
	for _, c := range []struct {
		ahead, offset int64
		ok            bool
	}{
		{hour - 30*second, hour, true},
		{2*hour + 5*second, 2 * hour, true},
		{5*hour + 30*minute, 5*hour + 30*minute, true},
		{hour + 10*minute, hour, false},
		{15 * hour, 15 * hour, false},
		{11 * minute, 0, false},
	} {
		offset, ok := guessZone(c.ahead)
		if offset != c.offset || ok != c.ok {
			t.Errorf("guessZone(%s) = %s, %t, want %s, %t", formatSpan(c.ahead), formatSpan(offset), ok, formatSpan(c.offset), c.ok)
		}
	}
}

func TestFormatSpan(t *testing.T) {
	for ms, want := range map[int64]string{
		0: "0ms", 350: "350ms", 1000: "1s", 1500: "1s500ms", -12000: "12s",
		37*minute + 12*second: "37m12s", 2*day + 3*hour + 5: "2d3h", 2 * day: "2d",
		day + 5*second: "1d", 56*year + 1: "56y", math.MinInt64: "292471208y247d",
	} {
		if got := formatSpan(ms); got != want {
			t.Errorf("formatSpan(%d) = %q, want %q", ms, got, want)
		}
	}
}

func TestFormatTime(t *testing.T) {
	for ms, want := range map[int64]string{
		testNow:       "2026-11-23T10:00:00.000Z",
		0:             "1970-01-01T00:00:00.000Z",
		testNow * 1e6: "1795428000000000000 ms, in the year 56896818",
	} {
		if got := formatTime(ms); got != want {
			t.Errorf("formatTime(%d) = %q, want %q", ms, got, want)
		}
	}
}

// TestWindowFor checks that the window is wide enough and not absurdly wide.
func TestWindowFor(t *testing.T) {
	for behind, want := range map[int64]string{
		1: "1m", minute: "1m", minute + 1: "2m", 36*minute + 5*second: "37m", hour: "1h",
		hour + 1: "1h10m", 2*hour + 3*minute: "2h10m", day + 1: "1d1h", 50 * hour: "2d2h",
	} {
		got := windowFor(behind)
		if got != want {
			t.Errorf("windowFor(%s) = %s, want %s", formatSpan(behind), got, want)
		}
	}
}

func TestFormatAge(t *testing.T) {
	if got, want := formatAge(testNow-12*second, testNow), "12s ago"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := formatAge(testNow+3*hour, testNow), "3h ahead of now"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := time.UnixMilli(testNow).UTC().Format(time.RFC3339), "2026-11-23T10:00:00Z"; got != want {
		t.Fatalf("testNow is %s, want %s", got, want)
	}
}

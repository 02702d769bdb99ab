package figure_test

import (
	"math"
	"testing"
	"time"

	"rwscope/tui/figure"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{figure.Count(0), "0"},
		{figure.Count(999), "999"},
		{figure.Count(1204), "1,204"},
		{figure.Count(-1234567), "-1,234,567"},
		{figure.Count(uint64(1000000)), "1,000,000"},
		{figure.Short(0), "0"},
		{figure.Short(1.25), "1.2"},
		{figure.Short(48), "48"},
		{figure.Short(999.6), "1.0k"},
		{figure.Short(12345), "12.3k"},
		{figure.Short(5.1e6), "5.1M"},
		{figure.Bytes(830), "830 B"},
		{figure.Bytes(30211), "29.5 KB"},
		{figure.Bytes(32 << 20), "32.0 MB"},
		{figure.Percent(0, 0), "-"},
		{figure.Percent(0, 10), "0.0%"},
		{figure.Percent(10, 10), "100%"},
		{figure.Percent(99999, 100000), ">99.9%"},
		{figure.Percent(1, 100000), "<0.1%"},
		{figure.Percent(992, 1000), "99.2%"},
		{figure.Value(math.Inf(-1)), "-Inf"},
		{figure.Value(0.1), "0.1"},
		{figure.Digits(288400811), "288400811"},
		{figure.Digits(0.0089157307), "0.008915731"},
		{figure.Digits(-1.5e12), "-1.5e+12"},
		{figure.Digits(-147032495.6908034), "-1.47032e+08"},
		{figure.Digits(-1.23456789e-300), "-1.2346e-300"},
		{figure.Series(`{__name__="up", job="api"}`), `up{job="api"}`},
		{figure.Series(`{__name__="up"}`), "up"},
		{figure.Series(`{__name__="a b", job="api"}`), `{__name__="a b", job="api"}`},
		{figure.Series(`{job="api"}`), `{job="api"}`},
		{figure.Rounded(123456789), "123M"},
		{figure.Rounded(0.333333333), "0.33333"},
		{figure.Took(80 * time.Microsecond), "80µs"},
		{figure.Took(1240 * time.Microsecond), "1.24ms"},
		{figure.Took(2500 * time.Millisecond), "2.50s"},
		{figure.Took(90 * time.Second), "1m30s"},
		{figure.Span(400 * time.Millisecond), "400ms"},
		{figure.Span(12 * time.Second), "12s"},
		{figure.Span(-48 * time.Minute), "48m"},
		{figure.Span(3*time.Hour + 5*time.Minute), "3h5m"},
		{figure.Span(56 * 365 * 24 * time.Hour), "56y"},
		{figure.Plural(1, "sample"), "1 sample"},
		{figure.Plural(40, "sample"), "40 samples"},
		{figure.Plural(2, "series"), "2 series"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	c := figure.Clock{Loc: time.UTC, Now: now}
	for _, tc := range []struct{ got, want string }{
		{c.Time(now.Add(-time.Second)), "09:59:59.000"},
		{c.Time(now.Add(-24 * time.Hour)), "2026-11-22 10:00:00.000"},
		{c.Ago(now.Add(-3 * time.Minute)), "3m ago"},
		{c.Ago(now.Add(9 * time.Minute)), "9m ahead"},
		{c.Ago(now), "now"},
		{c.Millis(1795406198), "1970-01-21 18:43:26.198"},
		{c.Millis(1795406198000000000), "year 56,896,127"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

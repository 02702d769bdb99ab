package main

import (
	"strings"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		width       int
		done, total int
		bytes       int64
		taken       time.Duration
		want        string
	}{
		{0, 0, 200, 0, 0, "replaying 0 of 200 requests"},
		{0, 50, 200, 0, 5 * time.Second, "replaying 50 of 200 requests, 10/s, 15s left"},
		{0, 200, 200, 4e6, 2 * time.Second, "replaying 200 of 200 requests, 100/s, 2.0 MB/s"},
		{100, 50, 200, 0, 5 * time.Second, "[=====               ] replaying 50 of 200 requests, 10/s, 15s left"},
		{100, 0, 0, 0, 0, "[                    ] replaying 0 of 0 requests"},
		{50, 50, 200, 0, 5 * time.Second, "replaying 50 of 200 requests, 10/s, 15s left"},
		{20, 50, 200, 0, 5 * time.Second, "replaying 50 of 200"},
	} {
		p := progress{what: "replaying", unit: "requests", width: c.width}
		if got := p.line(c.done, c.total, c.bytes, c.taken); got != c.want {
			t.Errorf("width %d: got %q, want %q", c.width, got, c.want)
		}
	}
}

// TestProgressShows draws over one line on a terminal, and adds lines elsewhere.
func TestProgressShows(t *testing.T) {
	for width, want := range map[int]string{
		0:  "rwscope: replaying 2 of 9 requests",
		80: "\r[====                ] replaying 2 of 9 requests",
	} {
		var b strings.Builder
		now := time.Now()
		p := progress{out: &b, what: "replaying", unit: "requests", width: width, begin: now, shown: now}
		p.show(1, 9, 0) // too early
		p.shown = now.Add(-time.Minute)
		p.show(2, 9, 0)
		p.show(3, 9, 0) // too early again
		if got := b.String(); !strings.HasPrefix(got, want) || strings.Contains(got, "3 of 9") || strings.Contains(got, "1 of 9") {
			t.Errorf("width %d: got %q, want it to begin with %q", width, got, want)
		}
		b.Reset()
		p.clear()
		if got := b.String(); (got != "") != (width > 0) {
			t.Errorf("width %d: cleared with %q", width, got)
		}
	}
}

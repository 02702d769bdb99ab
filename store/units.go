package store

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// Lengths of time in milliseconds, the unit of all timestamps here.
const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
	year   = 365 * day
)

// unit is a unit of time that somebody may have put into a field that holds
// milliseconds.
type unit struct {
	name    string
	convert string // what makes milliseconds of it
	millis  func(int64) int64
}

var units = []unit{
	{"SECONDS", "x1000", func(t int64) int64 {
		if t > math.MaxInt64/1000 {
			return math.MaxInt64
		}
		return t * 1000
	}},
	{"MICROSECONDS", "/1000", func(t int64) int64 { return t / 1000 }},
	{"NANOSECONDS", "/1000000", func(t int64) int64 { return t / 1_000_000 }},
}

// guessUnit returns the unit that makes t a plausible time, and that time in
// milliseconds. It returns nil if t is plausible as it is, or in no unit.
func guessUnit(t, now int64) (*unit, int64) {
	if t <= 0 || now <= 0 || plausible(t, now) {
		return nil, 0
	}
	for i := range units {
		if ms := units[i].millis(t); plausible(ms, now) {
			return &units[i], ms
		}
	}
	return nil, 0
}

// plausible reports whether somebody may mean the time t: monitoring data is
// neither older than ten years nor from next week.
func plausible(t, now int64) bool {
	return t > now-10*year && t < now+7*day
}

// guessZone returns the time zone offset that explains a distance from now: local
// time sent as if it were UTC is off by whole half hours, up to 14 hours.
func guessZone(ahead int64) (offset int64, ok bool) {
	const slack = 2 * minute
	offset = (ahead + slack) / (30 * minute) * (30 * minute)
	return offset, offset > 0 && offset <= 14*hour && ahead-offset <= slack
}

// formatTime writes a timestamp as RFC 3339 with milliseconds, in UTC.
func formatTime(ms int64) string {
	date := formatDate(ms)
	if strings.HasPrefix(date, "in ") {
		return strconv.FormatInt(ms, 10) + " ms, " + date
	}
	return date
}

// formatDate writes a timestamp without its number: a time far off is only "in the
// year 56896818".
func formatDate(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		return "in the year " + strconv.Itoa(y)
	}
	return t.Format("2006-01-02T15:04:05.000Z")
}

// formatSpan writes a length of time with its two largest units: "2d3h", "37m12s",
// "350ms". The sign is dropped.
func formatSpan(ms int64) string {
	left := uint64(ms)
	if ms < 0 {
		left = -left
	}
	if left < uint64(second) {
		return strconv.FormatUint(left, 10) + "ms"
	}
	var b strings.Builder
	parts := 0
	for _, u := range []struct {
		name   string
		millis int64
	}{{"y", year}, {"d", day}, {"h", hour}, {"m", minute}, {"s", second}, {"ms", 1}} {
		n := left / uint64(u.millis)
		left %= uint64(u.millis)
		if n > 0 {
			b.WriteString(strconv.FormatUint(n, 10) + u.name)
		}
		if n > 0 || parts > 0 {
			parts++
		}
		if parts == 2 {
			break
		}
	}
	return b.String()
}

// formatAge says how far t is from now: "12s ago", "3h ahead of now".
func formatAge(t, now int64) string {
	switch {
	case t == now:
		return "now"
	case t > now:
		return formatSpan(t-now) + " ahead of now"
	default:
		return formatSpan(now-t) + " ago"
	}
}

// windowFor is an out-of-order window that takes a sample this far behind the
// head's newest time, as it is written in YAML. It is rounded up: to a minute
// below an hour, to ten minutes below a day, to an hour above.
func windowFor(behind int64) string {
	step := hour
	switch {
	case behind <= hour:
		step = minute
	case behind <= day:
		step = 10 * minute
	}
	steps := max(1, (behind-1)/step+1)
	return model.Duration(time.Duration(steps*step) * time.Millisecond).String()
}

// Package figure puts numbers, sizes, durations and times into the words of the
// dashboard: short, aligned by their nature, and never more exact than useful.
package figure

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// Count writes an integer with thousands separators: 1,204.
func Count[N int | int64 | uint32 | uint64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	from := 0
	if s[0] == '-' {
		from = 1
	}
	if len(s)-from <= 3 {
		return s
	}
	out := make([]byte, 0, len(s)+len(s)/3)
	for i := range len(s) {
		if i > from && (len(s)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, s[i])
	}
	return string(out)
}

// Short writes a number in at most five characters: 12, 1.2k, 340k, 5.1M.
func Short(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return Value(v)
	case a < 9.95 && a != math.Trunc(a):
		return strconv.FormatFloat(v, 'f', 1, 64)
	case a < 999.5:
		return strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return scaled(v, 1000, "kMGTPE")
	}
}

// Bytes writes a size in units of 1024, which drop the i: 830 B, 29.5 KB, 1.2 MB.
func Bytes[N int | int64 | uint32 | uint64](n N) string {
	if n < 1000 {
		return strconv.FormatInt(int64(n), 10) + " B"
	}
	s := scaled(float64(n), 1024, "KMGTPE")
	return s[:len(s)-1] + " " + s[len(s)-1:] + "B"
}

// scaled divides v until it is short, and says by which unit.
func scaled(v, by float64, units string) string {
	i := -1
	for math.Abs(v) >= 999.5 && i < len(units)-1 {
		v /= by
		i++
	}
	digits := 0
	if math.Abs(v) < 99.95 {
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64) + units[i:i+1]
}

// Percent writes part of whole. It says 100% only if nothing is missing and 0%
// only if nothing is there.
func Percent(part, whole uint64) string {
	if whole == 0 {
		return "-"
	}
	p := float64(part) / float64(whole) * 100
	switch {
	case part == whole:
		return "100%"
	case part > 0 && p < 0.1:
		return "<0.1%"
	case part < whole && p > 99.9:
		return ">99.9%"
	default:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
}

// Value writes a sample's value as PromQL does.
func Value(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// digitsWidth is the column that Digits writes for.
const digitsWidth = 12

// Digits writes a value for a column of twelve cells: whole numbers in full, others
// with at most seven digits, and fewer where sign and exponent need the room.
func Digits(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return Value(v)
	case v == math.Trunc(v) && math.Abs(v) < 1e11:
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	out := ""
	for digits := 7; out == "" || len(out) > digitsWidth; digits-- {
		out = strconv.FormatFloat(v, 'g', digits, 64)
	}
	return out
}

// Rounded writes a value for an axis or a table, with at most six digits.
func Rounded(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Value(v)
	}
	if a := math.Abs(v); a >= 1e5 && a < 1e18 {
		return Short(v)
	}
	return strconv.FormatFloat(v, 'g', 5, 64)
}

// Took writes how long a stage lasted: 80µs, 1.24ms, 2.5s.
func Took(d time.Duration) string {
	switch {
	case d < time.Microsecond:
		return strconv.FormatInt(int64(d), 10) + "ns"
	case d < time.Millisecond:
		return strconv.FormatInt(d.Microseconds(), 10) + "µs"
	case d < time.Second:
		return trim(d.Seconds()*1e3, 10*time.Millisecond > d) + "ms"
	case d < time.Minute:
		return trim(d.Seconds(), d < 10*time.Second) + "s"
	default:
		return Span(d)
	}
}

func trim(v float64, fine bool) string {
	if fine {
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// Span writes a stretch of time by its two largest units: 0.4s, 12s, 48m, 3h05m,
// 2d4h, 56y.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	const year = 365 * day
	switch d = max(d, -d); {
	case d < time.Millisecond:
		return "0s"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + "s"
	case d < time.Minute:
		return strconv.Itoa(int(d.Seconds())) + "s"
	case d < time.Hour:
		return two(int(d/time.Minute), "m", int(d%time.Minute/time.Second), "s")
	case d < day:
		return two(int(d/time.Hour), "h", int(d%time.Hour/time.Minute), "m")
	case d < year:
		return two(int(d/day), "d", int(d%day/time.Hour), "h")
	default:
		return two(int(d/year), "y", int(d%year/day), "d")
	}
}

func two(a int, unitA string, b int, unitB string) string {
	s := strconv.Itoa(a) + unitA
	if b > 0 {
		s += strconv.Itoa(b) + unitB
	}
	return s
}

// Plural writes a count and its noun: 1 sample, 40 samples. Nouns that end in s
// stay as they are: 1 series, 2 series.
func Plural[N int | int64 | uint32 | uint64](n N, noun string) string {
	if n == 1 || noun[len(noun)-1] == 's' {
		return Count(n) + " " + noun
	}
	return Count(n) + " " + noun + "s"
}

// Series writes a series in PromQL notation with the metric's name in front, as
// people do: up{job="api"} for {__name__="up", job="api"}.
func Series(s string) string {
	rest, ok := strings.CutPrefix(s, `{__name__="`)
	if !ok {
		return s
	}
	name, rest, ok := strings.Cut(rest, `"`)
	if !ok || !model.LegacyValidation.IsValidMetricName(name) {
		return s
	}
	switch {
	case rest == "}":
		return name
	case strings.HasPrefix(rest, ", "):
		return name + "{" + rest[2:]
	case strings.HasPrefix(rest, ","):
		return name + "{" + rest[1:]
	default:
		return s
	}
}

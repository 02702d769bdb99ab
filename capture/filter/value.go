package filter

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// spans read the values of the types that are compared as numbers.
var spans = map[Type]func(string) (span, error){
	TypeNumber:   parseNumber,
	TypeSize:     parseSize,
	TypeDuration: parseDuration,
	TypeTime:     parseTime,
	TypeStatus:   parseStatus,
	TypeHash:     parseHash,
}

func parseNumber(s string) (span, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return span{}, fmt.Errorf("%q is not a whole number", s)
	}
	return span{n, n}, nil
}

func parseStatus(s string) (span, error) {
	if len(s) == 3 && strings.EqualFold(s[1:], "xx") && '1' <= s[0] && s[0] <= '5' {
		class := int64(s[0]-'0') * 100
		return span{class, class + 99}, nil
	}
	if n, err := strconv.ParseUint(s, 10, 16); err == nil {
		return span{int64(n), int64(n)}, nil
	}
	return span{}, fmt.Errorf("%q is not a status, write it as 404 or 4xx", s)
}

// units of sizes, longer ones before those that they end in.
var units = []struct {
	name  string
	bytes float64
}{
	{"KiB", 1 << 10},
	{"MiB", 1 << 20},
	{"GiB", 1 << 30},
	{"KB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"B", 1},
}

func parseSize(s string) (span, error) {
	number, factor := s, 1.0
	for _, unit := range units {
		if n := len(s) - len(unit.name); n >= 0 && strings.EqualFold(s[n:], unit.name) {
			number, factor = s[:n], unit.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if bytes := n * factor; err == nil && bytes >= 0 && bytes < 1<<62 {
		return span{int64(bytes), int64(bytes)}, nil
	}
	return span{}, fmt.Errorf("%q is not a size, write it as 1500, 100KB or 1.5MiB", s)
}

func parseDuration(s string) (span, error) {
	if d, err := time.ParseDuration(s); err == nil {
		return span{int64(d), int64(d)}, nil
	}
	d, err := model.ParseDurationAllowNegative(s)
	if err != nil {
		return span{}, fmt.Errorf("%q is not a duration, write it as 250ms, 1m30s or 2d", s)
	}
	return span{int64(d), int64(d)}, nil
}

// instants are the ways to write a time, each with how long it lasts.
var instants = []struct {
	layout string
	lasts  time.Duration
}{
	{"2006-01-02", 24 * time.Hour},
	{"2006-01-02T15:04", time.Minute},
	{"2006-01-02T15:04Z07:00", time.Minute},
	{"2006-01-02T15:04:05", time.Second},
	{"2006-01-02T15:04:05Z07:00", time.Second},
}

func parseTime(s string) (span, error) {
	for _, instant := range instants {
		t, err := time.Parse(instant.layout, s)
		if err != nil {
			continue
		}
		if t.Before(earliest) || t.After(latest) {
			return span{}, fmt.Errorf("%q is out of range", s)
		}
		return lasting(t.UnixNano(), s, instant.lasts), nil
	}
	if _, err := parseTimeOfDay(s); err == nil {
		return span{}, errTimeOfDay
	}
	return span{}, fmt.Errorf("%q is not a time, write it as 2026-11-23T10:05 or 10:05", s)
}

// errTimeOfDay says that a value is a time without a date.
var errTimeOfDay = errors.New("time of day")

// earliest and latest are what fits into Unix nanoseconds.
var (
	earliest = time.Unix(0, math.MinInt64+1)
	latest   = time.Unix(0, math.MaxInt64).Add(-24 * time.Hour)
)

// parseTimeOfDay reads 10:05 or 10:05:30 into nanoseconds since midnight.
func parseTimeOfDay(s string) (span, error) {
	for layout, lasts := range map[string]time.Duration{"15:04": time.Minute, "15:04:05": time.Second} {
		if t, err := time.Parse(layout, s); err == nil {
			return lasting(t.UnixNano()-t.Truncate(24*time.Hour).UnixNano(), s, lasts), nil
		}
	}
	return span{}, errTimeOfDay
}

// lasting is the span of a time that was written with a precision. One with
// decimals is an instant.
func lasting(from int64, written string, lasts time.Duration) span {
	if strings.ContainsAny(written, ".,") {
		lasts = 1
	}
	return span{from, from + int64(lasts) - 1}
}

// timeOfDay is nanoseconds since midnight, UTC.
func timeOfDay(s *subject) (int64, bool) {
	const day = int64(24 * time.Hour)
	return ((s.time % day) + day) % day, true
}

func parseHash(s string) (span, error) {
	const digits = 16
	low, err := strconv.ParseUint(s+strings.Repeat("0", max(0, digits-len(s))), 16, 64)
	if err != nil || s == "" || len(s) > digits {
		return span{}, fmt.Errorf("%q is not a hash, write up to %d hexadecimal digits", s, digits)
	}
	rest := uint64(1)<<(4*(digits-len(s))) - 1
	return span{ordered(low), ordered(low | rest)}, nil
}

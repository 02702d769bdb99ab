package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/alecthomas/units"
	"github.com/prometheus/common/model"
)

// size is a flag in bytes: "32MiB", "64KB" or a plain number. It sets an int or an
// int64.
type size[T int | int64] struct{ value *T }

// Set parses a size that is more than nothing.
func (s size[T]) Set(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		var parsed units.Base2Bytes
		if parsed, err = units.ParseBase2Bytes(text); err != nil {
			return errors.New("want a size like 32MiB")
		}
		n = int64(parsed)
	}
	if n <= 0 || n > math.MaxInt {
		return fmt.Errorf("want a size between 1 and %d bytes", math.MaxInt)
	}
	*s.value = T(n)
	return nil
}

// String is the size in the largest units that fit.
func (s size[T]) String() string {
	if s.value == nil || *s.value == 0 {
		return ""
	}
	return units.Base2Bytes(*s.value).String()
}

// Type is what the help shows for the value.
func (size[T]) Type() string { return "size" }

// span is a flag in Prometheus' notation of durations, which has days and weeks.
type span struct{ value *model.Duration }

// Set parses a duration.
func (s span) Set(text string) error { return s.value.Set(text) }

// String is the duration as Prometheus writes it.
func (s span) String() string {
	if s.value == nil {
		return ""
	}
	return s.value.String()
}

// Type is what the help shows for the value.
func (span) Type() string { return "duration" }

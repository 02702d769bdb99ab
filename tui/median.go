package tui

import "slices"

// median is the middle of the values, which it puts in order; 0 of none.
func median[N int32 | int64](values []N) N {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

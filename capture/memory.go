package capture

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"time"
)

const (
	// memoryTick is how often the memory is looked at, and memoryWindow how many
	// looks count: what stays for that long is kept, what comes and goes is not.
	memoryTick   = time.Second
	memoryWindow = 10
	// memoryFloor is what the process needs besides.
	memoryFloor = 64 << 20
)

// BoundGarbage keeps the garbage of requests from piling up, until ctx ends. Go
// lets garbage grow to as much as there is in use, and a burst of hostile requests
// is in use for a moment: without a bound they cost twice what they may. What the
// process keeps for good, series mostly, may still double; what comes and goes is
// held to twice the bytes in flight. It sets the soft memory limit of the whole
// process, unless GOMEMLIMIT did.
func BoundGarbage(ctx context.Context, inFlight int64) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	defer debug.SetMemoryLimit(math.MaxInt64)
	tick := time.NewTicker(memoryTick)
	defer tick.Stop()
	var seen []int64
	for {
		seen = append(seen, liveHeap())
		if len(seen) > memoryWindow {
			seen = seen[1:]
		}
		debug.SetMemoryLimit(memoryFloor + 2*slices.Min(seen) + 2*inFlight)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// liveHeap is what the last garbage collection found in use, in bytes.
func liveHeap() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int64(min(s[0].Value.Uint64(), math.MaxInt64/4))
}

package capture_test

import (
	"context"
	"math"
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
)

func TestGarbageIsBounded(t *testing.T) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		t.Skip("GOMEMLIMIT is set")
	}
	synctest.Test(t, func(t *testing.T) {
		const inFlight = 100 << 20
		ctx, end := context.WithCancel(t.Context())
		go capture.BoundGarbage(ctx, inFlight)
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := debug.SetMemoryLimit(-1); got < 2*inFlight || got == math.MaxInt64 {
			t.Errorf("memory limit is %d, want twice the bytes in flight, %d, and what is kept", got, 2*inFlight)
		}
		end()
		synctest.Wait()
		if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
			t.Errorf("after its end the memory limit is %d, want none", got)
		}
	})
}

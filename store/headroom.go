package store

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/prometheus/prometheus/model/labels"
)

// errHeadFull says that the head may not take another series.
var errHeadFull = errors.New("rwscope: no room in memory for another series")

// seriesBytes is about what a series takes in the head besides its labels, which
// are there twice: with the series, and as symbols of the index. Measured with
// 500,000 series of a few samples each.
const seriesBytes = 1024

func headBytes(ls labels.Labels) int64 { return seriesBytes + 2*int64(ls.ByteSize()) }

// headroom bounds the memory of the head's series. The head asks before it makes
// one; appends are serial, so that what fits when a request is judged, fits when it
// is appended.
type headroom struct {
	limit atomic.Int64 // bytes; 0 until the TSDB is open, and without a limit
	used  atomic.Int64
}

// fits says whether a series of n bytes may come after others of coming bytes.
func (h *headroom) fits(coming, n int64) bool {
	limit := h.limit.Load()
	return limit == 0 || h.used.Load()+coming+n <= limit
}

func (h *headroom) admit(ls labels.Labels) error {
	if h.fits(0, headBytes(ls)) {
		return nil
	}
	return fmt.Errorf("%w: they fill %d of %d bytes (--max-head)", errHeadFull, h.used.Load(), h.limit.Load())
}

// headWasFull says whether that is why the handler stopped.
func (r *recording) headWasFull() bool {
	n := len(r.calls)
	return n > 0 && errors.Is(r.calls[n-1].err, errHeadFull)
}

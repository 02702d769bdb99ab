package tui

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// rateSeconds is the window over which a sender's rates are taken.
const rateSeconds = 30

// scorecard is how one sender does, over all of its requests.
type scorecard struct {
	sender                  uint32
	requests, v1, v2, other uint64
	samples, series, lost   uint64
	refused, failed, untrue uint64
	retries, overlaps       uint64
	largest                 uint64 // samples in one request
	wire, decoded           uint64 // bytes
	lagMillis               int64  // of the last request with samples
	lagging                 bool
	causes                  map[uint16]uint64 // requests by their worst problem
	first, last             int64             // Unix nanoseconds
	ended                   int64             // when the last answer went out
	newest                  uint64            // ID
	seconds                 [rateSeconds]second
}

// second is what came within one second.
type second struct {
	at                int64 // Unix seconds
	requests, samples uint64
}

func (c *scorecard) add(r *capture.Row) {
	if c.requests == 0 {
		c.first = r.Time
	}
	c.requests++
	c.samples += uint64(r.Samples) + uint64(r.Histograms)
	c.series += uint64(r.Series)
	c.largest = max(c.largest, uint64(r.Samples)+uint64(r.Histograms))
	c.lost += uint64(lostItems(r))
	c.wire += uint64(r.WireBytes)
	c.decoded += uint64(r.DecodedBytes)
	c.newest = r.ID
	if r.Level > store.LevelInfo {
		c.addCause(r.Cause)
	}
	c.addAnswer(r)
	c.addTimes(r)
}

func (c *scorecard) addCause(cause uint16) {
	if c.causes == nil {
		c.causes = map[uint16]uint64{}
	}
	c.causes[cause]++
}

// worst are the commonest causes, at most n.
func (c *scorecard) worst(n int) []uint16 {
	all := slices.SortedFunc(maps.Keys(c.causes), func(a, b uint16) int {
		return cmp.Or(cmp.Compare(c.causes[b], c.causes[a]), cmp.Compare(a, b))
	})
	return all[:min(n, len(all))]
}

func (c *scorecard) addAnswer(r *capture.Row) {
	switch r.Status / 100 {
	case 4:
		c.refused++
	case 5:
		c.failed++
	}
	if r.Untrue {
		c.untrue++
	}
	if r.Retry > 0 {
		c.retries++
	}
	switch r.DeclaredKind() {
	case decode.V1:
		c.v1++
	case decode.V2:
		c.v2++
	default:
		c.other++
	}
}

// addTimes notes rate, lag and overlap. A request overlaps if it came before the
// one before it was answered: the sender has several connections.
func (c *scorecard) addTimes(r *capture.Row) {
	if r.Time < c.ended {
		c.overlaps++
	}
	c.ended = max(c.ended, r.Time+int64(r.TookMicros)*int64(time.Microsecond))
	c.last = max(c.last, r.Time)
	if r.Samples+r.Histograms > 0 {
		c.lagMillis, c.lagging = int64(r.LagMillis), true
	}
	at := r.Time / int64(time.Second)
	s := &c.seconds[at%rateSeconds]
	if s.at != at {
		*s = second{at: at}
	}
	s.requests++
	s.samples += uint64(r.Samples) + uint64(r.Histograms)
}

// rates are requests and samples per second, in the seconds before now.
func (c *scorecard) rates(now time.Time) (requests, samples float64) {
	end := now.Unix()
	for _, s := range c.seconds {
		if s.at > end-rateSeconds && s.at <= end {
			requests += float64(s.requests)
			samples += float64(s.samples)
		}
	}
	span := min(max(float64(end)-float64(c.first/int64(time.Second)), 1), rateSeconds)
	return requests / span, samples / span
}

// perSecond is how many requests came in each second before now, the newest last.
func (c *scorecard) perSecond(now time.Time) []float64 {
	out := make([]float64, rateSeconds)
	for _, s := range c.seconds {
		if ago := now.Unix() - s.at; ago >= 0 && ago < rateSeconds {
			out[rateSeconds-1-ago] = float64(s.requests)
		}
	}
	return out
}

// message is the message that a sender declares, or both.
func (c *scorecard) message() string {
	switch {
	case c.v1 > 0 && c.v2 > 0:
		return "v1 v2"
	case c.v2 > 0:
		return "v2"
	case c.v1 > 0:
		return "v1"
	default:
		return "?"
	}
}

package capture

import (
	"slices"
	"time"

	"rwscope/store"
)

// The bounds of what is kept about one sender.
const (
	rateSeconds   = 60 // of which the rates are known
	maxStatuses   = 64 // different ones
	maxRetrying   = 16 // newest bodies that were sent more than once
	maxConcurrent = 256
	lagsKept      = 9
	maxCauseKinds = 64 // different ones
)

// SenderStats is what one sender did so far, summed up from its exchanges.
type SenderStats struct {
	Sender      Sender // Addr is the host alone
	First, Last int64  // arrival of the first and the newest exchange, Unix nanoseconds
	LastID      uint64

	Requests, V1, V2                         uint64 // V1 and V2: declared
	Batches                                  uint64 // requests with items, which one of metadata alone has not
	WireBytes, DecodedBytes                  uint64
	Series, Samples, Histograms, Exemplars   uint64 // sent
	KeptSamples, KeptHistograms, KeptExemps  uint64 // stored
	Duplicates, Collateral, Problems, Untrue uint64
	// Lost counts items that are neither stored nor were before.
	Lost uint64
	// Causes counts requests by their most telling problem, of those with more than
	// an info.
	Causes []CauseCount
	// Statuses counts answers by status, in the order in which they came first.
	Statuses []StatusCount

	// Busy is the sum of how long all exchanges took; Concurrent is how many were
	// under way when the newest came, MaxConcurrent the most ever. Overlaps counts
	// requests that came while others were.
	Busy                      time.Duration
	Concurrent, MaxConcurrent int
	Overlaps                  uint64
	// MaxLag is how old the newest item of a request was on arrival at most.
	MaxLag time.Duration
	// LargestBatch is the most samples and histograms in one request.
	LargestBatch uint32

	// Retries counts requests whose body had been sent before; Retrying are the
	// newest such bodies, the newest last.
	Retries  uint64
	Retrying []Retry
	// Sequence counts what is wrong with the order of requests, see Findings.
	Sequence [sequences]SequenceCount

	seconds [rateSeconds]second
	lags    []time.Duration // of the newest requests with items, the newest last
}

// CauseCount is how many requests had a problem, see Snapshot.Cause.
type CauseCount struct {
	Cause uint16
	Count uint64
}

// StatusCount is how often a status was answered.
type StatusCount struct {
	Status uint16
	Count  uint64
}

// Retry is one body that was sent more than once.
type Retry struct {
	BodyHash    uint64
	First, Last uint64 // exchanges
	Attempts    int    // the first one included
	Attempt     uint16 // the newest Retry-Attempt header, 0 without one
	Status      uint16 // of the newest answer
	Since       int64  // arrival of the first attempt, Unix nanoseconds
	Until       int64  // end of the newest one
}

// Lasted is how long the sender has been trying.
func (r Retry) Lasted() time.Duration { return time.Duration(r.Until - r.Since) }

// second is what came within one second.
type second struct {
	unix              int64
	requests, samples uint32
	bytes             uint64
}

// Rate is what came per second.
type Rate struct{ Requests, Samples, Bytes float64 }

// Rate is what came per second within so many whole seconds before now, at most
// 59, or since the first request if that is shorter ago. Samples are samples and
// histograms, bytes those on the wire.
func (s *SenderStats) Rate(now time.Time, seconds int) (r Rate) {
	seconds = min(max(seconds, 1), rateSeconds-1)
	end := now.Unix()
	for _, sec := range s.seconds {
		if sec.unix < end && sec.unix >= end-int64(seconds) {
			r.Requests += float64(sec.requests)
			r.Samples += float64(sec.samples)
			r.Bytes += float64(sec.bytes)
		}
	}
	n := float64(min(max(end-s.First/int64(time.Second), 1), int64(seconds)))
	return Rate{Requests: r.Requests / n, Samples: r.Samples / n, Bytes: r.Bytes / n}
}

// PerSecond is how many requests came in each of so many whole seconds before now,
// at most 59, the newest last.
func (s *SenderStats) PerSecond(now time.Time, seconds int) []float64 {
	requests := make([]float64, min(max(seconds, 1), rateSeconds-1))
	for _, sec := range s.seconds {
		if ago := now.Unix() - sec.unix; ago >= 1 && ago <= int64(len(requests)) {
			requests[int64(len(requests))-ago] = float64(sec.requests)
		}
	}
	return requests
}

// Answered counts answers by the hundreds of their status: 4 for 4xx.
func (s *SenderStats) Answered(hundreds uint16) (n uint64) {
	for _, c := range s.Statuses {
		if c.Status/100 == hundreds {
			n += c.Count
		}
	}
	return n
}

// Lag is how old the newest item of a request is on arrival, negative if it is from
// the future: the median of the newest requests, so that a single one with a wrong
// clock does not matter. It is false if no request had items.
func (s *SenderStats) Lag() (time.Duration, bool) {
	if len(s.lags) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(s.lags))
	return sorted[len(sorted)/2], true
}

// PerBatch is how many samples and histograms a batch has on average.
func (s *SenderStats) PerBatch() float64 {
	if s.Batches == 0 {
		return 0
	}
	return float64(s.Samples+s.Histograms) / float64(s.Batches)
}

// Fill is how full batches are on average, from 0 to 1, the largest one of this
// sender being full.
func (s *SenderStats) Fill() float64 {
	if s.LargestBatch == 0 {
		return 0
	}
	return s.PerBatch() / float64(s.LargestBatch)
}

// MeanConcurrent is how many requests were under way on average since the first.
func (s *SenderStats) MeanConcurrent() float64 {
	if s.Last <= s.First {
		return 0
	}
	return float64(s.Busy) / float64(s.Last-s.First)
}

// count adds an exchange, except for what depends on others.
func (s *SenderStats) count(r *Row) {
	if s.Requests == 0 {
		s.First = r.Time
	}
	s.First, s.Last, s.LastID = min(s.First, r.Time), max(s.Last, r.Time), max(s.LastID, r.ID)
	s.Requests++
	s.Batches += oneIf(r.Items() > 0)
	s.V1 += oneIf(r.Declared == 1)
	s.V2 += oneIf(r.Declared == 2)
	s.WireBytes += uint64(r.WireBytes)
	s.DecodedBytes += uint64(r.DecodedBytes)
	s.Series += uint64(r.Series)
	s.Samples += uint64(r.Samples)
	s.Histograms += uint64(r.Histograms)
	s.Exemplars += uint64(r.Exemplars)
	s.KeptSamples += uint64(r.KeptSamples)
	s.KeptHistograms += uint64(r.KeptHistograms)
	s.KeptExemps += uint64(r.KeptExemplars)
	s.Duplicates += uint64(r.Doubles)
	s.Collateral += uint64(r.Collateral)
	s.Problems += uint64(r.Problems)
	s.Untrue += oneIf(r.Untrue)
	s.Lost += uint64(r.Lost())
	s.LargestBatch = max(s.LargestBatch, r.Samples+r.Histograms)
	s.Busy += took(r)
	s.countStatus(r.Status)
	s.countCause(r)
	s.countLag(r)
	s.countSecond(r)
}

// took is how long an exchange lasted.
func took(r *Row) time.Duration { return time.Duration(r.TookMicros) * time.Microsecond }

func (s *SenderStats) countStatus(status uint16) {
	i := slices.IndexFunc(s.Statuses, func(c StatusCount) bool { return c.Status == status })
	switch {
	case i >= 0:
		s.Statuses[i].Count++
	case len(s.Statuses) < maxStatuses:
		s.Statuses = append(s.Statuses, StatusCount{Status: status, Count: 1})
	}
}

func (s *SenderStats) countCause(r *Row) {
	if r.Level <= store.LevelInfo {
		return
	}
	i := slices.IndexFunc(s.Causes, func(c CauseCount) bool { return c.Cause == r.Cause })
	switch {
	case i >= 0:
		s.Causes[i].Count++
	case len(s.Causes) < maxCauseKinds:
		s.Causes = append(s.Causes, CauseCount{Cause: r.Cause, Count: 1})
	}
}

// countLag takes in how late a request was. One without items has no lag.
func (s *SenderStats) countLag(r *Row) {
	if r.Samples+r.Histograms+r.Exemplars == 0 {
		return
	}
	lag := time.Duration(r.LagMillis) * time.Millisecond
	if len(s.lags) == 0 {
		s.MaxLag = lag
	}
	s.MaxLag = max(s.MaxLag, lag)
	if len(s.lags) == lagsKept {
		s.lags = slices.Delete(s.lags, 0, 1)
	}
	s.lags = append(s.lags, lag)
}

func (s *SenderStats) countSecond(r *Row) {
	unix := r.Time / int64(time.Second)
	if unix < 0 {
		return
	}
	sec := &s.seconds[unix%rateSeconds]
	if sec.unix < unix {
		*sec = second{unix: unix}
	}
	if sec.unix == unix {
		sec.requests++
		sec.samples += r.Samples + r.Histograms
		sec.bytes += uint64(r.WireBytes)
	}
}

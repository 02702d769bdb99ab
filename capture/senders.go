package capture

import (
	"slices"
	"time"
)

// The bounds of what is kept about one sender.
const (
	rateSeconds   = 60 // of which the rates are known
	maxStatuses   = 16 // different ones
	maxRetrying   = 16 // newest bodies that were sent more than once
	maxConcurrent = 256
)

// SenderStats is what one sender did so far, summed up from its exchanges.
type SenderStats struct {
	Sender      Sender // Addr is the host alone
	First, Last int64  // arrival of the first and the newest exchange, Unix nanoseconds
	LastID      uint64

	Requests, V1, V2                         uint64 // V1 and V2: declared
	WireBytes, DecodedBytes                  uint64
	Series, Samples, Histograms, Exemplars   uint64 // sent
	KeptSamples, KeptHistograms, KeptExemps  uint64 // stored
	Duplicates, Collateral, Problems, Untrue uint64
	// Statuses counts answers by status, in the order in which they came first.
	Statuses []StatusCount

	// Busy is the sum of how long all exchanges took; Concurrent is how many were
	// under way when the newest came, MaxConcurrent the most ever.
	Busy                      time.Duration
	Concurrent, MaxConcurrent int
	// Lag is how old the newest item of a request is on arrival: of late (each
	// request counts an eighth), and the largest so far. Negative: from the future.
	Lag, MaxLag time.Duration
	// LargestBatch is the most samples and histograms in one request.
	LargestBatch uint32

	// Retries counts requests whose body had been sent before; Retrying are the
	// newest such bodies, the newest last.
	Retries  uint64
	Retrying []Retry
	// Sequence counts what is wrong with the order of requests, see Findings.
	Sequence [sequences]SequenceCount

	seconds [rateSeconds]second
	lagged  bool // Lag means something
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
// 60. Samples are samples and histograms, bytes those on the wire.
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
	n := float64(seconds)
	return Rate{Requests: r.Requests / n, Samples: r.Samples / n, Bytes: r.Bytes / n}
}

// Fill is how full requests are on average, from 0 to 1, the largest one of this
// sender being full.
func (s *SenderStats) Fill() float64 {
	if s.Requests == 0 || s.LargestBatch == 0 {
		return 0
	}
	return float64(s.Samples+s.Histograms) / float64(s.Requests) / float64(s.LargestBatch)
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
	s.LargestBatch = max(s.LargestBatch, r.Samples+r.Histograms)
	s.Busy += took(r)
	s.countStatus(r.Status)
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

// countLag takes in how late a request was. One without items has no lag.
func (s *SenderStats) countLag(r *Row) {
	if r.Samples+r.Histograms+r.Exemplars == 0 {
		return
	}
	lag := time.Duration(r.LagMillis) * time.Millisecond
	if !s.lagged {
		s.Lag, s.MaxLag, s.lagged = lag, lag, true
	}
	s.Lag += (lag - s.Lag) / 8
	s.MaxLag = max(s.MaxLag, lag)
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

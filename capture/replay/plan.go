package replay

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/store"
)

// Plan is what is to be sent: which exchanges, and over what time they came.
type Plan struct {
	IDs         []uint64
	Bytes       int64
	First, Last time.Time // arrivals
	// Unread counts exchanges that were refused before their bodies were read, or that
	// never became a request. What their senders sent is not in the recording.
	Unread int
	// Lag is by how much the newest sample of a typical request was older than its
	// arrival; negative if it came from the future.
	Lag time.Duration
}

// NewPlan looks through a history. Exchanges that cannot be read are planned too,
// and found out later.
func NewPlan(ctx context.Context, h capture.History, f *filter.Filter, progress func(filter.Progress)) (*Plan, error) {
	p := &Plan{}
	snap := h.Snapshot()
	var lags []lagged
	for row := range filter.ScanOldest(ctx, h, f, progress) {
		if unread(row, &snap) {
			p.Unread++
			continue
		}
		at := time.Unix(0, row.Time).UTC()
		if len(p.IDs) == 0 || at.Before(p.First) {
			p.First = at
		}
		if at.After(p.Last) {
			p.Last = at
		}
		p.IDs = append(p.IDs, row.ID)
		p.Bytes += int64(row.WireBytes)
		if row.Samples+row.Histograms > 0 {
			lags = append(lags, lagged{row.LagMillis, row.ID})
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var err error
	p.Lag, err = typicalLag(h, lags)
	return p, err
}

// unread reports whether nothing was read of an exchange's body, if it had one. To
// send it without would be to send something else.
func unread(row *capture.Row, snap *capture.Snapshot) bool {
	if row.WireBytes > 0 {
		return false
	}
	switch row.AnsweredBy() {
	case store.ByAccess, store.ByLimit:
		return true
	}
	switch snap.Cause(row.Cause) {
	case store.CauseMalformedRequest, store.CauseTLSUnexpected:
		return true
	}
	return false
}

// lagged is the lag of one exchange, as the index has it.
type lagged struct {
	millis int32
	id     uint64
}

// typicalLag is the median, which a few samples from 1970 or from the future do
// not move. The index has room for 24 days; beyond that the exchange knows.
func typicalLag(h capture.History, lags []lagged) (time.Duration, error) {
	if len(lags) == 0 {
		return 0, nil
	}
	slices.SortFunc(lags, func(a, b lagged) int { return int(a.millis) - int(b.millis) })
	typical := lags[len(lags)/2]
	if typical.millis != math.MaxInt32 && typical.millis != math.MinInt32 {
		return time.Duration(typical.millis) * time.Millisecond, nil
	}
	ex, err := h.Load(typical.id)
	if err != nil {
		return 0, fmt.Errorf("find the age of the samples: %w", err)
	}
	return time.Duration(ex.Time.UnixMilli()-ex.Request.Newest) * time.Millisecond, nil
}

// Duration is how long sending takes at a speed, 0 if nothing is waited for.
func (p *Plan) Duration(speed float64) time.Duration {
	if speed <= 0 {
		return 0
	}
	return time.Duration(float64(p.Last.Sub(p.First)) / speed)
}

// Move is by how many milliseconds times are moved when sending begins at start.
func (p *Plan) Move(shift Shift, start time.Time, speed float64) int64 {
	if !shift.Now {
		return shift.By.Milliseconds()
	}
	end := start.Add(p.Duration(speed))
	return end.UnixMilli() - p.Last.UnixMilli() + p.Lag.Milliseconds()
}

// due is when an exchange is to be sent.
func (p *Plan) due(ex *capture.Exchange, start time.Time, speed float64) time.Time {
	if speed <= 0 {
		return start
	}
	return start.Add(time.Duration(float64(ex.Time.Sub(p.First)) / speed))
}

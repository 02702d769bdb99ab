package replay

import (
	"errors"
	"time"

	"github.com/prometheus/common/model"

	"rwscope/capture"
	"rwscope/capture/filter"
)

// Config says what is replayed, and how.
type Config struct {
	History capture.History
	// Filter picks exchanges; nil takes all.
	Filter *filter.Filter
	Target Target
	// Speed is how many times faster than recorded requests are sent; 0 means one
	// after the other without a pause.
	Speed float64
	Shift Shift
	// Concurrency is how many requests may be under way at a time. Default 1.
	Concurrency int
	// Loop begins again at the end, until the context is done.
	Loop bool
	// Progress, unless nil, is called after each exchange, from one goroutine at a
	// time.
	Progress func(Progress)
}

// Progress is how far a replay has come.
type Progress struct {
	Done, Total int // exchanges of this round
	Round       int // from 1
	Bytes       int64
}

// Shift says by how much times are moved.
type Shift struct {
	Now bool
	By  time.Duration
}

// The shifts with a name.
var (
	ShiftNone = Shift{}
	ShiftNow  = Shift{Now: true}
)

// ParseShift reads "now", "none" or a duration, which may be negative.
func ParseShift(s string) (Shift, error) {
	switch s {
	case "now":
		return ShiftNow, nil
	case "none":
		return ShiftNone, nil
	}
	d, err := parseDuration(s)
	if err != nil {
		return Shift{}, errors.New("want now, none or a duration like 24h, 7d or -90m")
	}
	return Shift{By: d}, nil
}

func parseDuration(s string) (time.Duration, error) {
	if d, err := time.ParseDuration(s); err == nil {
		return d, nil
	}
	d, err := model.ParseDurationAllowNegative(s)
	return time.Duration(d), err
}

// String is what ParseShift reads.
func (s Shift) String() string {
	switch {
	case s.Now:
		return "now"
	case s.By == 0:
		return "none"
	default:
		return s.By.String()
	}
}

package figure

import "time"

// Clock writes points in time as they are read beside each other.
type Clock struct {
	Loc *time.Location
	Now time.Time
}

// Time is the time of day with milliseconds, and the date in front when it is
// not today's.
func (c Clock) Time(t time.Time) string {
	t = t.In(c.loc())
	now := c.Now.In(c.loc())
	if t.Year() == now.Year() && t.YearDay() == now.YearDay() {
		return t.Format("15:04:05.000")
	}
	return t.Format("2006-01-02 15:04:05.000")
}

// Day is the time of day with milliseconds and nothing else.
func (c Clock) Day(t time.Time) string { return t.In(c.loc()).Format("15:04:05.000") }

// Axis writes the moments of an axis that spans d: seconds are the finest that a
// chart shows, and of days the time of day is not enough.
func (c Clock) Axis(d time.Duration) func(ms float64) string {
	layout := "15:04:05"
	if d > 12*time.Hour {
		layout = "01-02 15:04"
	}
	return func(ms float64) string { return time.UnixMilli(int64(ms)).In(c.loc()).Format(layout) }
}

// Full is date and time with milliseconds.
func (c Clock) Full(t time.Time) string {
	return t.In(c.loc()).Format("2006-01-02 15:04:05.000")
}

// Millis is Full for Unix milliseconds, as far as a year of four digits goes.
func (c Clock) Millis(ms int64) string {
	const last = 253402300799999 // 9999-12-31T23:59:59.999Z
	if ms < -62135596800000 || ms > last {
		return "year " + Count(ms/31_556_952_000+1970)
	}
	return c.Full(time.UnixMilli(ms))
}

// Ago is how long before now t was, or how far ahead of it.
func (c Clock) Ago(t time.Time) string {
	d := c.Now.Sub(t)
	switch {
	case d < -time.Second:
		return Span(d) + " ahead"
	case d < time.Second:
		return "now"
	default:
		return Span(d) + " ago"
	}
}

func (c Clock) loc() *time.Location {
	if c.Loc == nil {
		return time.UTC
	}
	return c.Loc
}

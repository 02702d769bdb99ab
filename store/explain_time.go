package store

import "strconv"

// timeFacts are about the item's time, the series' newest time, the head's limits
// and the clock.
var timeFacts = map[string]fact{
	"time": {"timestamp", func(s *scene) string { return s.ofItem(formatTime(s.Timestamp)) }},
	"date": {"", func(s *scene) string { return formatDate(s.Timestamp) }},
	"raw":  {"timestamp as sent", func(s *scene) string { return strconv.FormatInt(s.Timestamp, 10) }},
	"when": {"timestamp", func(s *scene) string {
		return s.ofItem(formatTime(s.Timestamp) + ", " + formatAge(s.Timestamp, s.Limits.Now))
	}},
	"now": {"receiver's clock", func(s *scene) string { return formatTime(s.Limits.Now) }},
	"skew": {"ahead of the clock", func(s *scene) string {
		return formatSpan(s.Timestamp - s.Limits.Now)
	}},
	"zone": {"", func(s *scene) string {
		offset, _ := guessZone(s.Timestamp - s.Limits.Now)
		return formatSpan(offset)
	}},
	"unit": {"", func(s *scene) string {
		if s.unit == nil {
			return ""
		}
		return s.unit.name
	}},
	"convert": {"", func(s *scene) string {
		if s.unit == nil {
			return ""
		}
		return s.unit.convert
	}},
	"unit_when": {"read in that unit", func(s *scene) string {
		if s.unit == nil {
			return ""
		}
		return formatAge(s.unitTime, s.Limits.Now)
	}},
	"newest_time": {"newest in series", func(s *scene) string {
		if !s.Newest.Known {
			return ""
		}
		return formatTime(s.Newest.Timestamp)
	}},
	"behind": {"behind the newest", func(s *scene) string {
		if !s.Newest.Known {
			return ""
		}
		return formatSpan(s.Newest.Timestamp - s.Timestamp)
	}},
	"newest": {"newest in series", newestFact},
	"head_max": {"head's newest time", func(s *scene) string {
		return s.limit(formatTime(s.Limits.MaxTime))
	}},
	"head_lead": {"head ahead of the clock", func(s *scene) string {
		return s.limit(formatSpan(s.Limits.MaxTime - s.Limits.Now))
	}},
	"behind_head": {"behind the head", func(s *scene) string {
		return s.limit(formatSpan(s.Limits.MaxTime - s.Timestamp))
	}},
	"min_valid": {"oldest time taken in order", func(s *scene) string {
		return s.limit(formatTime(s.Limits.MinValid))
	}},
	"below_min": {"below that", func(s *scene) string {
		return s.limit(formatSpan(s.Limits.MinValid - s.Timestamp))
	}},
	"window": {"out-of-order window", func(s *scene) string {
		return formatSpan(s.Limits.Window)
	}},
	"window_edge": {"oldest time taken", func(s *scene) string {
		return s.limit(formatTime(s.Limits.MaxTime - s.Limits.Window))
	}},
	"window_missing": {"too old by", func(s *scene) string {
		return s.limit(formatSpan(s.Limits.MaxTime - s.Limits.Window - s.Timestamp))
	}},
	"window_needed": {"window that takes it", func(s *scene) string {
		return s.limit(windowFor(s.Limits.MaxTime - s.Timestamp))
	}},
	"head": {"head's newest time", headFact},
}

// ofItem is v if the finding is about an item, which has a time.
func (s *scene) ofItem(v string) string {
	if s.Index < 0 {
		return ""
	}
	return v
}

// limit is v if the head has limits at all.
func (s *scene) limit(v string) string {
	if !s.Limits.Known {
		return ""
	}
	return v
}

// newestFact is all that is known about the newest sample of the series.
func newestFact(s *scene) string {
	if !s.Newest.Known {
		return ""
	}
	at := formatTime(s.Newest.Timestamp)
	switch ahead := s.Newest.Timestamp - s.Timestamp; {
	case ahead > 0:
		at += ", " + formatSpan(ahead) + " later"
	case ahead < 0:
		at += ", " + formatSpan(ahead) + " earlier"
	default:
		at += ", the same time"
	}
	if s.Newest.Value != "" {
		at += ", value " + clip(s.Newest.Value, maxWord)
	}
	return at + ", by " + describeWriter(s.Newest.Conflict)
}

// headFact is the head's newest time and who moved it there.
func headFact(s *scene) string {
	if !s.Limits.Known {
		return ""
	}
	at := formatTime(s.Limits.MaxTime) + ", " + formatAge(s.Limits.MaxTime, s.Limits.Now)
	if s.headMoverKnown() {
		at += ", by " + describeWriter(s.HeadMover)
	}
	if s.HeadSeries != "" {
		at += ", with " + clip(s.HeadSeries, maxWord)
	}
	return at
}

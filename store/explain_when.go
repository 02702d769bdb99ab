package store

import (
	"net"
	"strings"
)

// The conditions of the catalogue's advice. Each looks at the finding alone.

func wrongUnit(s *scene) bool { return s.unit != nil }

func noTimestamp(s *scene) bool { return s.Timestamp == 0 }

// headAhead reports whether the head's newest time is ahead of the clock, so that
// its limits refuse what has just been scraped.
func headAhead(s *scene) bool {
	return s.Limits.Known && s.Limits.MaxTime > s.Limits.Now+30*second && s.Timestamp > s.Limits.Now-hour
}

// inAnotherZone reports whether the distance to now is that of a time zone.
func inAnotherZone(s *scene) bool {
	_, ok := guessZone(s.Timestamp - s.Limits.Now)
	return ok
}

// otherSender reports whether somebody else wrote the newest sample of the series.
func otherSender(s *scene) bool {
	return s.Newest.Known && s.Newest.Sender != "" && s.From != "" &&
		SenderKey(s.Newest.Sender) != SenderKey(s.From)
}

// otherSenderFirst reports whether somebody else wrote what is there at this time.
func otherSenderFirst(s *scene) bool {
	return otherSender(s) && s.Newest.Timestamp == s.Timestamp
}

// SenderKey is a sender, as a Conflict names it, without its port, which differs
// between the connections of one sender: User-Agent, a space, and the host.
func SenderKey(sender string) string {
	agent, addr, ok := cutLast(sender, ' ')
	if !ok {
		addr, agent = sender, ""
	}
	if host, _, err := net.SplitHostPort(addr); err == nil {
		addr = host
	}
	return agent + " " + addr
}

func cutLast(s string, sep byte) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// writtenBefore reports whether the newest sample of the series is from before
// this run, so that its sender is not known.
func writtenBefore(s *scene) bool { return s.Newest.Known && s.Newest.Sender == "" }

// rewound reports whether the sender went back by more than what racing
// connections explain.
func rewound(s *scene) bool {
	return s.Newest.Known && s.Newest.Timestamp-s.Timestamp > 2*minute
}

// ofV1 reports whether the finding is about a v1 request, where a bad series or
// exemplar never is the culprit.
func ofV1(s *scene) bool { return s.Role == RoleWitness }

// detailIs is the condition that the thing at fault has this name.
func detailIs(names ...string) func(*scene) bool {
	return func(s *scene) bool {
		for _, n := range names {
			if strings.EqualFold(s.Detail, n) {
				return true
			}
		}
		return false
	}
}

func detailHas(part string) func(*scene) bool {
	return func(s *scene) bool { return strings.Contains(s.Detail, part) }
}

func sentByPrometheus(s *scene) bool {
	return s.product.name == "Prometheus" || s.product.name == "Alloy"
}

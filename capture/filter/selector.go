package filter

import (
	"errors"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	promql "github.com/prometheus/prometheus/promql/parser"

	"rwscope/decode"
)

// maxMatchers is how many matchers a selector may have: one bit of 64 each.
const maxMatchers = 64

// selectorNode holds if one series of the request matches all matchers.
type selectorNode []*labels.Matcher

// newSelector leaves the reading to Prometheus, and turns the place of its error
// into a place in the filter.
func newSelector(input string, t token) (node, error) {
	matchers, err := promql.NewParser(promql.Options{}).ParseMetricSelector(t.text)
	if len(matchers) > maxMatchers {
		return nil, errorAt(input, t.at, "selector has %d matchers, at most %d are taken", len(matchers), maxMatchers)
	}
	if err == nil {
		return selectorNode(matchers), nil
	}
	at, reason := t.at, err.Error()
	if faults, ok := errors.AsType[promql.ParseErrors](err); ok && len(faults) > 0 {
		at += min(max(0, int(faults[0].PositionRange.Start)), len(t.text))
		reason = faults[0].Err.Error()
	}
	return nil, errorAt(input, at, "selector: %s", reason)
}

func (n selectorNode) match(s *subject) Verdict {
	if !s.loaded {
		if s.series == 0 {
			return No
		}
		return NeedsContent
	}
	m := s.message()
	if m == nil {
		return No
	}
	for i := range m.Series {
		if n.matchSeries(m, i) {
			return Yes
		}
	}
	return No
}

func (n selectorNode) String() string {
	printed := make([]string, len(n))
	for i, m := range n {
		printed[i] = m.String()
	}
	return "{" + strings.Join(printed, ",") + "}"
}

// matchSeries looks each label up once. A label that is absent matches as if it
// were empty, as everywhere in Prometheus.
func (n selectorNode) matchSeries(m *decode.Message, series int) bool {
	pending := uint64(1)<<len(n) - 1
	for name, value := range m.Labels(series) {
		for i, matcher := range n {
			bit := uint64(1) << i
			if pending&bit == 0 || matcher.Name != string(name) {
				continue
			}
			if !matches(matcher, value) {
				return false
			}
			pending &^= bit
		}
	}
	for i, matcher := range n {
		if pending&(1<<i) != 0 && !matcher.Matches("") {
			return false
		}
	}
	return true
}

// matches compares without making a string where it can.
func matches(m *labels.Matcher, value []byte) bool {
	switch m.Type {
	case labels.MatchEqual:
		return m.Value == string(value)
	case labels.MatchNotEqual:
		return m.Value != string(value)
	default:
		return m.Matches(string(value))
	}
}

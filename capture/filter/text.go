package filter

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
)

// textNode compares text of the exchange.
type textNode struct {
	field *Field
	op    string
	want  string
	is    func(string) bool
}

func (n textNode) match(s *subject) Verdict {
	got := n.field.texts(s, n.is)
	if !strings.HasPrefix(n.op, "!") {
		return got
	}
	return notNode{constant(got)}.match(s)
}

func (n textNode) String() string { return n.field.Name + ":" + n.op + quoteWord(n.want) }

// constant is a verdict that was found already.
type constant Verdict

func (n constant) match(*subject) Verdict { return Verdict(n) }

func (n constant) String() string { return "" }

// textMatcher is the test that an operator makes. Regular expressions are
// anchored at both ends, as everywhere in Prometheus.
func textMatcher(t Type, op, want string) (func(string) bool, error) {
	switch {
	case strings.HasSuffix(op, "~"):
		m, err := labels.NewMatcher(labels.MatchRegexp, "text", want)
		if err != nil {
			return nil, err
		}
		return m.Matches, nil
	case op == "" && t == TypeText:
		return contains(want), nil
	default:
		return func(s string) bool { return s == want }, nil
	}
}

// contains finds want in a text, whatever the case of ASCII letters.
func contains(want string) func(string) bool {
	folded := strings.ToLower(want)
	if folded == "" {
		return func(string) bool { return true }
	}
	return func(s string) bool { return containsFold(s, folded) }
}

// containsFold reports whether s holds want, which is in lower case. It is called
// for every exchange of a history, and therefore allocates nothing for ASCII.
func containsFold(s, want string) bool {
	for i := range s {
		if s[i] >= 0x80 {
			return strings.Contains(strings.ToLower(s), want)
		}
	}
	for i := 0; i+len(want) <= len(s); i++ {
		if equalLower(s[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

func equalLower(s, lower string) bool {
	for i := range len(lower) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// wordNode is text that sender, path or cause contain.
type wordNode struct {
	want string
	is   func(string) bool
}

func (n wordNode) match(s *subject) Verdict {
	return anyNode{
		constant(s.senderIs(n.is)),
		constant(s.causeIs(n.is)),
		constant(s.pathIs(n.is)),
	}.match(s)
}

func (n wordNode) String() string {
	_, keyword := keywords[strings.ToLower(n.want)]
	if keyword || fieldNamed(n.want, true) != nil || fieldNamed(n.want, false) != nil {
		return strconv.Quote(n.want)
	}
	return quoteWord(n.want)
}

// plainWord needs no quotes wherever a text may stand.
var plainWord = regexp.MustCompile(`^[a-zA-Z0-9_./-]+$`)

func quoteWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

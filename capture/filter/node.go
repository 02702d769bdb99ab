package filter

import "strings"

// node is one part of a filter.
type node interface {
	// match answers NeedsContent where what is known of the subject does not decide.
	// If that is all there is to know, the filter does not hold.
	match(s *subject) Verdict
	// String prints the node so that it parses to an equal node.
	String() string
}

// allNode holds if all its parts do. It has at least two.
type allNode []node

func (n allNode) match(s *subject) Verdict {
	verdict := Yes
	for _, part := range n {
		switch part.match(s) {
		case No:
			return No
		case NeedsContent:
			verdict = NeedsContent
		}
	}
	return verdict
}

func (n allNode) String() string { return join(n, " ") }

// anyNode holds if one of its parts does. It has at least two.
type anyNode []node

func (n anyNode) match(s *subject) Verdict {
	verdict := No
	for _, part := range n {
		switch part.match(s) {
		case Yes:
			return Yes
		case NeedsContent:
			verdict = NeedsContent
		}
	}
	return verdict
}

func (n anyNode) String() string { return join(n, " or ") }

// notNode holds if its part does not.
type notNode struct{ part node }

func (n notNode) match(s *subject) Verdict {
	switch n.part.match(s) {
	case Yes:
		return No
	case No:
		return Yes
	default:
		return NeedsContent
	}
}

func (n notNode) String() string { return "not " + group(n.part) }

// join prints parts with groups around those that would otherwise fall apart.
func join(parts []node, between string) string {
	printed := make([]string, len(parts))
	for i, part := range parts {
		printed[i] = group(part)
	}
	return strings.Join(printed, between)
}

func group(n node) string {
	switch n.(type) {
	case allNode, anyNode:
		return "(" + n.String() + ")"
	default:
		return n.String()
	}
}

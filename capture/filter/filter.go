package filter

import (
	"slices"

	"rwscope/capture"
	"rwscope/decode"
)

// MaxLength is how many bytes a filter may have.
const MaxLength = 4096

// MaxDepth is how deep groups and nots may be nested.
const MaxDepth = 64

// Verdict is what a filter says about an exchange.
type Verdict uint8

// The verdicts. NeedsContent means that what is known does not decide it.
const (
	No Verdict = iota
	Yes
	NeedsContent
)

// Filter picks exchanges. The zero value picks all.
type Filter struct{ root node }

// Empty reports whether f picks all exchanges without looking at them.
func (f *Filter) Empty() bool { return f == nil || f.root == nil }

// String prints f in its own language; what it prints parses to the same filter.
func (f *Filter) String() string {
	if f.Empty() {
		return ""
	}
	return f.root.String()
}

// AsksForMarks reports whether what f picks depends on marks. They are no part of an
// exchange: in a journal they stand anywhere behind it.
func (f *Filter) AsksForMarks() bool { return !f.Empty() && asksForMarks(f.root) }

func asksForMarks(n node) bool {
	switch n := n.(type) {
	case allNode:
		return slices.ContainsFunc(n, asksForMarks)
	case anyNode:
		return slices.ContainsFunc(n, asksForMarks)
	case notNode:
		return asksForMarks(n.part)
	case flagNode:
		return n.field.Name == "marked"
	default:
		return false
	}
}

// MatchRow answers from what the index holds.
func (f *Filter) MatchRow(row *capture.Row, snap *capture.Snapshot) Verdict {
	if f.Empty() {
		return Yes
	}
	s := rowSubject(row, snap)
	return f.root.match(&s)
}

// Match answers from the exchange in full. The message, nil if the body holds
// none, is asked for only if a selector has to look at it. Marks are not part of
// an exchange: to Match nothing is marked. A comparison with something that nobody
// knows, such as what another receiver stored, neither holds nor does not.
func (f *Filter) Match(ex *capture.Exchange, message func() *decode.Message) bool {
	return f.match(ex, false, message)
}

// MatchLoaded is Match for an exchange whose row is at hand and whose body was
// not decoded yet.
func (f *Filter) MatchLoaded(row *capture.Row, ex *capture.Exchange, decoder *decode.Decoder) bool {
	var body *decode.Body
	defer func() {
		if body != nil {
			body.Release()
		}
	}()
	return f.match(ex, row.Marked, func() *decode.Message {
		if body == nil {
			body = decoder.Decode(decode.Header{
				ContentType:     ex.Request.Header.Get("Content-Type"),
				ContentEncoding: ex.Request.Header.Get("Content-Encoding"),
			}, ex.Request.Body)
		}
		return body.Message
	})
}

func (f *Filter) match(ex *capture.Exchange, marked bool, message func() *decode.Message) bool {
	if f.Empty() {
		return true
	}
	s := exchangeSubject(ex, message)
	s.marked = marked
	return f.root.match(&s) == Yes
}

package filter

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/prometheus/prometheus/util/strutil"
)

// Error says what is wrong with a filter, and where.
type Error struct {
	Line, Column int // 1-based, in characters
	Reason       string
	// Suggestion is what was probably meant, empty if nothing is near.
	Suggestion string
}

// Error prints the fault as "filter:1:14: unknown field "statu", did you mean "status"?".
func (e *Error) Error() string {
	message := fmt.Sprintf("filter:%d:%d: %s", e.Line, e.Column, e.Reason)
	if e.Suggestion != "" {
		message += fmt.Sprintf(", did you mean %q?", e.Suggestion)
	}
	return message
}

// errorAt is an Error at a byte offset of input.
func errorAt(input string, offset int, format string, args ...any) *Error {
	before := input[:min(offset, len(input))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &Error{
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(line) + 1,
		Reason: fmt.Sprintf(format, args...),
	}
}

// near is the least likeness, from 0 to 1, at which a name is suggested.
const near = 0.8

// nearest is the name that is most like the word, empty if none is near.
func nearest(word string, names []string) string {
	matcher := strutil.NewJaroWinklerMatcher(strings.ToLower(word))
	best, likeness := "", near
	for _, name := range names {
		if score := matcher.Score(strings.ToLower(name)); score > likeness {
			best, likeness = name, score
		}
	}
	return best
}

package filter

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/prometheus/prometheus/util/strutil"
)

// kind is what a token is.
type kind uint8

const (
	kindEnd kind = iota
	kindOpen
	kindClose
	kindAnd
	kindOr
	kindNot
	kindSelector // text is the selector as written
	kindField    // field:op value
	kindText     // a bare or quoted word
)

// token is one piece of a filter.
type token struct {
	kind   kind
	at     int    // byte offset of its first byte
	text   string // of a selector, a word, or the value of a field, without its quotes
	quoted bool
	field  string
	op     string
	textAt int // byte offset of text
}

// lexer cuts a filter into tokens.
type lexer struct {
	input string
	at    int
}

// keywords are the words with a meaning of their own, in lower case.
var keywords = map[string]kind{"and": kindAnd, "or": kindOr, "not": kindNot}

var (
	metricSelector = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*\{`)
	fieldPrefix    = regexp.MustCompile(`^([a-zA-Z_]+):(>=|<=|!=|!~|=~|[<>=~]|)`)
)

// next is the next token, kindEnd at the end.
func (l *lexer) next() (token, error) {
	l.skipSpace()
	rest, at := l.input[l.at:], l.at
	switch {
	case rest == "":
		return token{kind: kindEnd, at: at}, nil
	case rest[0] == '(':
		l.at++
		return token{kind: kindOpen, at: at}, nil
	case rest[0] == ')':
		l.at++
		return token{kind: kindClose, at: at}, nil
	case rest[0] == '{' || metricSelector.MatchString(rest):
		return l.selector()
	case fieldPrefix.MatchString(rest):
		return l.fieldTerm()
	default:
		return l.word()
	}
}

func (l *lexer) skipSpace() {
	rest := strings.TrimLeftFunc(l.input[l.at:], unicode.IsSpace)
	l.at = len(l.input) - len(rest)
}

// selector reads up to the brace that closes it. Braces in strings do not count.
func (l *lexer) selector() (token, error) {
	start := l.at
	l.at += strings.IndexByte(l.input[start:], '{') + 1
	for l.at < len(l.input) {
		switch c := l.input[l.at]; c {
		case '}':
			l.at++
			return token{kind: kindSelector, at: start, text: l.input[start:l.at], textAt: start}, nil
		case '"', '\'', '`':
			if _, err := l.quoted(); err != nil {
				return token{}, err
			}
		default:
			l.at++
		}
	}
	return token{}, errorAt(l.input, start, "selector is not closed, \"}\" is missing")
}

// fieldTerm reads field:op value.
func (l *lexer) fieldTerm() (token, error) {
	parts := fieldPrefix.FindStringSubmatch(l.input[l.at:])
	t := token{kind: kindField, at: l.at, field: parts[1], op: parts[2]}
	l.at += len(parts[0])
	t.textAt = l.at
	var err error
	t.text, t.quoted, err = l.string()
	return t, err
}

func (l *lexer) word() (token, error) {
	t := token{kind: kindText, at: l.at, textAt: l.at}
	var err error
	if t.text, t.quoted, err = l.string(); err != nil {
		return token{}, err
	}
	if keyword, ok := keywords[strings.ToLower(t.text)]; ok && !t.quoted {
		t.kind = keyword
	}
	return t, nil
}

// string reads a quoted string or a run of characters that are neither space nor
// parenthesis.
func (l *lexer) string() (text string, quoted bool, err error) {
	rest := l.input[l.at:]
	if rest != "" && strings.IndexByte("\"'`", rest[0]) >= 0 {
		text, err = l.quoted()
		return text, true, err
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' })
	if end < 0 {
		end = len(rest)
	}
	l.at += end
	return rest[:end], false, nil
}

// quoted reads a string with Prometheus' quotes and escapes.
func (l *lexer) quoted() (string, error) {
	start := l.at
	quote := l.input[start]
	for i := start + 1; i < len(l.input); i++ {
		switch {
		case l.input[i] == quote:
			l.at = i + 1
			text, err := strutil.Unquote(l.input[start:l.at])
			if err != nil {
				return "", errorAt(l.input, start, "text has an escape that is not known")
			}
			return text, nil
		case l.input[i] == '\\' && quote != '`':
			i++
		}
	}
	return "", errorAt(l.input, start, "text is not closed, %c is missing", quote)
}

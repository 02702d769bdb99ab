package filter

import (
	"strings"
	"unicode"
)

// Suggestion is one way to go on with a filter: Text replaces the bytes From to
// To of the input.
type Suggestion struct {
	Text     string
	Help     string
	From, To int
}

// Complete suggests how the word before the cursor, a byte offset, may go on.
// Inside of selectors and quotes it knows nothing.
func Complete(input string, cursor int) []Suggestion {
	cursor = max(0, min(cursor, len(input)))
	from, ok := wordStart(input[:cursor])
	if !ok {
		return nil
	}
	word := input[from:cursor]
	if name, value, ok := strings.Cut(word, ":"); ok {
		return completeValue(name, value, cursor)
	}
	return completeName(word, from, cursor)
}

// wordStart is where the last word begins; not ok within a selector or quotes.
func wordStart(before string) (at int, ok bool) {
	l := lexer{input: before}
	for {
		l.skipSpace()
		start := l.at
		t, err := l.next()
		switch {
		case err != nil || t.quoted || t.kind == kindSelector && l.at == len(before):
			return 0, false
		case t.kind == kindEnd:
			return start, true
		case l.at == len(before) && t.kind != kindOpen && t.kind != kindClose:
			return start, true
		}
	}
}

func completeName(word string, from, to int) []Suggestion {
	var found []Suggestion
	add := func(text, help string) {
		if strings.HasPrefix(text, strings.ToLower(word)) {
			found = append(found, Suggestion{Text: text, Help: help, From: from, To: to})
		}
	}
	for _, f := range fields {
		if f.Type == TypeFlag {
			add(f.Name, f.Help)
		} else {
			add(f.Name+":", f.Help+", as in "+f.Example)
		}
	}
	if from > 0 {
		add("and", "both hold")
		add("or", "one of both holds")
	}
	add("not", "the next term does not hold")
	return found
}

// completeValue offers the values of a choice, and an example for the rest.
func completeValue(name, value string, to int) []Suggestion {
	field := fieldNamed(strings.ToLower(name), false)
	if field == nil {
		return nil
	}
	op := value[:len(value)-len(strings.TrimLeft(value, "<>=!~"))]
	value = value[len(op):]
	if field.Type != TypeChoice {
		return completeExample(field, op+value, to)
	}
	var found []Suggestion
	for _, v := range field.Values {
		if len(v) >= len(value) && strings.EqualFold(v[:len(value)], value) {
			found = append(found, Suggestion{Text: v, Help: field.Help, From: to - len(value), To: to})
		}
	}
	return found
}

func completeExample(field *Field, value string, to int) []Suggestion {
	example := strings.TrimPrefix(field.Example, field.Name+":")
	if value == example || !strings.HasPrefix(example, value) || strings.ContainsFunc(value, unicode.IsSpace) {
		return nil
	}
	return []Suggestion{{Text: example, Help: field.Help, From: to - len(value), To: to}}
}

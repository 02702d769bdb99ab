package filter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// newField builds the node of field:op value.
func newField(input string, t token) (node, error) {
	field := fieldNamed(strings.ToLower(t.field), false)
	if field == nil {
		return nil, unknownField(input, t)
	}
	if t.text == "" && (field.Type != TypeText || !t.quoted) {
		return nil, errorAt(input, t.textAt, "%s needs a value, as in %s", field.Name, field.Example)
	}
	var n node
	var err error
	switch field.Type {
	case TypeChoice:
		n, err = newChoice(field, t)
	case TypeName, TypeText:
		n, err = newText(field, t)
	default:
		n, err = newCompare(field, t)
	}
	if fault, ok := errors.AsType[*choiceError](err); ok {
		at := errorAt(input, t.textAt, "%s", fault.Error())
		at.Suggestion = nearest(t.text, field.Values)
		return nil, at
	}
	if err != nil {
		return nil, errorAt(input, t.textAt, "%s: %s", field.Name, err)
	}
	return n, nil
}

func unknownField(input string, t token) error {
	if flag := fieldNamed(strings.ToLower(t.field), true); flag != nil {
		return errorAt(input, t.textAt, "%q stands alone and takes no value", flag.Name)
	}
	err := errorAt(input, t.at, "unknown field %q", t.field)
	err.Suggestion = nearest(t.field, names(func(f Field) bool { return f.Type != TypeFlag }))
	if err.Suggestion == "" {
		err.Reason += "; put text that has a colon into quotes"
	}
	return err
}

// newWord builds the node of a word that stands alone: a flag or free text.
func newWord(input string, t token) (node, error) {
	if !t.quoted {
		name := strings.ToLower(t.text)
		if flag := fieldNamed(name, true); flag != nil {
			return flagNode{flag}, nil
		}
		if field := fieldNamed(name, false); field != nil {
			return nil, errorAt(input, t.at, "%s needs a value, as in %s; put it into quotes to search for the word", field.Name, field.Example)
		}
	}
	if t.text == "" {
		return nil, errorAt(input, t.at, "text is empty")
	}
	return wordNode{want: t.text, is: contains(t.text)}, nil
}

func newCompare(field *Field, t token) (node, error) {
	if strings.Contains(t.op, "~") {
		return nil, fmt.Errorf("%q compares text, this is a %s", t.op, field.Type)
	}
	n := compareNode{field: field, op: t.op, text: t.text, number: field.number}
	if other := fieldNamed(strings.ToLower(t.text), false); other != nil && other.Type == field.Type {
		n.text = other.Name
		n.want = func(s *subject) (span, bool) {
			value, known := other.number(s)
			return span{value, value}, known
		}
		return n, nil
	}
	want, err := spans[field.Type](t.text)
	if errors.Is(err, errTimeOfDay) {
		n.number = timeOfDay
		want, err = parseTimeOfDay(t.text)
	}
	n.want = func(*subject) (span, bool) { return want, true }
	return n, err
}

// choiceError is a value that is not in the list.
type choiceError struct {
	field *Field
	value string
}

func (e *choiceError) Error() string {
	return fmt.Sprintf("unknown %s %q, it is one of %s", e.field.Name, e.value, strings.Join(e.field.Values, ", "))
}

func newChoice(field *Field, t token) (node, error) {
	i := slices.IndexFunc(field.Values, func(v string) bool { return strings.EqualFold(v, t.text) })
	switch {
	case i < 0:
		return nil, &choiceError{field, t.text}
	case field.number != nil && !strings.Contains(t.op, "~"):
		want := span{int64(i), int64(i)}
		return compareNode{
			field: field, op: t.op, text: field.Values[i], number: field.number,
			want: func(*subject) (span, bool) { return want, true },
		}, nil
	case t.op == "" || t.op == "=" || t.op == "!=":
		return choiceNode{field: field, op: t.op, want: field.Values[i]}, nil
	default:
		return nil, fmt.Errorf("%q cannot compare it, only = and != can", t.op)
	}
}

func newText(field *Field, t token) (node, error) {
	if strings.ContainsAny(t.op, "<>") {
		return nil, fmt.Errorf("%q compares numbers, this is a %s", t.op, field.Type)
	}
	is, err := textMatcher(field.Type, t.op, t.text)
	return textNode{field: field, op: t.op, want: t.text, is: is}, err
}

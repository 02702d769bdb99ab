package decode

import (
	"bytes"
	"unicode/utf8"
)

// sniffForm tells what unpacked bytes are. Messages must fit their schema without
// a field that it does not define; damaged ones, and what nobody knows, are
// FormUnknown.
func sniffForm(b []byte) Form {
	if len(b) == 0 {
		return FormEmpty
	}
	for _, form := range [...]Form{FormV1, FormV2, FormReadRequest, FormOTLP} {
		if fits(b, schemaOf(form)) && (form != FormOTLP || holdsPath(b, 1, 2, 2)) {
			return form
		}
	}
	return sniffText(b)
}

// holdsPath reports whether b, which fits a schema, has a record of the first
// number that has one of the second, and so on. OTLP's schema alone is not enough
// to go by: its outer levels take most bytes.
func holdsPath(b []byte, path ...uint64) bool {
	if len(path) == 0 {
		return true
	}
	for at := 0; at < len(b); {
		t, i := tag(b, at)
		at = skip(b, at)
		if t == path[0]<<3|wireBytes {
			from, _ := record(b[:at], i)
			if holdsPath(b[from:at], path[1:]...) {
				return true
			}
		}
	}
	return false
}

// fits reports whether b is a message of a schema and has no other fields. It goes
// as deep as the schema does and allocates nothing.
func fits(b []byte, s *schema) bool {
	for at := 0; at < len(b); {
		t, i := tag(b, at)
		if i < 0 {
			return false
		}
		f := s.find(t >> 3)
		if f.typ == typeUnknown || !f.typ.allows(t&7) {
			return false
		}
		if at = skip(b, at); at < 0 {
			return false
		}
		if t&7 == wireBytes && !f.holds(b[:at], i) {
			return false
		}
	}
	return true
}

// holds reports whether the record whose length stands at b[i:] and that ends
// where b does is a value of the field.
func (f field) holds(b []byte, i int) bool {
	from, to := record(b, i)
	if to < 0 {
		return false
	}
	switch f.typ {
	case typeMessage, typeMessages:
		return fits(b[from:to], f.in)
	case typeText, typeTexts:
		return utf8.Valid(b[from:to])
	case typeUints, typeSints, typeRefs:
		return packedVarints(b, from, to) == to
	case typeDoubles:
		return (to-from)%8 == 0
	}
	return true
}

// sniffed is how much of a text is looked at.
const sniffed = 512

// sniffText tells texts apart by how they begin.
func sniffText(b []byte) Form {
	head := b[:min(len(b), sniffed)]
	if !printable(head) {
		return FormUnknown
	}
	head = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")):
		return FormHTML
	case bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		return FormJSON
	}
	return FormText
}

// printable reports whether b is UTF-8 without control characters other than
// white space. A character that the end of b cuts off is let pass.
func printable(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return !utf8.FullRune(b)
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return false
		}
		b = b[n:]
	}
	return true
}

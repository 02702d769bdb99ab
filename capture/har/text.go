package har

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

func utf16Units(r rune) []uint16 { return utf16.Encode([]rune{r}) }

// ErrBodyLost says that an archive has a binary body as text in which bytes were
// replaced.
var ErrBodyLost = errors.New("body is lost: it was saved as text, with replacement characters for its bytes")

// readings are the bytes that a JSON string may stand for, the likeliest first.
// Size is what the entry declares, not positive if it does not; encoding is
// "base64" or something else.
func readings(raw json.RawMessage, encoding string, size int) ([][]byte, error) {
	runes, err := unquote(raw)
	if err != nil {
		return nil, err
	}
	if encoding == "base64" {
		b, err := base64.StdEncoding.DecodeString(string(runes))
		return [][]byte{b}, err
	}
	all := [][]byte{escapedBytes(runes)}
	if b, ok := latin1(runes); ok && len(b) != len(all[0]) {
		all = append([][]byte{b}, all...)
	}
	for i, b := range all {
		if size > 0 && len(b) == size {
			all[0], all[i] = all[i], all[0]
			return all[:1], nil
		}
	}
	if replaced(runes) {
		return nil, ErrBodyLost
	}
	return all, nil
}

// escapedBytes is UTF-8, with the bytes that are none and that Python writes as
// lone surrogates, 0x80 as U+DC80.
func escapedBytes(runes []rune) []byte {
	var b []byte
	for _, r := range runes {
		if r >= 0xdc80 && r <= 0xdcff {
			b = append(b, byte(r-0xdc00))
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// latin1 is one byte for each character.
func latin1(runes []rune) (b []byte, ok bool) {
	for _, r := range runes {
		if r > 0xff {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

func replaced(runes []rune) bool {
	for _, r := range runes {
		if r == utf8.RuneError {
			return true
		}
	}
	return false
}

var errString = errors.New("not a JSON string")

// unquote reads a JSON string that encoding/json has found to be one. Unlike
// encoding/json it keeps lone surrogates.
func unquote(raw json.RawMessage) ([]rune, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return nil, errString
	}
	s := raw[1 : len(raw)-1]
	runes := make([]rune, 0, len(s))
	for len(s) > 0 {
		if s[0] != '\\' {
			r, n := utf8.DecodeRune(s)
			runes, s = append(runes, r), s[n:]
			continue
		}
		r, n, err := unescape(s)
		if err != nil {
			return nil, err
		}
		if last := len(runes) - 1; last >= 0 && utf16.DecodeRune(runes[last], r) != utf8.RuneError {
			runes[last] = utf16.DecodeRune(runes[last], r)
		} else {
			runes = append(runes, r)
		}
		s = s[n:]
	}
	return runes, nil
}

// unescape reads the escape at the front of s.
func unescape(s []byte) (r rune, size int, err error) {
	if len(s) < 2 {
		return 0, 0, errString
	}
	switch s[1] {
	case 'u':
		if len(s) < 6 {
			return 0, 0, errString
		}
		unit, err := strconv.ParseUint(string(s[2:6]), 16, 16)
		return rune(unit), 6, err
	case 'b':
		return '\b', 2, nil
	case 'f':
		return '\f', 2, nil
	case 'n':
		return '\n', 2, nil
	case 'r':
		return '\r', 2, nil
	case 't':
		return '\t', 2, nil
	default:
		return rune(s[1]), 2, nil
	}
}

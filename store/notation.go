package store

import (
	"bytes"
	"slices"
	"strconv"

	"rwscope/decode"
)

// notation writes the series of record i in PromQL notation straight from the wire,
// as labels.Labels.String would write what the TSDB stores: a refused request may
// need a hundred names, and making label sets for them would cost as much again as
// judging it.
func notation(m *decode.Message, i int) string {
	var usual [24][2][]byte
	pairs := usual[:0]
	sorted := true
	for name, value := range m.Labels(i) {
		if len(value) == 0 {
			continue
		}
		if n := len(pairs); n > 0 && bytes.Compare(pairs[n-1][0], name) > 0 {
			sorted = false
		}
		pairs = append(pairs, [2][]byte{name, value})
	}
	if !sorted {
		slices.SortStableFunc(pairs, func(a, b [2][]byte) int { return bytes.Compare(a[0], b[0]) })
	}
	var buf [512]byte
	text := append(buf[:0], '{')
	for i, p := range pairs {
		if i > 0 {
			text = append(text, ", "...)
		}
		if isLegacyName(p[0]) {
			text = append(text, p[0]...)
		} else {
			text = appendQuoted(text, p[0])
		}
		text = append(text, '=')
		text = appendQuoted(text, p[1])
	}
	return string(append(text, '}'))
}

// isLegacyName reports whether a label name needs no quotes: [a-zA-Z_][a-zA-Z0-9_]*.
func isLegacyName(name []byte) bool {
	for i, c := range name {
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return len(name) > 0
}

// appendQuoted quotes as strconv.AppendQuote does, without its look at each rune where
// all are printable ASCII.
func appendQuoted(dst, value []byte) []byte {
	for _, c := range value {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return strconv.AppendQuote(dst, string(value))
		}
	}
	dst = append(dst, '"')
	dst = append(dst, value...)
	return append(dst, '"')
}

package export

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// commands reports whether a terminal or an editor would obey the rune instead of
// showing it.
func commands(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// escapeJSON writes such runes in the escaped form of JSON. Outside of strings
// compact JSON has none of them.
func escapeJSON(b []byte) []byte {
	var out []byte
	for _, r := range string(b) {
		if !commands(r) {
			out = append(out, string(r)...)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	return out
}

// shellQuote makes one word of a text for sh. It has no way to write runes that
// command a terminal without a byte of their own; callers leave such texts out.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

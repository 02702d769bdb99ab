package widget

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxCluster is the longest grapheme cluster, in bytes, that is shown as it is.
// Real ones are shorter; a letter with a hundred accents is an attack.
const maxCluster = 32

// Escape returns s with everything that a terminal could obey, hide or reorder
// replaced by visible escapes: control characters of both sets, invalid UTF-8,
// line ends, zero-width and bidirectional marks, variation selectors, and spaces
// that do not look like what they are. Printable text stays as it is.
func Escape(s string) string {
	if plain(s) {
		return s
	}
	buf, _, _ := appendFit(make([]byte, 0, len(s)+16), s, int(^uint(0)>>1))
	return string(buf)
}

// Width is the number of terminal cells that s takes once it is escaped.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	_, width, _ := appendFit(nil, s, int(^uint(0)>>1))
	return width
}

// Truncate returns s escaped and cut to at most width cells; what was cut is
// marked by the tail, which must be printable and is left out when it does not
// fit itself.
func Truncate(s string, width int, tail string) string {
	if plain(s) && len(s) <= width {
		return s
	}
	buf, _ := appendCut(nil, s, width, tail)
	return string(buf)
}

// plain reports whether s is printable ASCII, whose width is its length.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// appendCut appends s escaped in at most width cells, with the tail when it had
// to be cut, and returns the cells used.
func appendCut(dst []byte, s string, width int, tail string) ([]byte, int) {
	if width <= 0 {
		return dst, 0
	}
	start := len(dst)
	dst, used, taken := appendFit(dst, s, width)
	if taken == len(s) {
		return dst, used
	}
	room := width - Width(tail)
	if room < 0 {
		return dst, used
	}
	dst, used, _ = appendFit(dst[:start], s, room)
	return append(dst, tail...), used + width - room
}

// appendFit appends as much of s, escaped, as fits into width cells. It looks no
// further than that, so that its cost does not depend on the length of s. It
// returns the cells used and how many bytes of s went in.
func appendFit(dst []byte, s string, width int) (out []byte, cells, taken int) {
	for taken < len(s) {
		n := asciiRun(s[taken:], width-cells)
		dst = append(dst, s[taken:taken+n]...)
		cells += n
		taken += n
		if taken == len(s) {
			break
		}
		piece := firstCluster(s[taken:])
		var wide int
		var ok bool
		if dst, wide, ok = appendCluster(dst, piece, width-cells); !ok {
			break
		}
		cells += wide
		taken += len(piece)
	}
	return dst, cells, taken
}

// asciiRun is the length of the printable ASCII at the start of s, at most limit,
// without a last character that the next one may combine with.
func asciiRun(s string, limit int) int {
	n := 0
	for n < len(s) && n < limit && s[n] >= ' ' && s[n] <= '~' {
		n++
	}
	if n > 0 && n < len(s) && s[n] >= utf8.RuneSelf {
		n--
	}
	return n
}

// firstCluster is the first grapheme cluster of s. Only a bounded prefix is looked
// at, since a cluster may be as long as its author likes.
func firstCluster(s string) string {
	head := s
	if len(head) > 2*maxCluster {
		end := 2 * maxCluster
		for end > maxCluster && !utf8.RuneStart(s[end]) {
			end--
		}
		head = head[:end]
	}
	piece, _ := ansi.FirstGraphemeCluster(head, ansi.GraphemeWidth)
	if piece == "" {
		return head[:1]
	}
	return piece
}

// appendCluster appends one grapheme cluster: as it is when each of its runes is
// printable, rune by rune otherwise. It reports false, with nothing appended,
// when there is no room.
func appendCluster(dst []byte, piece string, room int) ([]byte, int, bool) {
	if clean(piece) {
		cells := ansi.StringWidth(piece)
		if cells > 0 {
			if cells > room {
				return dst, 0, false
			}
			return append(dst, piece...), cells, true
		}
	}
	start, used := len(dst), 0
	for len(piece) > 0 {
		text, n := escapeRune(piece)
		cells := ansi.StringWidth(text)
		if used+cells > room {
			return dst[:start], 0, false
		}
		dst = append(dst, text...)
		used += cells
		piece = piece[n:]
	}
	return dst, used, true
}

// clean reports whether a cluster may be shown as it is.
func clean(piece string) bool {
	if len(piece) > maxCluster || !utf8.ValidString(piece) {
		return false
	}
	for _, r := range piece {
		if !unicode.IsPrint(r) || odd(r) {
			return false
		}
	}
	return standsAlone(piece)
}

// standsAlone reports whether a cluster stays one whatever text is put beside it.
// Texts are measured one by one, and a line would come out too narrow if the end
// of one and the start of the next joined: Hangul letters into a syllable, a
// prefix or a virama with the consonant that follows, a mark with what is before.
// Unicode Standard Annex 29, rules GB6 to GB9c.
func standsAlone(piece string) bool {
	if first, n := utf8.DecodeRuneInString(piece); n == len(piece) && loner(first) {
		return true
	}
	// A whole syllable attracts any mark, and Hangul vowels and finals, from behind;
	// and any prefix, and Hangul initials, from before.
	const syllable, consonant = "\uac00", "\u0915"
	return clusterIs(syllable+piece, syllable) &&
		clusterIs(piece+syllable, piece) && clusterIs(piece+consonant, piece)
}

// loner reports runes that need no closer look: Latin letters, and the punctuation,
// arrows, boxes and dots that the screens themselves are made of.
func loner(r rune) bool {
	return r < 0x300 || r >= 0x2010 && r < 0x20d0 || r >= 0x2100 && r < 0x2c00
}

func clusterIs(s, want string) bool {
	first, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return first == want
}

// odd reports runes that are printable by Unicode's tables, but whose width
// depends on the terminal: variation selectors, flag letters and skin tones.
func odd(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF ||
		r >= 0x1F1E6 && r <= 0x1F1FF || r >= 0x1F3FB && r <= 0x1F3FF
}

// escapeRune returns the first rune of s in a form that stands alone, and how
// many bytes of s it is.
func escapeRune(s string) (string, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n <= 1:
		return fmt.Sprintf(`\x%02x`, s[0]), 1
	case r == '\n':
		return `\n`, n
	case r == '\r':
		return `\r`, n
	case r == '\t':
		return `\t`, n
	case r < ' ' || r == 0x7f:
		return fmt.Sprintf(`\x%02x`, r), n
	case unicode.IsPrint(r) && !odd(r) && !unicode.IsMark(r) && ansi.StringWidth(s[:n]) > 0 && standsAlone(s[:n]):
		return s[:n], n
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r), n
	default:
		return fmt.Sprintf(`\u%04x`, r), n
	}
}

package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// plainFor are characters that the program writes itself, and what stands for them
// on a terminal that has nothing but ASCII.
var plainFor = map[string]string{"…": "~", "·": "-", "µ": "u", "“": `"`, "”": `"`, "’": "'"}

// Plain replaces all characters beyond ASCII, of which such a terminal would make
// something else, by as many cells of ASCII. Escape sequences stay.
func (b Block) Plain() Block {
	for i, line := range b {
		if strings.IndexFunc(line, func(r rune) bool { return r >= 0x80 }) >= 0 {
			b[i] = plainLine(line)
		}
	}
	return b
}

func plainLine(line string) string {
	var out strings.Builder
	var state byte
	for line != "" {
		seq, width, n, next := ansi.DecodeSequence(line, state, nil)
		state, line = next, line[n:]
		switch own, ok := plainFor[seq]; {
		case ok:
			out.WriteString(own)
		case width > 0 && seq[0] >= 0x80:
			out.WriteString(strings.Repeat("?", width))
		case width > 0 || seq[0] < 0x80:
			out.WriteString(seq)
		}
	}
	return out.String()
}

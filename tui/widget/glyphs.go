package widget

// Glyphs are the characters that are not text. State always has a sign of its
// own, so that nothing is said by colour alone.
type Glyphs struct {
	Good, Bad, Unequal, Same, Alert, Mark string
	Dot, Live, Paused                     string
	Up, Down, Left, Right, Ellipsis       string
	Horizontal, Vertical                  string
	TopLeft, TopRight                     string
	BottomLeft, BottomRight               string
	Thumb                                 string // of a scroll bar
	Cursor                                string // beside the chosen line of a menu
	Branch                                string // in front of a nested line
	Tick, TickBad, Span                   string // on a time line
	// Spark are the steps of a sparkline, from nothing to full.
	Spark []string
	// Bar are the steps of a horizontal bar's last cell, from nothing to full.
	Bar []string
	// Shade are the shades of a cell, from nothing to full.
	Shade []string
	// Braille says that charts may use the 2x4 dot patterns.
	Braille bool
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		Good: "✓", Bad: "✗", Unequal: "≠", Same: "=", Alert: "!", Mark: "◆",
		Dot: "·", Live: "●", Paused: "‖",
		Up: "▴", Down: "▾", Left: "‹", Right: "›", Ellipsis: "…",
		Horizontal: "─", Vertical: "│",
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯",
		Thumb: "┃", Cursor: "▸", Branch: "└",
		Tick: "┴", TickBad: "▲", Span: "━",
		Spark:   []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		Bar:     []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
		Shade:   []string{" ", "░", "▒", "▓", "█"},
		Braille: true,
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		Good: "+", Bad: "x", Unequal: "#", Same: "=", Alert: "!", Mark: "*",
		Dot: "-", Live: "*", Paused: "=",
		Up: "^", Down: "v", Left: "<", Right: ">", Ellipsis: "~",
		Horizontal: "-", Vertical: "|",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		Thumb: "|", Cursor: ">", Branch: "`",
		Tick: "+", TickBad: "^", Span: "=",
		Spark: []string{" ", ".", ".", ":", ":", "-", "=", "+", "#"},
		Bar:   []string{"", "#"},
		Shade: []string{" ", ".", ":", "-", "=", "+", "*", "#", "@"},
	}
}

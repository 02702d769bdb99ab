// Package widget draws the parts that a terminal screen is made of: lists,
// documents, tabs, charts, hex dumps, inputs and overlays. It knows nothing of
// what they show.
//
// # Blocks
//
// Everything draws into a [Block]: h strings, each exactly w terminal cells wide.
// Blocks of the same height stand beside each other and blocks of the same width
// above each other by plain concatenation, so nothing on a screen is ever
// measured twice.
//
//	+--------------------+---+----------+
//	| Block              | │ | Block    |   Beside
//	|                    | │ |          |
//	+--------------------+---+----------+
//	| Block                             |   Stack
//	+-----------------------------------+
//
// # Text is hostile
//
// Label values, headers and bodies come from the network. They reach a Block
// only through [Line.Put], which replaces whatever could move the cursor, change
// a colour, hide a character or reverse the reading direction by a visible
// escape, and cuts at the cell where the line ends. A styled string is never
// passed on as text; looks travel beside the text, as an [Ink].
//
// # Cost
//
// A list draws the rows that are on the screen and asks for no other. Looks are
// prepared once per [Theme] and cost one comparison per run of text. Printable
// ASCII, which is nearly everything, is measured by its length.
//
// Widgets are plain values and pointers without locks; they belong to the
// goroutine that runs the program's loop.
package widget

package detail

import (
	"bytes"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/decode"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// bytesPage dumps the body, as it came or decoded. Beside the decoded bytes stands
// what they mean, field by field.
type bytesPage struct {
	body    *decode.Body
	decoded widget.Hex
	wire    widget.Hex
	tree    *fieldTree // nil: the bytes are no message
	raw     bool       // the bytes as they came are shown
	jump    bool       // scroll to the fault when drawn

	wanted string
	found  int // offset of the place found, -1 for none
}

func newBytesPage(b *decode.Body) *bytesPage {
	p := &bytesPage{body: b, decoded: widget.Hex{Data: b.Decoded}, wire: widget.Hex{Data: b.Wire}, found: -1}
	p.raw = len(b.Decoded) == 0
	p.jump = b.Fault != nil
	if t := b.Tree(); t != nil {
		p.tree = newFieldTree(t)
		if b.Fault != nil && b.Fault.Layer == "protobuf" {
			p.tree.reveal(b.Fault.Offset)
		}
	}
	return p
}

func (p *bytesPage) tab(lk *Look) widget.Tab {
	tab := widget.Tab{Title: "Bytes"}
	if p.body.Fault != nil {
		tab.Note, tab.Ink = lk.Glyphs.Alert, lk.Warn
	}
	return tab
}

// swap turns to the other side: decoded, or as it came.
func (p *bytesPage) swap() {
	if len(p.body.Decoded) > 0 {
		p.raw = !p.raw
		p.found = -1
	}
}

func (p *bytesPage) hex() *widget.Hex {
	if p.raw {
		return &p.wire
	}
	return &p.decoded
}

// hexWidth is the width of a dump with 16 and with 8 bytes in a row.
const (
	hexWide   = 77
	hexNarrow = 44
)

func (p *bytesPage) lines(lk *Look, w, h int, focused bool) widget.Block {
	head := widget.Block{p.title(lk, w)}
	if f := p.body.Fault; f != nil {
		head = append(head, widget.NewLine(w, widget.Ink{}).Space(1).Put(lk.Bad, lk.Glyphs.Bad+" "+f.Error()).String())
	}
	rest := max(h-len(head), 0)
	hexWidth := w
	if p.besides(w) {
		hexWidth = hexNarrow
		if w >= hexWide+50 {
			hexWidth = hexWide
		}
	}
	p.mark(lk, hexWidth, rest)
	block := p.hex().Lines(lk.Theme, hexWidth, rest)
	if p.besides(w) {
		line := widget.Separator(lk.Theme)
		tree := p.tree.lines(lk, w-hexWidth-1, rest, focused)
		for i := range block {
			block[i] += line + tree[i]
		}
	}
	return append(head, block...)
}

// besides reports whether the fields stand beside the bytes.
func (p *bytesPage) besides(w int) bool { return !p.raw && p.tree != nil && w >= hexNarrow+24 }

// mark sets apart the field under the cursor, what was searched for, and the byte
// of the fault.
func (p *bytesPage) mark(lk *Look, w, h int) {
	x := p.hex()
	x.Marks = x.Marks[:0]
	if !p.raw && p.tree != nil {
		if n, ok := p.tree.at(); ok {
			x.Marks = append(x.Marks, widget.Mark{From: n.Offset, To: n.Offset + n.Len, Ink: lk.Accent})
		}
	}
	if p.found >= 0 {
		x.Marks = append(x.Marks, widget.Mark{From: p.found, To: p.found + len(p.wanted), Ink: lk.Match})
	}
	if f := p.body.Fault; f != nil && (f.Layer == "snappy") == p.raw {
		x.Marks = append(x.Marks, widget.Mark{From: f.Offset, To: f.Offset + 1, Ink: lk.Alarm})
	}
	if p.jump && len(x.Marks) > 0 {
		p.jump = false
		last := x.Marks[len(x.Marks)-1]
		x.Lines(lk.Theme, w, h) // it has to know its height before it can scroll
		x.Show(last.From, last.To, w)
	}
}

func (p *bytesPage) title(lk *Look, w int) string {
	line := widget.NewLine(w, widget.Ink{}).Space(1)
	if p.raw {
		line.Put(lk.Text, "as it came").Put(lk.Muted, "  "+figure.Bytes(len(p.body.Wire))+", "+string(p.body.Coding))
	} else {
		line.Put(lk.Text, "decoded").Put(lk.Muted, "  "+figure.Bytes(len(p.body.Decoded))+", "+string(p.body.Form))
	}
	if len(p.body.Decoded) > 0 {
		line.Put(lk.Accent, "   b").Put(lk.Muted, " the other side")
	}
	if !p.raw && p.tree != nil {
		line.Put(lk.Accent, "   enter").Put(lk.Muted, " opens a field")
	}
	return line.String()
}

func (p *bytesPage) do(a keys.Action) (tea.Cmd, bool) {
	switch {
	case (a == keys.NextHit || a == keys.PrevHit) && p.wanted != "":
		p.seek(p.found+1, a == keys.NextHit)
		return nil, true
	case p.raw || p.tree == nil:
		return nil, scroll(&p.hex().Pager, a)
	}
	ok := p.tree.do(a)
	p.jump = p.jump || ok
	return nil, ok
}

// find goes to the first place that holds the text.
func (p *bytesPage) find(s string) bool {
	p.wanted, p.found = s, -1
	if s != "" {
		p.seek(0, true)
	}
	return s == "" || p.found >= 0
}

// seek goes to the next place from an offset on, or to the one before, around the
// ends.
func (p *bytesPage) seek(from int, forward bool) {
	data, wanted := p.hex().Data, []byte(p.wanted)
	from = min(max(from, 0), len(data))
	i := -1
	if forward {
		if i = bytes.Index(data[from:], wanted); i >= 0 {
			i += from
		} else {
			i = bytes.Index(data, wanted)
		}
	} else if i = bytes.LastIndex(data[:max(from-1, 0)], wanted); i < 0 {
		i = bytes.LastIndex(data, wanted)
	}
	p.found = i
	p.jump = i >= 0
	if i >= 0 && !p.raw && p.tree != nil {
		p.tree.reveal(i)
	}
}

// lines of a text, without the last line's end.
func linesOf(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

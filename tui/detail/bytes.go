package detail

import (
	"iter"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rwscope/decode"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// bytesPage dumps the body, decoded or as it came.
type bytesPage struct {
	body    *decode.Body
	decoded widget.Hex
	wire    widget.Hex
	raw     bool // the bytes as they came are shown
	jump    bool
}

func newBytesPage(b *decode.Body) *bytesPage {
	p := &bytesPage{body: b, decoded: widget.Hex{Data: b.Decoded}, wire: widget.Hex{Data: b.Wire}}
	p.raw = len(b.Decoded) == 0
	p.jump = b.Fault != nil
	return p
}

func (p *bytesPage) tab(lk *Look) widget.Tab {
	tab := widget.Tab{Title: "Bytes"}
	if p.body.Fault != nil {
		tab.Note, tab.Ink = lk.Glyphs.Alert, lk.Warn
	}
	return tab
}

func (p *bytesPage) swap() {
	if len(p.body.Decoded) > 0 {
		p.raw = !p.raw
	}
}

func (p *bytesPage) hex() *widget.Hex {
	if p.raw {
		return &p.wire
	}
	return &p.decoded
}

func (p *bytesPage) lines(lk *Look, w, h int, focused bool) widget.Block {
	x := p.hex()
	head := widget.Block{p.title(lk, w)}
	if f := p.body.Fault; f != nil {
		head = append(head, widget.NewLine(w, widget.Ink{}).Space(1).Put(lk.Bad, lk.Glyphs.Bad+" "+f.Error()).String())
		p.mark(lk, x, w)
	}
	return append(head, x.Lines(lk.Theme, w, max(h-len(head), 0))...)
}

// mark sets the byte of the fault apart, in the layer that it is in.
func (p *bytesPage) mark(lk *Look, x *widget.Hex, w int) {
	f := p.body.Fault
	if (f.Layer == "snappy") != p.raw {
		x.Marks = nil
		return
	}
	x.Marks = []widget.Mark{{From: f.Offset, To: f.Offset + 1, Ink: lk.Alarm}}
	if p.jump {
		p.jump = false
		x.Lines(lk.Theme, w, 8) // it has to know its height before it can scroll
		x.Show(f.Offset, f.Offset+1, w)
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
	return line.String()
}

func (p *bytesPage) do(a keys.Action) (tea.Cmd, bool) { return nil, scroll(&p.hex().Pager, a) }

// find scrolls to the next place that holds the text.
func (p *bytesPage) find(s string) {
	x := p.hex()
	if s == "" {
		return
	}
	if i := strings.Index(string(x.Data), s); i >= 0 {
		x.Marks = append(x.Marks, widget.Mark{From: i, To: i + len(s)})
		x.Pager.To(i / 16)
	}
}

// linesOf iterates over the lines of a text.
func linesOf(s string) iter.Seq[string] { return strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") }

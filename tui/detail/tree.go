package detail

import (
	"slices"
	"strings"

	"rwscope/decode"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

// fieldTree is the protobuf structure as a list of which parts can be opened. A
// node's fields are read when it is opened.
type fieldTree struct {
	tree   *decode.Tree
	nodes  []decode.Node // those in sight, if the window were tall enough
	cursor int
	list   widget.List
}

// maxFields is how many fields of one record are listed.
const maxFields = 5000

func newFieldTree(t *decode.Tree) *fieldTree {
	f := &fieldTree{tree: t, list: widget.List{Sorted: -1, Columns: []widget.Column{
		{Title: "FIELD", Min: 24, Max: 200},
	}}}
	f.nodes = f.children(t.Root())
	return f
}

func (f *fieldTree) children(n decode.Node) []decode.Node {
	var out []decode.Node
	for child := range f.tree.Children(n) {
		if len(out) == maxFields {
			break
		}
		out = append(out, child)
	}
	return out
}

// key tells nodes apart: a record's first field may begin where the record does.
func key(n decode.Node) int { return n.Offset<<4 | n.Depth&15 }

func (f *fieldTree) at() (decode.Node, bool) {
	if f.cursor >= len(f.nodes) {
		return decode.Node{}, false
	}
	return f.nodes[f.cursor], true
}

func (f *fieldTree) isOpen(i int) bool {
	return i+1 < len(f.nodes) && f.nodes[i+1].Depth > f.nodes[i].Depth
}

// toggle opens the node at i, or closes it with all that is under it.
func (f *fieldTree) toggle(i int) {
	if f.isOpen(i) {
		end := i + 1
		for end < len(f.nodes) && f.nodes[end].Depth > f.nodes[i].Depth {
			end++
		}
		f.nodes = slices.Delete(f.nodes, i+1, end)
		return
	}
	if f.nodes[i].Fields() {
		f.nodes = slices.Insert(f.nodes, i+1, f.children(f.nodes[i])...)
	}
}

// reveal opens the fields that hold the byte at an offset, and goes there.
func (f *fieldTree) reveal(offset int) {
	for _, want := range f.tree.Path(offset) {
		i := slices.IndexFunc(f.nodes, func(n decode.Node) bool { return key(n) == key(want) })
		if i < 0 {
			return // beyond what is listed
		}
		f.cursor = i
		if want.Fields() && !f.isOpen(i) {
			f.toggle(i)
		}
	}
}

func (f *fieldTree) do(a keys.Action) bool {
	if a == keys.Open {
		if f.cursor < len(f.nodes) {
			f.toggle(f.cursor)
		}
		return true
	}
	n, ok := keys.Distance(a, f.list.Page(), len(f.nodes))
	if ok {
		f.cursor = f.list.Shift(f.cursor, n, len(f.nodes))
	}
	return ok
}

func (f *fieldTree) lines(lk *Look, w, h int, focused bool) widget.Block {
	return f.list.Lines(lk.Theme, widget.ListView{
		W: w, H: h, Len: len(f.nodes), Cursor: min(f.cursor, len(f.nodes)-1), Focused: focused, Empty: "no fields",
		Row: func(i int, r *widget.Row) { f.row(lk, i, r) },
	})
}

// row draws a field in one cell, since what is beside a field depends on its
// depth.
func (f *fieldTree) row(lk *Look, i int, r *widget.Row) {
	n := f.nodes[i]
	sign := "  "
	if n.Fields() {
		sign = lk.Glyphs.Right + " "
		if f.isOpen(i) {
			sign = lk.Glyphs.Down + " "
		}
	}
	look, text := lk.Text, strings.Repeat("  ", n.Depth)+sign+n.Label()
	if n.Value != "" {
		text += " " + n.Value
	}
	switch {
	case n.Fault != "":
		look, text = lk.Bad, text+" "+n.Fault
	case n.Name == "":
		look, text = lk.Warn, text+" "+n.WireType
	case n.Fields():
		look = lk.Info
	}
	r.Put(look, text)
}

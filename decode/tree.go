package decode

import (
	"fmt"
	"iter"
)

// Tree shows the protobuf structure of a body: which bytes are which field. It
// reads a field when it is asked for, since a message can have millions. It is
// good until the body is released.
type Tree struct {
	bytes   []byte
	message *Message // whose symbols references are shown with; may be nil
	schema  *schema
}

// Node is one field.
type Node struct {
	// Offset is where the field's tag stands, Len how many bytes the field takes with
	// its tag, and Content where its value begins.
	Offset, Len, Content int
	Depth                int // 0 for fields of the message itself
	Number               int // of the field
	// Name is the field's name in the schema, empty if it defines no such field.
	Name string
	// Index counts the fields of this number in their record, from 0, and Repeated
	// tells whether there may be several.
	Index    int
	Repeated bool
	WireType string
	// Value is the value in short, fit to be shown; for a record with fields it is what
	// the record is called.
	Value string
	// Fault says what is wrong with the field, empty if nothing is.
	Fault string

	in *schema // of the fields within
}

// Fields reports whether the node is a record that has fields within.
func (n Node) Fields() bool { return n.in != nil }

// Label is the name with the index where there may be several, or the number of a
// field without a name.
func (n Node) Label() string {
	switch {
	case n.Name == "":
		return fmt.Sprintf("field %d", n.Number)
	case n.Repeated:
		return fmt.Sprintf("%s[%d]", n.Name, n.Index)
	}
	return n.Name
}

// Tree returns the structure of the decoded bytes. It is nil if they are not known
// to be a protobuf message.
func (b *Body) Tree() *Tree {
	s := schemaOf(b.Form)
	if s == nil {
		return nil
	}
	return &Tree{bytes: b.Decoded, message: b.Message, schema: s}
}

// Root stands for the whole message.
func (t *Tree) Root() Node {
	return Node{Len: len(t.bytes), Depth: -1, Value: t.schema.name, in: t.schema}
}

// Children iterates over the fields within a node. It ends behind a field that
// cannot be read, since nothing tells where the next one would begin.
func (t *Tree) Children(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.in == nil {
			return
		}
		var seen [32]int
		b := t.bytes[:n.Offset+n.Len]
		for at := n.Content; at < len(b); {
			child, next := t.node(b, at, n)
			if i := child.Number; i >= 0 && i < len(seen) {
				child.Index = seen[i]
				seen[i]++
			}
			if !yield(child) || next < 0 {
				return
			}
			at = next
		}
	}
}

// All iterates over all fields, each before those within it. The depth is bounded
// by the schema's: fields that it does not define are not entered.
func (t *Tree) All() iter.Seq[Node] {
	return func(yield func(Node) bool) { t.under(t.Root(), yield) }
}

func (t *Tree) under(n Node, yield func(Node) bool) bool {
	for child := range t.Children(n) {
		if !yield(child) || !t.under(child, yield) {
			return false
		}
	}
	return true
}

// Path returns the fields that hold the byte at an offset, the outermost first.
func (t *Tree) Path(offset int) []Node {
	var path []Node
	for n := t.Root(); ; {
		found := false
		for child := range t.Children(n) {
			if offset >= child.Offset && offset < child.Offset+child.Len {
				path, n, found = append(path, child), child, true
				break
			}
		}
		if !found {
			return path
		}
	}
}

// node reads the field at b[at:] and returns the index after it, negative if it
// cannot be read.
func (t *Tree) node(b []byte, at int, parent Node) (n Node, next int) {
	n = Node{Offset: at, Content: at, Depth: parent.Depth + 1}
	tg, i := tag(b, at)
	if i < 0 {
		n.Len, n.Fault = len(b)-at, reasons[-i]
		return n, i
	}
	f, wireType := parent.in.find(tg>>3), tg&7
	n.Number, n.WireType, n.Name, n.Repeated = int(tg>>3), wireTypes[wireType], f.name, f.typ.repeated()
	if f.typ != typeUnknown && !f.typ.allows(wireType) {
		n.Fault = fmt.Sprintf("%s cannot have wire type %d (%s)", f.name, wireType, n.WireType)
		f = field{}
	}
	if n.Content, next = f.extent(b, at, i, wireType); next < 0 {
		n.Len, n.Content, n.Fault = len(b)-at, i, reasons[-next]
		return n, next
	}
	if f.typ == typeMessage || f.typ == typeMessages {
		n.in = f.in
	}
	n.Len, n.Value = next-at, t.value(f, wireType, b[:next], n.Content)
	return n, next
}

// extent is where the value of the field whose tag stands at b[at:] begins, and
// where it ends, which for packed numbers may be behind the end of the record, as
// everywhere in this package. i is where the tag ends.
func (f field) extent(b []byte, at, i int, wireType uint64) (from, to int) {
	if wireType != wireBytes {
		return i, skip(b, at)
	}
	if from, to = record(b, i); to < 0 {
		return from, to
	}
	return from, f.packedEnd(b, from, to)
}

func (f field) packedEnd(b []byte, from, to int) int {
	switch f.typ {
	case typeUints, typeSints, typeRefs:
		return packedVarints(b, from, to)
	case typeDoubles:
		return packedFixed64(b, from, to)
	}
	return to
}

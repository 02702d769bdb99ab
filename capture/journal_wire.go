package capture

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// ErrMalformed says that a frame's payload is not the message that its type
// promises, although its CRC is right.
var ErrMalformed = errors.New("malformed payload")

// wire appends protobuf fields. Its methods leave out zero values, as proto3
// does; those called always* do not.
type wire struct{ b []byte }

func (w *wire) uint(n protowire.Number, v uint64) {
	if v != 0 {
		w.alwaysUint(n, v)
	}
}

func (w *wire) alwaysUint(n protowire.Number, v uint64) {
	w.b = protowire.AppendTag(w.b, n, protowire.VarintType)
	w.b = protowire.AppendVarint(w.b, v)
}

func (w *wire) int(n protowire.Number, v int) { w.uint(n, uint64(v)) }

// sint writes a sint64, which is short for small negative numbers.
func (w *wire) sint(n protowire.Number, v int64) { w.uint(n, protowire.EncodeZigZag(v)) }

func (w *wire) bool(n protowire.Number, v bool) { w.uint(n, protowire.EncodeBool(v)) }

func (w *wire) alwaysBool(n protowire.Number, v bool) { w.alwaysUint(n, protowire.EncodeBool(v)) }

func (w *wire) always32(n protowire.Number, v uint32) {
	w.b = protowire.AppendTag(w.b, n, protowire.Fixed32Type)
	w.b = protowire.AppendFixed32(w.b, v)
}

func (w *wire) always64(n protowire.Number, v uint64) {
	w.b = protowire.AppendTag(w.b, n, protowire.Fixed64Type)
	w.b = protowire.AppendFixed64(w.b, v)
}

func (w *wire) string(n protowire.Number, v string) {
	if v != "" {
		w.alwaysString(n, v)
	}
}

func (w *wire) alwaysString(n protowire.Number, v string) {
	w.b = protowire.AppendTag(w.b, n, protowire.BytesType)
	w.b = protowire.AppendString(w.b, v)
}

func (w *wire) bytes(n protowire.Number, v []byte) {
	if len(v) > 0 {
		w.b = protowire.AppendTag(w.b, n, protowire.BytesType)
		w.b = protowire.AppendBytes(w.b, v)
	}
}

// message writes what fill writes as a nested message. The length stands in front
// and is known only afterwards: one byte is left for it, and the content moves on
// when that is too little.
func (w *wire) message(n protowire.Number, fill func(*wire)) {
	w.b = append(protowire.AppendTag(w.b, n, protowire.BytesType), 0)
	start := len(w.b)
	fill(w)
	size := len(w.b) - start
	if extra := protowire.SizeVarint(uint64(size)) - 1; extra > 0 {
		w.b = append(w.b, make([]byte, extra)...)
		copy(w.b[start+extra:], w.b[start:start+size])
	}
	protowire.AppendVarint(w.b[:start-1], uint64(size))
}

// field is one protobuf field as read. Which of the two values is set depends on
// the wire type; a field of an unexpected type reads as zero.
type field struct {
	number protowire.Number
	u      uint64
	b      []byte // shares memory with what was read
}

func (f field) int() int       { return int(f.u) }
func (f field) sint() int64    { return protowire.DecodeZigZag(f.u) }
func (f field) bool() bool     { return f.u != 0 }
func (f field) string() string { return string(f.b) }

// eachField calls visit for every field of a message.
func eachField(b []byte, visit func(field) error) error {
	for len(b) > 0 {
		f, rest, err := nextField(b)
		if err != nil {
			return err
		}
		if err := visit(f); err != nil {
			return err
		}
		b = rest
	}
	return nil
}

// nextField reads the field at the front of b and returns what follows it.
func nextField(b []byte) (f field, rest []byte, err error) {
	number, typ, n := protowire.ConsumeTag(b)
	if n < 0 {
		return f, nil, fmt.Errorf("%w: %w", ErrMalformed, protowire.ParseError(n))
	}
	f.number = number
	m := f.consume(typ, b[n:])
	if m < 0 {
		return f, nil, fmt.Errorf("%w: field %d: %w", ErrMalformed, number, protowire.ParseError(m))
	}
	return f, b[n+m:], nil
}

// consume reads the value at the front of b and returns its length, negative if
// there is none.
func (f *field) consume(typ protowire.Type, b []byte) (n int) {
	switch typ {
	case protowire.VarintType:
		f.u, n = protowire.ConsumeVarint(b)
	case protowire.Fixed64Type:
		f.u, n = protowire.ConsumeFixed64(b)
	case protowire.Fixed32Type:
		var v uint32
		v, n = protowire.ConsumeFixed32(b)
		f.u = uint64(v)
	case protowire.BytesType:
		f.b, n = protowire.ConsumeBytes(b)
	default:
		n = protowire.ConsumeFieldValue(f.number, typ, b)
	}
	return n
}

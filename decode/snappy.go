package decode

import (
	"encoding/binary"

	"github.com/klauspost/compress/s2"
)

// snappyExpansion is the most bytes that one byte of a plain snappy block can
// make, rounded up: a copy of three bytes makes 64. Only the repeat elements of S2,
// which Prometheus 3.16 accepts because it unpacks with an S2 decoder, make more.
const snappyExpansion = 22

// unsnappy unpacks a snappy block into dst, growing it if it must. What the block
// declares to hold is not believed: beyond the cap, and beyond what the elements
// really make, nothing is allocated. On a fault it returns dst.
func unsnappy(dst, wire []byte, limits Limits) ([]byte, *Fault) {
	if len(wire) > limits.Wire {
		return dst, &Fault{Layer: LayerSnappy, Offset: limits.Wire, Reason: "body is larger than the limit", Limit: LimitWire}
	}
	declared, n := snappyLength(wire)
	if n == 0 {
		return dst, &Fault{Layer: LayerSnappy, Reason: "no decoded length: not a snappy block"}
	}
	if declared > uint64(limits.Decoded) {
		return dst, &Fault{Layer: LayerSnappy, Reason: "declared decoded size is larger than the limit", Limit: LimitDecoded}
	}
	if declared > snappyExpansion*uint64(len(wire)) {
		if fault := scanSnappy(wire, n, int(declared)); fault != nil {
			return dst, fault
		}
	}
	out, err := s2.Decode(dst[:cap(dst)], wire)
	if err != nil {
		return dst, snappyFault(wire, n, int(declared))
	}
	return out, nil
}

// snappyLength reads the header of a snappy block: the decoded length and how
// many bytes the header takes, 0 if there is none.
func snappyLength(wire []byte) (length uint64, n int) {
	v, n := binary.Uvarint(wire)
	if n <= 0 || n > 5 || v > 1<<32-1 {
		return 0, 0
	}
	return v, n
}

// snappyFault finds the place for a block that was refused.
func snappyFault(wire []byte, from, declared int) *Fault {
	if fault := scanSnappy(wire, from, declared); fault != nil {
		return fault
	}
	return &Fault{Layer: LayerSnappy, Offset: len(wire), Reason: "corrupt input"}
}

// scanSnappy goes through the elements of a block from the given offset without
// unpacking them, and returns the first one that cannot be, nil if all make
// exactly what is declared.
func scanSnappy(wire []byte, from, declared int) *Fault {
	made, offset := 0, 0
	for i := from; i < len(wire); {
		el := readElement(wire[i:], offset)
		offset = el.offset
		if el.size == 0 {
			return &Fault{Layer: LayerSnappy, Offset: i, Reason: "block ends inside an element"}
		}
		if el.copies && (offset <= 0 || offset > made) {
			return &Fault{Layer: LayerSnappy, Offset: i, Reason: "copy from before the start of the output"}
		}
		if el.makes > declared-made {
			return &Fault{Layer: LayerSnappy, Offset: i, Reason: "output is longer than declared"}
		}
		made += el.makes
		i += el.size
	}
	if made != declared {
		return &Fault{Layer: LayerSnappy, Offset: len(wire), Reason: "block ends before it made what it declares"}
	}
	return nil
}

// element is one element of a snappy block: a literal or a copy.
type element struct {
	size   int // in the block, with the literal's bytes; 0 if cut off
	makes  int // bytes of output
	offset int // how far back a copy reaches; for a literal, that of the copy before it
	copies bool
}

// readElement reads the element that b begins with. last is the offset of the
// copy before it, which S2's repeat elements use again.
func readElement(b []byte, last int) element {
	tag, x := b[0]&3, int(b[0]>>2)
	switch tag {
	case 0:
		return readLiteral(b, x, last)
	case 1:
		return readShortCopy(b, last)
	case 2:
		if len(b) < 3 {
			return element{offset: last}
		}
		return element{size: 3, makes: x + 1, offset: int(binary.LittleEndian.Uint16(b[1:])), copies: true}
	default:
		if len(b) < 5 {
			return element{offset: last}
		}
		return element{size: 5, makes: x + 1, offset: int(binary.LittleEndian.Uint32(b[1:])), copies: true}
	}
}

// readLiteral reads a literal whose length is x, or follows in x-59 bytes.
func readLiteral(b []byte, x, last int) element {
	head := 1
	if x >= 60 {
		head += x - 59
		if len(b) < head {
			return element{offset: last}
		}
		x = littleEndian(b[1:head])
	}
	if x+1 > len(b)-head {
		return element{offset: last}
	}
	return element{size: head + x + 1, makes: x + 1, offset: last}
}

// readShortCopy reads a copy with an offset of 11 bits. Offset 0 is S2's repeat:
// the last offset again, and a length of up to three more bytes.
func readShortCopy(b []byte, last int) element {
	if len(b) < 2 {
		return element{offset: last}
	}
	length, offset := int(b[0]>>2&7), int(b[0]&0xe0)<<3|int(b[1])
	if offset != 0 {
		return element{size: 2, makes: length + 4, offset: offset, copies: true}
	}
	size, base := 2, length
	switch length {
	case 5:
		size, base = 3, 4
	case 6:
		size, base = 4, 1<<8
	case 7:
		size, base = 5, 1<<16
	}
	if len(b) < size {
		return element{offset: last}
	}
	return element{size: size, makes: base + littleEndian(b[2:size]) + 4, offset: last, copies: true}
}

// littleEndian is the number in up to four bytes.
func littleEndian(b []byte) int {
	n := 0
	for i, c := range b {
		n |= int(c) << (8 * i)
	}
	return n
}

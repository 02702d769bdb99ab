package decode

import (
	"encoding/binary"
	"math/bits"
)

// Wire types of the protobuf encoding.
const (
	wireVarint     = 0
	wireFixed64    = 1
	wireBytes      = 2
	wireGroupStart = 3
	wireGroupEnd   = 4
	wireFixed32    = 5
)

// wireTypes names the wire types.
var wireTypes = [8]string{"varint", "64 bits", "record", "group", "end of group", "32 bits", "undefined", "undefined"}

// Readers return the index after what they read, or one of these negative
// numbers. The rules, and which bytes are refused, are those of gogo's generated
// Unmarshal methods.
const (
	badEnd     = -1 - iota // the record ends inside
	badVarint              // more than ten bytes
	badLength              // negative length
	badGroup               // end of a group that was not started
	badType                // wire type 6 or 7
	badNumber              // field number of 0 or below
	badMessage             // a record inside is bad; its fault is noted already
)

// reasons says in a Fault what a negative index means.
var reasons = [...]string{
	-badEnd:    "record ends inside a field",
	-badVarint: "number longer than ten bytes",
	-badLength: "negative length",
	-badGroup:  "end of a group that was not started",
	-badType:   "wire type that protobuf does not define",
	-badNumber: "field number that is not positive",
}

// uvarint reads the number at b[i:]. Bits beyond the 64th are dropped.
func uvarint(b []byte, i int) (v uint64, next int) {
	if i < len(b) && b[i] < 0x80 {
		return uint64(b[i]), i + 1
	}
	return longVarint(b, i)
}

// longVarint reads a number of any length. Where eight bytes are there, it takes
// numbers of up to eight bytes without looping: timestamps have six.
func longVarint(b []byte, i int) (v uint64, next int) {
	if len(b)-i >= 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		if stop := ^x & 0x8080808080808080; stop != 0 {
			x &= stop ^ (stop - 1) // up to and including the first byte below 0x80
			x = x&0x007f007f007f007f | x&0x7f007f007f007f00>>1
			x = x&0x00003fff00003fff | x&0x3fff00003fff0000>>2
			x = x&0x000000000fffffff | x&0x0fffffff00000000>>4
			return x, i + bits.TrailingZeros64(stop)>>3 + 1
		}
	}
	for shift := uint(0); shift < 64; shift += 7 {
		if i >= len(b) {
			return 0, badEnd
		}
		c := b[i]
		i++
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, i
		}
	}
	return 0, badVarint
}

// tag reads a field's tag at b[i:]. Field numbers have 32 bits; those above are
// dropped from the result, as gogo does before it looks the field up.
func tag(b []byte, i int) (t uint64, next int) {
	t, next = uvarint(b, i)
	if next < 0 {
		return 0, next
	}
	t = uint64(uint32(t>>3))<<3 | t&7
	if t&7 == wireGroupEnd {
		return 0, badGroup
	}
	if int32(t>>3) <= 0 {
		return 0, badNumber
	}
	return t, next
}

// record reads the length at b[i:] and returns where the content begins and ends;
// to is negative if it does not fit.
func record(b []byte, i int) (from, to int) {
	if i < len(b) && b[i] < 0x80 {
		from = i + 1
		to = from + int(b[i])
	} else {
		var n uint64
		n, from = longVarint(b, i)
		if from < 0 {
			return 0, from
		}
		if int64(n) < 0 || int64(n) > int64(len(b)) {
			return 0, lengthFault(n)
		}
		to = from + int(n)
	}
	if to > len(b) {
		return 0, badEnd
	}
	return from, to
}

// short reads the tag and length at b[i:] where each takes one byte and the
// record fits, which is nearly always, and returns the index after the record;
// to is 0 otherwise. It is small enough to be inlined.
func short(b []byte, i int) (t byte, to int) {
	if i+1 < len(b) && b[i+1] < 0x80 {
		if to = i + 2 + int(b[i+1]); to <= len(b) {
			return b[i], to
		}
	}
	return 0, 0
}

func lengthFault(n uint64) int {
	if int64(n) < 0 {
		return badLength
	}
	return badEnd
}

// skip returns the index after the field whose tag stands at b[i:], groups and
// all that is in them. The numbers of fields within groups are not looked at.
func skip(b []byte, i int) int {
	for depth := 0; i < len(b); {
		var t uint64
		if t, i = uvarint(b, i); i < 0 {
			return i
		}
		switch t & 7 {
		case wireGroupStart:
			depth++
		case wireGroupEnd:
			if depth == 0 {
				return badGroup
			}
			depth--
		default:
			if i = skipValue(b, i, t&7); i < 0 {
				return i
			}
		}
		if depth == 0 {
			return i
		}
	}
	return badEnd
}

// skipValue returns the index after the value of a field that is no group.
func skipValue(b []byte, i int, wireType uint64) int {
	switch wireType {
	case wireVarint:
		_, i = uvarint(b, i)
		return i
	case wireBytes:
		_, i = record(b, i)
		return i
	case wireFixed64:
		i += 8
	case wireFixed32:
		i += 4
	default:
		return badType
	}
	if i > len(b) {
		return badEnd
	}
	return i
}

// packedVarints checks the packed numbers in b[i:to] and returns the index after
// them. As in gogo, the last number may reach beyond to, but not beyond b.
func packedVarints(b []byte, i, to int) int {
	for i < to {
		switch {
		case to-i >= 8 && binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 == 0:
			i += 8
		case b[i] < 0x80:
			i++
		default:
			if _, i = longVarint(b, i); i < 0 {
				return i
			}
		}
	}
	return i
}

// packedFixed64 is packedVarints for numbers of eight bytes.
func packedFixed64(b []byte, i, to int) int {
	i += (to - i + 7) / 8 * 8
	if i > len(b) {
		return badEnd
	}
	return i
}

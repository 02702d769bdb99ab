package decode

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// numbersShown is how many of many numbers are shown.
const numbersShown = 16

// value shows the value of a field in b[from:], which ends where the value does.
func (t *Tree) value(f field, wireType uint64, b []byte, from int) string {
	switch {
	case f.typ == typeMessage, f.typ == typeMessages:
		return f.in.name
	case f.typ == typeText, f.typ == typeTexts:
		return quote(b[from:])
	case f.typ == typeRefs:
		return t.refs(b, from, wireType)
	case wireType == wireBytes && f.typ >= typeUints:
		return numbers(f.typ, b, from)
	case wireType == wireBytes, wireType == wireGroupStart:
		return fmt.Sprintf("%d bytes", len(b)-from)
	}
	text, _ := t.number(f.typ, wireType, b, from)
	return text
}

// number shows one number and returns the index after it.
func (t *Tree) number(typ fieldType, wireType uint64, b []byte, i int) (string, int) {
	switch wireType {
	case wireFixed64:
		return double(b, i), i + 8
	case wireFixed32:
		return fmt.Sprintf("%#x", binary.LittleEndian.Uint32(b[i:])), i + 4
	}
	v, next := uvarint(b, i)
	switch typ {
	case typeTime:
		return fmt.Sprintf("%d %s", int64(v), time.UnixMilli(int64(v)).UTC().Format("2006-01-02T15:04:05.000Z")), next
	case typeRef:
		return fmt.Sprintf("%d %s", uint32(v), t.symbol(uint32(v))), next
	case typeUint, typeUints:
		return strconv.FormatUint(v, 10), next
	case typeSint, typeSints:
		return strconv.FormatInt(int64(v>>1)^-int64(v&1), 10), next
	}
	return strconv.FormatInt(int64(v), 10), next
}

// double shows eight bytes as the float64 that they nearly always are; the bits of
// a NaN matter.
func double(b []byte, i int) string {
	bits := binary.LittleEndian.Uint64(b[i:])
	if v := math.Float64frombits(bits); v == v {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprintf("NaN %#x", bits)
}

// numbers shows packed numbers.
func numbers(typ fieldType, b []byte, i int) string {
	wireType := uint64(wireVarint)
	if typ == typeDoubles {
		wireType = wireFixed64
	}
	var shown []string
	for i < len(b) {
		if len(shown) == numbersShown {
			shown = append(shown, "…")
			break
		}
		var text string
		text, i = (&Tree{}).number(typ, wireType, b, i)
		shown = append(shown, text)
	}
	return "[" + strings.Join(shown, " ") + "]"
}

// refs shows references with the symbols that they point to.
func (t *Tree) refs(b []byte, i int, wireType uint64) string {
	if wireType == wireVarint {
		text, _ := t.number(typeRef, wireVarint, b, i)
		return text
	}
	var labels strings.Builder
	labels.WriteString(numbers(typeUints, b, i))
	for n := 0; i < len(b) && n < numbersShown; n++ {
		var v uint64
		v, i = uvarint(b, i)
		labels.WriteString([...]string{" ", "="}[n%2])
		labels.WriteString(t.symbol(uint32(v)))
	}
	if i < len(b) {
		labels.WriteString(" …")
	}
	return labels.String()
}

// symbol quotes the symbol that a reference points to.
func (t *Tree) symbol(ref uint32) string {
	if t.message == nil {
		return "?"
	}
	text, ok := t.message.Symbol(ref)
	if !ok {
		return "(no such symbol)"
	}
	return quote(text)
}

package main

import (
	"encoding/binary"
	"math"
)

func uv(b []byte, v uint64) []byte  { return binary.AppendUvarint(b, v) }
func tag(b []byte, f, w int) []byte { return uv(b, uint64(f<<3|w)) }
func bs(b []byte, f int, p []byte) []byte {
	b = tag(b, f, 2)
	b = uv(b, uint64(len(p)))
	return append(b, p...)
}

func encV1(ss []series, ts int64, val float64) []byte {
	var out, t, l, s []byte
	for i := range ss {
		t = t[:0]
		for _, kv := range ss[i].kv {
			l = l[:0]
			l = bs(l, 1, []byte(kv[0]))
			l = bs(l, 2, []byte(kv[1]))
			t = bs(t, 1, l)
		}
		s = s[:0]
		s = tag(s, 1, 1)
		s = binary.LittleEndian.AppendUint64(s, math.Float64bits(val+float64(i)))
		s = tag(s, 2, 0)
		s = uv(s, uint64(ts))
		t = bs(t, 2, s)
		out = bs(out, 1, t)
	}
	return out
}

func encV2(ss []series, ts int64, val float64) []byte {
	idx := map[string]uint64{"": 0}
	syms := []string{""}
	sym := func(s string) uint64 {
		if i, ok := idx[s]; ok {
			return i
		}
		i := uint64(len(syms))
		idx[s] = i
		syms = append(syms, s)
		return i
	}
	var body, t, p, s []byte
	for i := range ss {
		t, p = t[:0], p[:0]
		for _, kv := range ss[i].kv {
			p = uv(p, sym(kv[0]))
			p = uv(p, sym(kv[1]))
		}
		t = bs(t, 1, p)
		s = s[:0]
		s = tag(s, 1, 1)
		s = binary.LittleEndian.AppendUint64(s, math.Float64bits(val+float64(i)))
		s = tag(s, 2, 0)
		s = uv(s, uint64(ts))
		t = bs(t, 2, s)
		body = bs(body, 5, t)
	}
	var out []byte
	for _, s := range syms {
		out = bs(out, 4, []byte(s))
	}
	return append(out, body...)
}

// snappyEnc is a small greedy snappy block encoder (64 KiB window blocks).
func snappyEnc(src []byte) []byte {
	dst := uv(nil, uint64(len(src)))
	for len(src) > 0 {
		n := min(len(src), 65536)
		dst = snapBlock(dst, src[:n])
		src = src[n:]
	}
	return dst
}

func lit(dst, p []byte) []byte {
	for len(p) > 0 {
		n := min(len(p), 65536)
		switch m := n - 1; {
		case m < 60:
			dst = append(dst, byte(m<<2))
		case m < 256:
			dst = append(dst, 60<<2, byte(m))
		default:
			dst = append(dst, 61<<2, byte(m), byte(m>>8))
		}
		dst = append(dst, p[:n]...)
		p = p[n:]
	}
	return dst
}

func snapBlock(dst, src []byte) []byte {
	var tab [1 << 14]int32
	i, start := 0, 0
	for i+4 <= len(src) {
		h := binary.LittleEndian.Uint32(src[i:]) * 0x1e35a7bd >> 18
		c := int(tab[h]) - 1
		tab[h] = int32(i + 1)
		if c < 0 || i-c > 65535 || binary.LittleEndian.Uint32(src[c:]) != binary.LittleEndian.Uint32(src[i:]) {
			i++
			continue
		}
		dst = lit(dst, src[start:i])
		n := 4
		for i+n < len(src) && src[c+n] == src[i+n] {
			n++
		}
		off := i - c
		for rem := n; rem > 0; {
			m := min(rem, 64)
			dst = append(dst, byte((m-1)<<2|2), byte(off), byte(off>>8))
			rem -= m
		}
		i += n
		start = i
	}
	return lit(dst, src[start:])
}

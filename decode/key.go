package decode

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
)

// Key identifies a label set by its bytes on the wire: equal keys mean equal
// bytes. It is 128 bits of a hash keyed with secrets of this process, so that two
// different label sets with one key can neither be met by chance (about 10^-26 at
// a million series) nor made on purpose.
//
// In v1 the bytes are the label records. In v2, where references differ from one
// request to the next, they are the symbols that the references point to. A v1 and
// a v2 series never have the same key.
type Key struct{ Hi, Lo uint64 }

// Hasher makes Keys. Keys of different Hashers have nothing to do with each other.
type Hasher struct {
	hi, lo maphash.Seed
	// Secrets of the hashes of short symbols, and of the chains over symbols.
	symbolHi, symbolLo [4]uint64
	mixHi, mixLo       uint64
}

// NewHasher returns a Hasher with fresh secrets.
func NewHasher() Hasher {
	h := Hasher{hi: maphash.MakeSeed(), lo: maphash.MakeSeed()}
	for i := range h.symbolHi {
		h.symbolHi[i] = maphash.Bytes(h.hi, []byte{byte(i)})
		h.symbolLo[i] = maphash.Bytes(h.lo, []byte{byte(i)})
	}
	h.mixHi, h.mixLo = maphash.String(h.hi, "mix"), maphash.String(h.lo, "mix")
	return h
}

// Bytes is the Key of b.
func (h *Hasher) Bytes(b []byte) Key {
	return Key{Hi: maphash.Bytes(h.hi, b), Lo: maphash.Bytes(h.lo, b)}
}

// symbol is the Key of one symbol. Most symbols are short, and hashing them is much
// of what reading a v2 message costs, so those of up to 32 bytes do not take two
// calls of the runtime, but one or two multiplications per half: the first and the
// last sixteen bytes, which may overlap, each word under a secret of its own.
func (h *Hasher) symbol(b []byte) Key {
	n := len(b)
	if n > 32 {
		return h.Bytes(b)
	}
	size := uint64(n) * h.mixHi
	first, last := ends(b)
	k := Key{
		Hi: mix(first^h.symbolHi[0]^size, last^h.symbolHi[1]),
		Lo: mix(first^h.symbolLo[0]^size, last^h.symbolLo[1]),
	}
	if n > 16 {
		first, last = binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[n-16:])
		k.Hi = mix(k.Hi^first^h.symbolHi[2], last^h.symbolHi[3])
		k.Lo = mix(k.Lo^first^h.symbolLo[2], last^h.symbolLo[3])
	}
	return k
}

// ends packs the first and the last eight bytes of b, or fewer, so that texts of
// one length that differ there differ in the result.
func ends(b []byte) (first, last uint64) {
	switch n := len(b); {
	case n >= 8:
		return binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		return uint64(b[0])<<16 | uint64(b[n/2])<<8 | uint64(b[n-1]), 0
	}
	return 0, 0
}

// mix folds the 128-bit product of its arguments into 64 bits.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// next chains the keys of a label's name and value to those before. The upper
// halves go through a multiplication of 128 bits, the lower ones are added after
// it, so that nothing that differs before is alike after but by chance. A
// polynomial modulo 2^64 would not do: its differences cancel in sequences of the
// Thue-Morse kind, whatever the secret is.
func (k Key) next(name, value *Key) Key {
	hi, lo := bits.Mul64(k.Hi^name.Hi, k.Lo^value.Hi)
	return Key{Hi: hi ^ name.Lo, Lo: lo ^ value.Lo}
}

// setKeys gives all series their keys, once the whole message is read: symbols
// may stand behind the series that use them.
func (m *Message) setKeys(h *Hasher) {
	if m.Kind == V2 {
		m.hashSymbols(h)
		for i := range m.Series {
			m.setKeyV2(h, &m.Series[i])
		}
		m.setMetaKeys(h)
		return
	}
	for i := range m.Series {
		s := &m.Series[i]
		if s.split {
			s.Key = h.Bytes(m.joinedLabels(s))
		} else {
			s.Key = h.Bytes(m.Body[s.Labels.From:s.Labels.To])
		}
	}
}

// joinedLabels is the label records of a series that has other records between
// them, one after the other. It is the one allocation per series that there is, and
// no known sender causes it.
func (m *Message) joinedLabels(s *Series) []byte {
	var joined []byte
	for at, i := int(s.Labels.From), 0; at < int(s.Labels.To); at = i {
		t, _ := tag(m.Body, at)
		if i = skip(m.Body[:s.Labels.To], at); i < 0 {
			break
		}
		if t == tagLabelV1 {
			joined = append(joined, m.Body[at:i]...)
		}
	}
	return joined
}

func (m *Message) hashSymbols(h *Hasher) {
	m.symbolKeys = slices.Grow(m.symbolKeys[:0], len(m.Symbols))[:len(m.Symbols)]
	for i, s := range m.Symbols {
		m.symbolKeys[i] = h.symbol(m.Body[s.From:s.To])
		m.longestSymbol = max(m.longestSymbol, s.Len())
	}
}

// setKeyV2 chains the symbols that a series refers to, name and value in turn.
func (m *Message) setKeyV2(h *Hasher, s *Series) {
	refs, symbols := m.Refs[s.Refs.From:s.Refs.To], m.symbolKeys
	if len(refs)%2 != 0 {
		s.NoKey = true
		return
	}
	k := Key{Hi: h.mixHi + uint64(len(refs)), Lo: h.mixLo}
	for i := 1; i < len(refs); i += 2 {
		name, value := uint(refs[i-1]), uint(refs[i])
		if name >= uint(len(symbols)) || value >= uint(len(symbols)) {
			s.NoKey = true
			return
		}
		k = k.next(&symbols[name], &symbols[value])
	}
	s.Key = k
}

// metaKey identifies a series' metadata, which must be present and without bad
// references.
func (m *Message) metaKey(h *Hasher, meta *SeriesMeta) uint64 {
	k := Key{Hi: h.mixHi, Lo: h.mixLo ^ uint64(uint32(meta.Type))}
	k = k.next(&m.symbolKeys[meta.HelpRef], &m.symbolKeys[meta.UnitRef])
	return max(1, mix(k.Hi, k.Lo))
}

// setMetaKeys gives all series' metadata their keys. That of metadata that says
// nothing, which Prometheus sends with every series, is made once.
func (m *Message) setMetaKeys(h *Hasher) {
	empty := uint64(0)
	if len(m.symbolKeys) > 0 {
		empty = m.metaKey(h, &SeriesMeta{})
	}
	for i := range m.Series {
		meta := &m.Series[i].Meta
		switch {
		case int(meta.HelpRef) >= len(m.symbolKeys) || int(meta.UnitRef) >= len(m.symbolKeys):
			meta.BadRef = true
		case !meta.Present:
		case meta.Type == 0 && meta.HelpRef|meta.UnitRef == 0:
			meta.MetaKey = empty
		default:
			meta.MetaKey = m.metaKey(h, meta)
		}
	}
}

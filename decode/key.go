package decode

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
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
	symbolHi, symbolLo [2]uint64
	mixHi, mixLo       uint64
}

// NewHasher returns a Hasher with fresh secrets.
func NewHasher() Hasher {
	h := Hasher{hi: maphash.MakeSeed(), lo: maphash.MakeSeed()}
	h.symbolHi = [2]uint64{maphash.String(h.hi, "from"), maphash.String(h.hi, "to")}
	h.symbolLo = [2]uint64{maphash.String(h.lo, "from"), maphash.String(h.lo, "to")}
	h.mixHi, h.mixLo = maphash.String(h.hi, "mix"), maphash.String(h.lo, "mix")
	return h
}

// Bytes is the Key of b.
func (h *Hasher) Bytes(b []byte) Key {
	return Key{Hi: maphash.Bytes(h.hi, b), Lo: maphash.Bytes(h.lo, b)}
}

// symbol is the Key of one symbol. Most symbols are short, and hashing them is much
// of what reading a v2 message costs, so those of up to 16 bytes take one multiplication per lane
// instead of a call of the runtime: the first and the last eight bytes, which
// overlap, each under a secret.
func (h *Hasher) symbol(b []byte) Key {
	n := len(b)
	if n > 16 {
		return h.Bytes(b)
	}
	var head, tail uint64
	switch {
	case n >= 8:
		head, tail = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		head, tail = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		head = uint64(b[0])<<16 | uint64(b[n/2])<<8 | uint64(b[n-1])
	}
	size := uint64(n) * h.mixHi
	return Key{
		Hi: mix(head^h.symbolHi[0]^size, tail^h.symbolHi[1]),
		Lo: mix(head^h.symbolLo[0]^size, tail^h.symbolLo[1]),
	}
}

// symbolKey stands for one symbol while keys are made.
type symbolKey struct {
	Key
	size int64
}

// mix folds the 128-bit product of its arguments into 64 bits. Sums and plain
// products modulo 2^64 would not do for a chain: their differences cancel in
// sequences of the Thue-Morse kind, whatever the secret is.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// setKeys gives all series their keys, once the whole message is read: symbols
// may stand behind the series that use them.
func (m *Message) setKeys(h *Hasher) {
	if m.Kind == V2 {
		m.hashSymbols(h)
		for i := range m.Series {
			m.setKeyV2(h, &m.Series[i])
		}
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
	for _, s := range m.Symbols {
		text := m.Body[s.From:s.To]
		m.symbolKeys = append(m.symbolKeys, symbolKey{Key: h.symbol(text), size: int64(len(text))})
	}
}

// setKeyV2 chains the symbols that a series refers to, name and value in turn.
func (m *Message) setKeyV2(h *Hasher, s *Series) {
	m.setMetaKey(h, &s.Meta)
	refs, symbols := m.Refs[s.Refs.From:s.Refs.To], m.symbolKeys
	if len(refs)%2 != 0 {
		s.NoKey = true
		return
	}
	hi, lo := h.mixHi+uint64(len(refs)), h.mixLo+uint64(len(refs))
	for ; len(refs) >= 2; refs = refs[2:] {
		n, v := int(refs[0]), int(refs[1])
		if n >= len(symbols) || v >= len(symbols) {
			s.NoKey = true
			return
		}
		name, value := &symbols[n], &symbols[v]
		hi = mix(hi^name.Hi, h.mixHi^value.Hi)
		lo = mix(lo^name.Lo, h.mixLo^value.Lo)
		m.expansion += name.size + value.size
	}
	s.Key = Key{Hi: hi, Lo: lo}
}

// setMetaKey identifies a series' metadata.
func (m *Message) setMetaKey(h *Hasher, meta *SeriesMeta) {
	symbols := m.symbolKeys
	if int(meta.HelpRef) >= len(symbols) || int(meta.UnitRef) >= len(symbols) {
		meta.BadRef = true
		return
	}
	if !meta.Present {
		return
	}
	help, unit := &symbols[meta.HelpRef], &symbols[meta.UnitRef]
	meta.MetaKey = max(1, mix(mix(h.mixHi^help.Hi, h.mixLo^unit.Lo)^uint64(uint32(meta.Type)), h.mixHi))
}

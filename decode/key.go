package decode

import "hash/maphash"

// Key identifies a label set by its bytes on the wire: equal keys mean equal
// bytes. It is 128 bits of a hash keyed with secrets of this process, so that two
// different label sets with one key can neither be met by chance (about 10^-26 at
// a million series) nor made on purpose.
type Key struct{ Hi, Lo uint64 }

// Hasher makes Keys. Keys of different Hashers have nothing to do with each other.
type Hasher struct{ hi, lo maphash.Seed }

// NewHasher returns a Hasher with fresh secrets.
func NewHasher() Hasher {
	return Hasher{hi: maphash.MakeSeed(), lo: maphash.MakeSeed()}
}

// Bytes is the Key of b.
func (h Hasher) Bytes(b []byte) Key {
	return Key{Hi: maphash.Bytes(h.hi, b), Lo: maphash.Bytes(h.lo, b)}
}

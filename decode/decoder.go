package decode

import "sync"

// Config is how a Decoder works. The zero value is Prometheus' behaviour.
type Config struct {
	Limits Limits
	// Hasher makes the keys; a fresh one if it is the zero Hasher.
	Hasher Hasher
	// LazyLabels leaves the insides of v1's label records unread, which is most of
	// the work. Body.Fault is then exact only after [Body.Check], which a caller may
	// save who checked every label set before, see [Message.CheckLabels].
	LazyLabels bool
}

// Decoder takes request bodies apart. It is safe for concurrent use.
type Decoder struct {
	limits Limits
	hasher Hasher
	lazy   bool
	bodies sync.Pool
}

// NewDecoder returns a Decoder.
func NewDecoder(cfg Config) *Decoder {
	if cfg.Hasher == (Hasher{}) {
		cfg.Hasher = NewHasher()
	}
	return &Decoder{
		limits: cfg.Limits.withDefaults(),
		hasher: cfg.Hasher,
		lazy:   cfg.LazyLabels,
		bodies: sync.Pool{New: func() any { return new(Body) }},
	}
}

// Decode takes one body apart. It keeps wire, unchanged, until [Body.Release].
func (d *Decoder) Decode(h Header, wire []byte) *Body {
	b := d.bodies.Get().(*Body)
	*b = Body{
		Wire: wire, Declared: h.declared(), Coding: CodingUnknown, Form: FormUnknown,
		decoder: d, buffer: b.buffer, message: b.message,
	}
	b.read()
	return b
}

// walkAs reads the decoded bytes as a message of the given kind.
func (b *Body) walkAs(kind Kind) {
	d := b.decoder
	b.Message = &b.message
	b.Fault = walk(b.Message, kind, b.Decoded, d.limits)
	b.Message.setKeys(&d.hasher)
	b.unchecked = kind == V1
	if !d.lazy {
		b.Check()
	}
}

// Memory that a Body may keep for the next request: a usual request of some
// thousand samples fits, a rare huge one does not stay around.
const (
	keptBytes   = 4 << 20
	keptRecords = 64 << 10
)

// Release gives the memory of b back; b, its message and all slices of them must
// not be used any more.
func (b *Body) Release() {
	d := b.decoder
	if d == nil {
		return // released before
	}
	m := &b.message
	if cap(m.Series) > keptRecords || cap(m.Samples) > keptRecords || cap(m.Histograms) > keptRecords ||
		cap(m.Exemplars) > keptRecords || cap(m.Metadata) > keptRecords || cap(m.Symbols) > keptRecords || cap(m.Refs) > 16*keptRecords {
		*m = Message{}
	}
	m.reset(Unknown, nil)
	if cap(b.buffer) > keptBytes {
		b.buffer = nil
	}
	*b = Body{buffer: b.buffer, message: *m}
	d.bodies.Put(b)
}

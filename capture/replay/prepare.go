package replay

import (
	"github.com/golang/snappy"

	"rwscope/capture"
	"rwscope/decode"
)

// preparer makes bodies ready to be sent. It is used by one goroutine.
type preparer struct {
	decoder *decode.Decoder
	hasher  decode.Hasher
	// sorted remembers the key of a label set by the key of its bytes: the order of
	// labels, and the message, make other bytes of the same series.
	sorted map[decode.Key]decode.Key
	moved  []byte // kept for the next message
}

// maxSorted is how many label sets are remembered.
const maxSorted = 1 << 20

func newPreparer() *preparer {
	hasher := decode.NewHasher()
	return &preparer{
		decoder: decode.NewDecoder(decode.Config{Hasher: hasher, LazyLabels: true}),
		hasher:  hasher,
		sorted:  make(map[decode.Key]decode.Key),
	}
}

// prepared is a body that is ready to be sent.
type prepared struct {
	body   []byte
	moved  bool // its times are where they should be
	series []decode.Key
}

// prepare moves the times of a recorded body by some milliseconds, and finds its
// series if they are wanted.
func (p *preparer) prepare(ex *capture.Exchange, by int64, wantSeries bool) prepared {
	ready := prepared{body: ex.Request.Body, moved: by == 0}
	if by == 0 && !wantSeries {
		return ready
	}
	b := p.decoder.Decode(decode.Header{
		ContentType:     ex.Request.Header.Get("Content-Type"),
		ContentEncoding: ex.Request.Header.Get("Content-Encoding"),
	}, ex.Request.Body)
	defer b.Release()
	if wantSeries && b.Message != nil {
		ready.series = p.series(b.Message)
	}
	if by != 0 && b.Coding == decode.CodingSnappy && b.Message != nil {
		moved, err := move(p.moved[:0], b.Message.Kind, b.Decoded, by)
		p.moved = moved
		if err == nil {
			ready.body, ready.moved = snappy.Encode(nil, moved), true
		}
	}
	return ready
}

// series are the keys of the label sets in a message, each once.
func (p *preparer) series(m *decode.Message) []decode.Key {
	keys := make([]decode.Key, 0, len(m.Series))
	seen := make(map[decode.Key]bool, len(m.Series))
	for i := range m.Series {
		key, ok := p.key(m, i)
		if ok && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

// key identifies a series however its labels are written. A label set that cannot
// be read is no series to any receiver.
func (p *preparer) key(m *decode.Message, i int) (decode.Key, bool) {
	s := &m.Series[i]
	if key, ok := p.sorted[s.Key]; ok && !s.NoKey {
		return key, true
	}
	set, err := m.LabelSet(i)
	if err != nil {
		return decode.Key{}, false
	}
	key := p.hasher.Bytes(set.Bytes(nil))
	if len(p.sorted) < maxSorted && !s.NoKey {
		p.sorted[s.Key] = key
	}
	return key, true
}

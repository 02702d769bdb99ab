package store

import (
	"errors"

	"github.com/golang/snappy"

	"rwscope/decode"
)

// The handler stops at the first sample of a v1 message that the TSDB refuses, undoes
// what it did and never looks at what comes behind. So where the table says which
// record that will be, the handler gets the message up to the end of that record
// only: it answers and stores the same, and is spared unmarshalling all the rest,
// which is most of its work. Should it not stop there, the recorder lets nothing be
// committed, and the handler gets the whole message after all.

// errExcerpt refuses to commit an excerpt.
var errExcerpt = errors.New("not the whole message")

// surelyRefused reports whether the TSDB will refuse a sample of the record, all
// records before which are clean.
func (e *entry) surelyRefused(m *decode.Message, ser *decode.Series, b bounds) bool {
	if m.Kind != decode.V1 || e.flags&flagNewestUnknown != 0 {
		return false
	}
	for j := ser.Samples.From; j < ser.Samples.To; j++ {
		p := point{t: m.Samples[j].Timestamp, v: m.Samples[j].Value}
		if p.t > b.future {
			return true
		}
		if _, err := e.newest.place(p, b); err != nil {
			return true
		}
	}
	return false
}

// excerpt is the body up to the end of the record that is expected to be refused,
// packed; all of it if none is.
func (r *Request) excerpt(refused int) []byte {
	m := r.Body.Message
	if refused < 0 || refused+1 == len(m.Series) || r.Body.Check() != nil {
		return r.Body.Wire
	}
	return snappy.Encode(nil, r.Body.Decoded[:m.Series[refused].Span.To])
}

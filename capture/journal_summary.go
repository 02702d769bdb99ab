package capture

import (
	"encoding/binary"
	"fmt"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"rwscope/store"
)

// A summary has all of its fields, in the order of their numbers, at their full
// length. So it is a protobuf message to others, and a record of fixed places to
// us: it is read for every exchange of a file, and two of its fields are known
// only when everything else is written.
const (
	summarySize   = 3*9 + 12*5 + 4*6 + 5*3 + 3*3 + 5*10
	summaryPrefix = 3 // tag, and two bytes of length
	tookJournalAt = summaryPrefix + summarySize - 2*10 + 2
	tookTotalAt   = summaryPrefix + summarySize - 10 + 2
)

// setTook puts times into the payload of an exchange's frame.
func setTook(payload []byte, journal, total time.Duration) {
	binary.LittleEndian.PutUint64(payload[tookJournalAt:], uint64(journal))
	binary.LittleEndian.PutUint64(payload[tookTotalAt:], uint64(total))
}

func (w *wire) summary(r *Row, t *Took) {
	w.always64(1, r.ID)
	w.always64(2, uint64(r.Time))
	w.always64(3, r.BodyHash)
	numbers := [...]uint32{
		r.WireBytes, r.DecodedBytes, r.Series, r.Samples, r.Histograms, r.Exemplars, r.Metadata,
		r.KeptSamples, r.KeptHistograms, r.KeptExemplars, r.Doubles, r.Collateral, r.Problems,
		uint32(r.LagMillis), uint32(r.Status), uint32(r.Retry),
	}
	for i, v := range numbers {
		w.always32(protowire.Number(4+i), v)
	}
	for i, v := range [...]uint8{r.Declared, r.Form, uint8(r.Level), r.By, r.Next} {
		w.alwaysUint(protowire.Number(20+i), uint64(v))
	}
	for i, v := range [...]bool{r.Untrue, r.Mispredicted, r.Disagreed} {
		w.alwaysBool(protowire.Number(25+i), v)
	}
	for i, v := range [...]time.Duration{t.Read, t.Decode, t.Judge, t.Journal, t.Total} {
		w.always64(protowire.Number(28+i), uint64(v))
	}
}

// parseSummary reads a summary. Later versions may have put more behind it.
func parseSummary(b []byte, r *Row, t *Took) error {
	if len(b) < summarySize {
		return fmt.Errorf("%w: summary of %d bytes", ErrMalformed, len(b))
	}
	c := record{b: b}
	r.ID, r.Time, r.BodyHash = c.fixed64(1), int64(c.fixed64(2)), c.fixed64(3)
	r.WireBytes, r.DecodedBytes, r.Series = c.fixed32(4), c.fixed32(5), c.fixed32(6)
	r.Samples, r.Histograms, r.Exemplars, r.Metadata = c.fixed32(7), c.fixed32(8), c.fixed32(9), c.fixed32(10)
	r.KeptSamples, r.KeptHistograms, r.KeptExemplars = c.fixed32(11), c.fixed32(12), c.fixed32(13)
	r.Doubles, r.Collateral, r.Problems = c.fixed32(14), c.fixed32(15), c.fixed32(16)
	r.LagMillis, r.Status, r.Retry = int32(c.fixed32(17)), uint16(c.fixed32(18)), uint16(c.fixed32(19))
	r.Declared, r.Form = c.code(20), c.code(21)
	r.Level = min(store.Level(c.code(22)), store.LevelError)
	r.By, r.Next = c.code(23), c.code(24)
	r.Untrue, r.Mispredicted, r.Disagreed = c.code(25) != 0, c.code(26) != 0, c.code(27) != 0
	*t = Took{Read: c.duration(28), Decode: c.duration(29), Judge: c.duration(30), Journal: c.duration(31), Total: c.duration(32)}
	r.TookMicros = clamp(int(t.Total.Microseconds()))
	if c.bad {
		return fmt.Errorf("%w: summary has its fields in other places", ErrMalformed)
	}
	return nil
}

// record takes protobuf fields of known numbers off the front of b, which is long
// enough.
type record struct {
	b   []byte
	bad bool // a field was another one
}

func (c *record) tag(n protowire.Number, typ protowire.Type) {
	tag := protowire.EncodeTag(n, typ)
	if tag < 0x80 {
		c.bad = c.bad || c.b[0] != byte(tag)
		c.b = c.b[1:]
		return
	}
	c.bad = c.bad || c.b[0] != byte(tag)|0x80 || c.b[1] != byte(tag>>7)
	c.b = c.b[2:]
}

func (c *record) fixed64(n protowire.Number) uint64 {
	c.tag(n, protowire.Fixed64Type)
	v := binary.LittleEndian.Uint64(c.b)
	c.b = c.b[8:]
	return v
}

func (c *record) duration(n protowire.Number) time.Duration { return time.Duration(c.fixed64(n)) }

func (c *record) fixed32(n protowire.Number) uint32 {
	c.tag(n, protowire.Fixed32Type)
	v := binary.LittleEndian.Uint32(c.b)
	c.b = c.b[4:]
	return v
}

// code reads a varint of one byte.
func (c *record) code(n protowire.Number) uint8 {
	c.tag(n, protowire.VarintType)
	v := c.b[0]
	c.bad = c.bad || v >= 0x80
	c.b = c.b[1:]
	return v
}

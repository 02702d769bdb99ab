package decode

import "fmt"

// walker reads one message into m. Records are passed around as a slice of the
// body that ends where the record ends, and the index where its content begins,
// so that every index is an offset into the body.
//
// Functions return false, or badMessage, after a fault was noted; each level on the way
// out then adds its part of the path.
type walker struct {
	m      *Message
	limits Limits
	items  int // samples, histograms, exemplars and metadata records so far
	fault  *Fault
}

// walk fills m with the message of the given kind in body, up to the first fault.
// What is in v1's label records is not looked at; see [Message.CheckLabels].
func walk(m *Message, kind Kind, body []byte, limits Limits) *Fault {
	m.reset(kind, body)
	w := walker{m: m, limits: limits}
	if kind == V2 {
		w.requestV2(body)
	} else {
		w.requestV1(body)
	}
	if w.fault != nil && len(m.Series) > 0 {
		last := &m.Series[len(m.Series)-1]
		last.NoKey = last.NoKey || int(last.Span.To) > w.fault.Offset
	}
	return w.fault
}

// fields is a set of field numbers below 32.
type fields uint32

func (f fields) has(number uint64) bool { return number < 32 && f>>number&1 == 1 }

// other handles a field that no case took: known, but with the wrong wire type,
// which is a fault, or unknown, which is skipped.
func (w *walker) other(b []byte, at int, t uint64, known fields) int {
	if known.has(t >> 3) {
		return w.fail(at, fmt.Sprintf("field %d with wire type %d (%s)", t>>3, t&7, wireTypes[t&7]))
	}
	next := skip(b, at)
	if next < 0 {
		return w.bad(at, next)
	}
	return next
}

// bad notes the fault that a negative index stands for, at the field that begins
// at the given offset.
func (w *walker) bad(at, code int) int {
	if code == badMessage {
		return code
	}
	return w.fail(at, reasons[-code])
}

func (w *walker) fail(at int, reason string) int {
	w.fault = &Fault{Layer: LayerProtobuf, Offset: at, Reason: reason}
	return badMessage
}

// within adds a record to the front of the fault's path.
func (w *walker) within(record string, index int) int {
	return w.inside(fmt.Sprintf("%s[%d]", record, index))
}

func (w *walker) inside(record string) int {
	if w.fault.Path != "" {
		record += "." + w.fault.Path
	}
	w.fault.Path = record
	return badMessage
}

// over notes that the message holds more than a limit allows.
func (w *walker) over(at int, limit Limit, most int) int {
	w.fault = &Fault{
		Layer: LayerProtobuf, Offset: at, Limit: limit,
		Reason: fmt.Sprintf("more than %d %s in one message", most, limit),
	}
	return badMessage
}

// reset makes m an empty message that keeps its memory.
func (m *Message) reset(kind Kind, body []byte) {
	*m = Message{
		Kind:       kind,
		Body:       body,
		Symbols:    m.Symbols[:0],
		Refs:       m.Refs[:0],
		Series:     m.Series[:0],
		Samples:    m.Samples[:0],
		Histograms: m.Histograms[:0],
		Exemplars:  m.Exemplars[:0],
		Metadata:   m.Metadata[:0],
		symbolKeys: m.symbolKeys[:0],
	}
}

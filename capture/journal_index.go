package capture

import (
	"context"
	"fmt"
	"io"
	"time"
)

// indexRows is how many exchanges one index frame lists.
const indexRows = 8192

// trailer is the end of a file that was closed.
type trailer struct {
	index     int64 // offset of the first index frame
	exchanges uint64
}

// trailerSize is what a trailer takes at the end of a file.
const trailerSize = frameHeaderSize + 2*9

func (w *wire) trailer(t trailer) {
	w.always64(1, uint64(t.index))
	w.always64(2, t.exchanges)
}

func parseTrailer(b []byte) (t trailer, err error) {
	err = eachField(b, func(f field) error {
		switch f.number {
		case 1:
			t.index = int64(f.u)
		case 2:
			t.exchanges = f.u
		}
		return nil
	})
	return t, err
}

// appendIndex appends the index frames of a file.
func appendIndex(b []byte, nonce uint32, s Snapshot, runs []Run, notes []note) []byte {
	for from := 0; from == 0 || from < s.Len(); from += indexRows {
		w := wire{append(b, make([]byte, frameHeaderSize)...)}
		if from == 0 {
			w.tables(s, runs, notes)
		}
		for i := from; i < min(from+indexRows, s.Len()); i++ {
			if row := s.Row(i); row.Offset >= 0 {
				w.message(5, func(w *wire) { w.entry(row) })
			}
		}
		frame := w.b[len(b):]
		sealBody(frame, frameIndex, nonce, 0)
		sealHead(frame, 0)
		b = w.b
	}
	return b
}

// tables writes what the entries point into, and what is not about an exchange.
func (w *wire) tables(s Snapshot, runs []Run, notes []note) {
	for _, sender := range s.Senders {
		w.message(1, func(w *wire) { w.sender(sender) })
	}
	for _, cause := range s.causes {
		w.alwaysString(2, cause)
	}
	for i := range runs {
		w.message(3, func(w *wire) { w.run(&runs[i]) })
	}
	for _, n := range notes {
		w.message(4, func(w *wire) { w.note(n) })
	}
}

func (w *wire) entry(r *Row) {
	w.always64(1, uint64(r.Offset))
	w.always32(2, r.Size)
	w.always32(3, r.Sender)
	w.always32(4, uint32(r.Cause))
	took := Took{Total: time.Duration(r.TookMicros) * time.Microsecond}
	w.message(5, func(w *wire) { w.summary(r, &took) })
}

// ending is the index and the trailer that end a file at an offset. If exchanges
// that are in the file are not in memory any more there would be a hole in the
// index, and it has no place for what is damaged, so that nobody would hear of that
// again: there is none then, and the file is scanned.
func (x *index) ending(nonce uint32, end int64, runs []Run, damaged bool) []byte {
	s := x.Snapshot()
	if damaged || x.evictedTo() > s.Totals.JournalDropped {
		return nil
	}
	b := appendIndex(nil, nonce, s, runs, x.notes())
	t := trailer{index: end, exchanges: journaledRows(s)}
	return append(b, sealed(frameTrailer, nonce, func(w *wire) { w.trailer(t) })...)
}

// journaledRows counts the rows whose exchanges are in the file.
func journaledRows(s Snapshot) (n uint64) {
	for i := range s.Len() {
		n += oneIf(s.Row(i).Offset >= 0)
	}
	return n
}

// indexReader reads the index frames of a file into an index in memory.
type indexReader struct {
	*contents
	senders []uint32 // numbers in memory of those in the file
	causes  []uint16
	limit   int64 // no exchange ends behind it
	count   uint64
}

// readIndex fills c from the index at the end of a file. False means that there is
// no index, or that it is not whole.
func (c *contents) readIndex(ctx context.Context, src io.ReaderAt, size int64) bool {
	b := make([]byte, trailerSize)
	if _, err := src.ReadAt(b, size-trailerSize); err != nil {
		return false
	}
	f, ok := parseFrame(b, size-trailerSize)
	if !ok || f.typ != frameTrailer || f.nonce != c.nonce || f.length != trailerSize-frameHeaderSize || !f.intact(b) {
		return false
	}
	t, err := parseTrailer(b[frameHeaderSize:])
	if err != nil || t.index < prefixSize || t.index > f.offset {
		return false
	}
	r := indexReader{contents: c, limit: t.index}
	for at := t.index; at < f.offset; {
		next, err := r.frame(src, at, f.offset)
		if err != nil || ctx.Err() != nil {
			return false
		}
		at = next
	}
	if r.count != t.exchanges {
		return false
	}
	c.end, c.indexed = t.index, true
	c.settle()
	return true
}

// frame reads the index frame at an offset and returns where the next one is.
func (r *indexReader) frame(src io.ReaderAt, at, end int64) (int64, error) {
	header := make([]byte, frameHeaderSize)
	if _, err := src.ReadAt(header, at); err != nil {
		return 0, err
	}
	f, ok := parseFrame(header, at)
	if !ok || f.typ != frameIndex || f.nonce != r.nonce || f.end() > end {
		return 0, ErrDamaged
	}
	b := make([]byte, f.size())
	if _, err := src.ReadAt(b, at); err != nil {
		return 0, err
	}
	if !f.intact(b) {
		return 0, ErrDamaged
	}
	return f.end(), eachField(b[frameHeaderSize:], r.field)
}

func (r *indexReader) field(f field) error {
	switch f.number {
	case 1:
		s, err := parseSender(f.b)
		r.senders = append(r.senders, r.index.internSender(s))
		return errOr(err, tooMany(len(r.senders), maxSenders, "senders"))
	case 2:
		r.causes = append(r.causes, r.index.internCause(f.string()))
		return tooMany(len(r.causes), maxCauses, "causes")
	case 3:
		run, err := parseRun(f.b)
		if err == nil {
			r.run(run)
		}
		return err
	case 4:
		n, err := parseNote(f.b)
		return errOr(err, r.note(n))
	case 5:
		r.count++
		return r.entry(f.b)
	}
	return nil
}

// entry adds one exchange to the index in memory.
func (r *indexReader) entry(b []byte) error {
	var row Row
	for len(b) > 0 {
		f, rest, err := nextField(b)
		if err != nil {
			return err
		}
		switch f.number {
		case 1:
			row.Offset = int64(f.u)
		case 2:
			row.Size = uint32(f.u)
		case 3:
			if f.u >= uint64(len(r.senders)) {
				return fmt.Errorf("%w: sender %d of %d", ErrMalformed, f.u, len(r.senders))
			}
			row.Sender = r.senders[f.u]
		case 4:
			if f.u > uint64(len(r.causes)) {
				return fmt.Errorf("%w: cause %d of %d", ErrMalformed, f.u, len(r.causes))
			}
			if f.u > 0 {
				row.Cause = r.causes[f.u-1]
			}
		case 5:
			if err := parseSummary(f.b, &row, new(Took)); err != nil {
				return err
			}
		}
		b = rest
	}
	// Who loads the exchange makes room for it first.
	if at := row.Offset - r.shift; at < prefixSize || at > r.limit-int64(row.Size) {
		return fmt.Errorf("%w: exchange %d is not in the file", ErrMalformed, row.ID)
	}
	r.exchange(row)
	return nil
}

// errOr is the first of two errors.
func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

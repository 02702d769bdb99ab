package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// maxNotes bounds how many marks and comments of a file are kept.
const maxNotes = 1 << 16

// maxNames bounds how many different combinations of sender, port and cause are
// remembered while scanning.
const maxNames = 1 << 14

// maxDamage bounds how many damaged ranges are told one by one; the last range
// then reaches to where the last damage ends.
const maxDamage = 1024

// contents is what is known about a file without its exchanges.
type contents struct {
	index   *index
	nonce   uint32
	known   bool // the nonce is: the first bytes of the file are whole
	runs    []Run
	notes   map[uint64]note  // not in the index yet
	names   map[string]named // by the bytes after the summary
	damage  []Damage
	end     int64  // behind the last frame that is worth keeping: all but the index
	scanned int64  // behind the last good frame
	shift   int64  // bytes once in front, which the rows' offsets count in
	dropped uint64 // exchanges up to this ID were given up
	last    uint64 // highest ID
	indexed bool   // read from the index
}

func newContents(x *index) *contents {
	return &contents{index: x, notes: make(map[uint64]note), names: make(map[string]named), end: prefixSize}
}

// readContents reads a file's index, or its frames' heads if there is none.
func readContents(ctx context.Context, src io.ReaderAt, size int64, maxRows int, progress func(done, total int64)) (*contents, error) {
	c := newContents(newIndex(maxRows))
	if err := c.prefix(src); err != nil {
		return nil, err
	}
	if c.known && c.readIndex(ctx, src, size) {
		c.scanned = size
		return c, nil
	}
	// A broken index may have left something behind.
	nonce, known := c.nonce, c.known
	c = newContents(newIndex(maxRows))
	c.nonce, c.known = nonce, known
	if err := c.scan(ctx, src, size, progress); err != nil {
		return nil, err
	}
	if !c.known && c.end == prefixSize {
		return nil, ErrNotJournal
	}
	return c, nil
}

// prefix reads the first bytes. That they are damaged is no error yet.
func (c *contents) prefix(src io.ReaderAt) error {
	b := make([]byte, prefixSize)
	if n, err := src.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read journal: %w", err)
	} else if n < len(b) {
		return ErrNotJournal
	}
	version, nonce, ok := parsePrefix(b)
	if ok && version > formatVersion {
		return fmt.Errorf("%w: %d, this program reads up to %d", ErrVersion, version, formatVersion)
	}
	c.nonce, c.known = nonce, ok
	return nil
}

// scan reads the heads of the frames from where the last scan ended.
func (c *contents) scan(ctx context.Context, src io.ReaderAt, size int64, progress func(done, total int64)) error {
	from := max(c.scanned, prefixSize)
	if !c.known && c.scanned == 0 {
		from = 0
	}
	s := scanner{
		window: window{src: src, size: size, ahead: scanGlance}, pos: from, reported: from,
		nonce: c.nonce, known: c.known, visit: c.visit, progress: progress,
	}
	err := s.run(ctx)
	c.scanned, c.nonce = s.pos, s.nonce
	c.known = c.known || s.found
	for _, d := range s.damage {
		c.damaged(d)
	}
	c.settle()
	return err
}

// settle shows what was read, even if something before it is missing. Notes come
// last: one may stand in front of its exchange where a file was shortened.
func (c *contents) settle() {
	c.index.settle()
	c.index.annotate(slices.Collect(maps.Values(c.notes))...)
	clear(c.notes)
}

// visit takes a frame in by its head.
func (c *contents) visit(f frame, head []byte) error {
	var err error
	switch f.typ {
	case frameIndex, frameTrailer:
		return nil
	case frameRun:
		var run Run
		if run, err = parseRun(head); err == nil {
			c.run(run)
		}
	case frameNote:
		var n note
		if n, err = parseNote(head); err == nil {
			err = c.note(n)
		}
	case frameExchange:
		row := Row{Offset: f.offset + c.shift, Size: clamp(int(f.size()))}
		if err = c.parseHead(head, &row); err == nil {
			c.exchange(row)
		}
	}
	if err != nil {
		c.damaged(Damage{From: f.offset, To: f.end()})
	}
	c.end = f.end()
	return nil
}

// named is a sender and a cause as numbers in the index.
type named struct {
	sender uint32
	cause  uint16
}

// parseHead reads the head of an exchange's frame. What follows the summary is
// the same in many frames, so it is looked up as a whole.
func (c *contents) parseHead(head []byte, row *Row) error {
	summary, names, err := nextField(head)
	if err != nil || summary.number != 1 {
		return errOr(err, ErrMalformed)
	}
	if err := parseSummary(summary.b, row, new(Took)); err != nil {
		return err
	}
	n, ok := c.names[string(names)]
	if !ok {
		sender, cause, err := parseNames(names)
		if err != nil {
			return err
		}
		n = named{sender: c.index.internSender(sender), cause: c.index.internCause(cause)}
		if len(c.names) < maxNames {
			c.names[string(names)] = n
		}
	}
	row.Sender, row.Cause = n.sender, n.cause
	return nil
}

// exchange takes an exchange into the index.
func (c *contents) exchange(row Row) {
	c.last = max(c.last, row.ID)
	if row.ID > c.dropped {
		c.index.add(row)
	}
}

// note takes a note in; a later one on the same exchange counts.
func (c *contents) note(n note) error {
	c.notes[n.id] = n
	return tooMany(len(c.notes), maxNotes, "notes")
}

// run takes a run in. The bytes once in front of the file are those of the run
// that was written last.
func (c *contents) run(r Run) {
	if len(c.runs) == maxRuns {
		c.runs = slices.Delete(c.runs, 0, 1)
	}
	c.runs = append(c.runs, r)
	if shift := int64(r.DroppedBytes); shift > c.shift {
		c.shift, c.dropped = shift, r.Dropped
		c.index.dropBefore(r.Dropped+1, r.DroppedBytes)
	}
	c.last = max(c.last, r.First-min(r.First, 1))
}

// damaged notes a damaged range. Following a file may come across the same one
// again.
func (c *contents) damaged(d Damage) {
	n := len(c.damage)
	switch {
	case n > 0 && c.damage[n-1].From == d.From, n == maxDamage:
		c.damage[n-1].To = d.To
	default:
		c.damage = append(c.damage, d)
	}
}

// tail is what stands behind the last good frame.
func (c *contents) tail(size int64) (Damage, bool) {
	return Damage{From: c.scanned, To: size}, c.scanned < size
}

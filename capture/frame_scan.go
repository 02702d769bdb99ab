package capture

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// How a scan reads.
const (
	scanAhead   = 256 << 10 // at once, while frames are small
	scanGlance  = 1 << 10   // at once, while frames are large and mostly skipped
	scanSmall   = 16 << 10  // bytes; a frame above is large
	scanReport  = 32 << 20  // bytes of file between two calls of progress
	scanGiveUp  = 64 << 20  // bytes without any frame after which a file is no journal
	resyncChunk = 1 << 20   // bytes searched at once for the next frame
)

// Damage is a range of bytes of a journal that holds no readable frame.
type Damage struct{ From, To int64 }

// String names the range as in "bytes 4096-8191 (4096 bytes)".
func (d Damage) String() string {
	return fmt.Sprintf("bytes %d-%d (%d bytes)", d.From, d.To-1, d.To-d.From)
}

// window reads pieces of a file ahead, so that small frames do not cost a system
// call each.
type window struct {
	src   io.ReaderAt
	size  int64
	ahead int
	start int64
	data  []byte
	err   error // the first failed read
}

// at returns n bytes from pos, fewer at the end of the file. They are valid until
// the next call.
func (w *window) at(pos int64, n int) []byte {
	n = int(min(int64(n), w.size-pos))
	if n <= 0 {
		return nil
	}
	if off := pos - w.start; off >= 0 && off+int64(n) <= int64(len(w.data)) {
		return w.data[off : off+int64(n)]
	}
	w.fill(pos, int(min(int64(max(n, w.ahead)), w.size-pos)))
	return w.data[:min(n, len(w.data))]
}

// fill reads n bytes from pos.
func (w *window) fill(pos int64, n int) {
	if cap(w.data) < n {
		w.data = make([]byte, n)
	}
	read, err := w.src.ReadAt(w.data[:n], pos)
	w.start, w.data = pos, w.data[:read]
	if read < n && err != io.EOF && w.err == nil {
		w.err = err
	}
}

// scanner walks the frames of a file by their heads alone. A frame is handed
// over once the next one is found where it should be; otherwise its body is
// checked first, so that one with a piece cut out does not hide its successors.
type scanner struct {
	window
	pos      int64
	nonce    uint32
	known    bool // the nonce is
	held     frame
	heldHead []byte
	visit    func(f frame, head []byte) error
	progress func(done, total int64)
	reported int64
	checked  int64 // bytes of bodies whose CRC was computed
	damage   []Damage
	found    bool
}

// run walks from pos to the end of the file. It leaves pos behind the last good
// frame: what follows, if anything, is a torn tail.
func (s *scanner) run(ctx context.Context) error {
	for s.err == nil {
		if f, ok := s.read(s.pos); ok {
			if err := s.hold(f); err != nil {
				return err
			}
			if err := s.report(ctx); err != nil {
				return err
			}
			continue
		}
		if done, err := s.stumble(); done || err != nil {
			return err
		}
	}
	return fmt.Errorf("read journal: %w", s.err)
}

// read reads the head of the frame at pos.
func (s *scanner) read(pos int64) (frame, bool) {
	f, ok := parseFrame(s.at(pos, frameHeaderSize), pos)
	if !ok || s.known && f.nonce != s.nonce || f.end() > s.size {
		return f, false
	}
	if !f.headIntact(s.at(pos, frameHeaderSize+f.head)) {
		return f, false
	}
	s.nonce, s.known, s.found = f.nonce, true, true
	return f, true
}

// hold keeps the frame at pos until it is clear that its body is not cut short.
func (s *scanner) hold(f frame) error {
	if err := s.release(); err != nil {
		return err
	}
	s.ahead = scanGlance
	if f.length < scanSmall {
		s.ahead = scanAhead
	}
	head := s.at(f.offset, frameHeaderSize+f.head)[frameHeaderSize:]
	s.held, s.heldHead = f, append(s.heldHead[:0], head...)
	s.pos = f.end()
	return nil
}

// release hands the held frame over.
func (s *scanner) release() error {
	if s.held.typ == 0 {
		return nil
	}
	f := s.held
	s.held = frame{}
	return s.visit(f, s.heldHead)
}

// stumble finds out how to go on where no frame begins. It is done when no frame
// follows.
func (s *scanner) stumble() (done bool, err error) {
	from := s.pos
	if s.held.typ != 0 && !s.bodyIntact(s.held) {
		from, s.held = s.held.offset, frame{}
	} else if err := s.release(); err != nil {
		return true, err
	}
	s.pos = from
	if from == s.size || s.err != nil {
		return s.err == nil, nil
	}
	next, ok := s.find(from + 1)
	if !ok {
		return s.err == nil, nil
	}
	s.damage = append(s.damage, Damage{From: from, To: next})
	s.pos = next
	return false, nil
}

// find returns the offset of the first good frame from pos on.
func (s *scanner) find(pos int64) (int64, bool) {
	pattern := []byte(frameMarker)
	if s.known {
		pattern = binary.LittleEndian.AppendUint32(pattern, s.nonce)
	}
	chunk := window{src: s.src, size: s.size, ahead: resyncChunk}
	for pos+frameHeaderSize <= s.size && chunk.err == nil {
		if !s.found && pos > scanGiveUp {
			return 0, false
		}
		data := chunk.at(pos, resyncChunk)
		at := bytes.Index(data, pattern)
		if at < 0 {
			pos += int64(max(len(data)-len(pattern)+1, 1))
			continue
		}
		pos += int64(at)
		if _, ok := s.read(pos); ok {
			return pos, true
		}
		pos++
	}
	if s.err == nil {
		s.err = chunk.err
	}
	return 0, false
}

// bodyIntact checks the CRC of what the head's CRC does not cover. A file of
// frames within frames could make it read the same bytes again and again, so
// after some times the file's size bodies are taken for granted; loading one
// checks it anyway.
func (s *scanner) bodyIntact(f frame) bool {
	s.checked += f.size()
	if s.checked > 4*s.size {
		return true
	}
	from := f.offset + frameHeaderSize + int64(f.head)
	crc := crc32.New(castagnoli)
	_, err := io.Copy(crc, io.NewSectionReader(s.src, from, f.end()-from))
	if err != nil && s.err == nil {
		s.err = err
	}
	return crc.Sum32() == f.bodyCRC
}

// report tells how far the scan is, and ends it when the context is done.
func (s *scanner) report(ctx context.Context) error {
	if s.pos-s.reported < scanReport {
		return nil
	}
	s.reported = s.pos
	if s.progress != nil {
		s.progress(s.pos, s.size)
	}
	return ctx.Err()
}

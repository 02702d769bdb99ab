package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Stream reads a journal from its beginning to its end, as from a pipe. Every
// frame is checked in full; what is damaged is left out. It holds one frame in
// memory.
type Stream struct {
	src    io.Reader
	buf    []byte // read, but not consumed yet
	offset int64  // of buf in the journal
	err    error  // of src, io.EOF at its end

	nonce  uint32
	known  bool
	found  bool // any frame
	runs   []Run
	damage []Damage
	broken int64 // where the damage began that buf is in, -1 if in none
	wasted int64 // bytes of frames that turned out to be damaged
}

// NewStream returns a Stream over a journal that src is at the start of.
func NewStream(src io.Reader) *Stream { return &Stream{src: src, broken: -1} }

// Next returns the next exchange in the order in which they were answered. The
// error is io.EOF at the end, and ErrNotJournal if nothing in the stream is a
// frame.
func (s *Stream) Next() (*Exchange, error) {
	for {
		f, b, err := s.frame()
		if err != nil {
			return nil, err
		}
		payload := b[frameHeaderSize:]
		switch f.typ {
		case frameExchange:
			// The body shares the buffer's memory, of which no byte is used twice.
			if e, err := parseExchange(payload); err == nil {
				return e, nil
			}
			s.damaged(f.offset, f.end())
		case frameRun:
			if run, err := parseRun(payload); err == nil && len(s.runs) < maxRuns {
				s.runs = append(s.runs, run)
			}
		}
	}
}

// Damage lists the ranges so far that held no readable frame.
func (s *Stream) Damage() []Damage { return s.damage }

// frame consumes the next good frame.
func (s *Stream) frame() (frame, []byte, error) {
	if s.offset == 0 {
		if err := s.prefix(); err != nil {
			return frame{}, nil, err
		}
	}
	for {
		f, ok := s.peek()
		if ok {
			s.mend()
			b := s.buf[:f.size()]
			s.skip(int(f.size()))
			return f, b, nil
		}
		if len(s.buf) == 0 {
			return frame{}, nil, s.end()
		}
		if !s.found && s.offset > scanGiveUp {
			return frame{}, nil, ErrNotJournal
		}
		s.search()
	}
}

// prefix reads the first bytes of the journal.
func (s *Stream) prefix() error {
	if !s.fill(prefixSize) {
		return errOr(s.failure(), ErrNotJournal)
	}
	version, nonce, ok := parsePrefix(s.buf)
	if !ok {
		s.search()
		return nil
	}
	if version > formatVersion {
		return fmt.Errorf("%w: %d, this program reads up to %d", ErrVersion, version, formatVersion)
	}
	s.nonce, s.known = nonce, true
	s.skip(prefixSize)
	return nil
}

// peek looks for a good frame at the front of the buffer.
func (s *Stream) peek() (frame, bool) {
	if !s.fill(frameHeaderSize) {
		return frame{}, false
	}
	f, ok := parseFrame(s.buf, s.offset)
	if !ok || s.known && f.nonce != s.nonce {
		return f, false
	}
	// The head has a CRC of its own, so that a wrong length is not waited for.
	if !s.fill(frameHeaderSize+f.head) || !f.headIntact(s.buf) {
		return f, false
	}
	// Frames within frames could make us read the same bytes again and again.
	if s.wasted > maxPayload+4*s.offset || !s.fill(int(f.size())) || !f.intact(s.buf) {
		s.wasted += f.size()
		return f, false
	}
	s.nonce, s.known, s.found = f.nonce, true, true
	return f, true
}

// search skips to where the next frame may begin, at least one byte.
func (s *Stream) search() {
	if s.broken < 0 {
		s.broken = s.offset
	}
	pattern := []byte(frameMarker)
	if s.known {
		pattern = binary.LittleEndian.AppendUint32(pattern, s.nonce)
	}
	s.fill(len(pattern) + 1)
	if at := bytes.Index(s.buf[min(1, len(s.buf)):], pattern); at >= 0 {
		s.skip(at + 1)
		return
	}
	// The pattern may be cut by the end of the buffer, unless that is all.
	keep := len(pattern) - 1
	if s.err != nil {
		keep = 0
	}
	s.skip(max(len(s.buf)-keep, 1))
}

// mend ends the damage that the buffer's front was in.
func (s *Stream) mend() {
	if s.broken >= 0 {
		s.damaged(s.broken, s.offset)
		s.broken = -1
	}
}

func (s *Stream) damaged(from, to int64) {
	if len(s.damage) < maxDamage {
		s.damage = append(s.damage, Damage{From: from, To: to})
	} else {
		s.damage[maxDamage-1].To = to
	}
}

// end is the error at the end of the stream.
func (s *Stream) end() error {
	s.mend()
	if err := s.failure(); err != nil {
		return err
	}
	if !s.known {
		return ErrNotJournal
	}
	return io.EOF
}

// failure is why the stream could not be read to its end, nil if it could.
func (s *Stream) failure() error {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("read journal: %w", s.err)
}

// skip consumes n bytes of the buffer.
func (s *Stream) skip(n int) {
	n = min(n, len(s.buf))
	s.buf = s.buf[n:]
	s.offset += int64(n)
}

// fill reads on until n bytes are in the buffer and reports whether they are. The
// buffer grows with what is there, not with what a length claims.
func (s *Stream) fill(n int) bool {
	for len(s.buf) < n && s.err == nil {
		if len(s.buf) == cap(s.buf) {
			s.buf = append(make([]byte, 0, max(2*len(s.buf), scanAhead)), s.buf...)
		}
		var read int
		read, s.err = s.src.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+read]
	}
	return len(s.buf) >= n
}

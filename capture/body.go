package capture

import (
	"errors"
	"io"
	"slices"
	"sync"
)

const (
	// firstRead is how much room a body gets before its first byte came. What a
	// Content-Length announces is not believed, or 40 idle connections could hold a
	// gigabyte.
	firstRead = 16 << 10
	// largestPooled is the largest buffer that is kept for the next request: rare
	// large bodies must not stay in memory.
	largestPooled = 4 << 20
)

// errTooLarge says that a body is larger than the limit.
var errTooLarge = errors.New("request body exceeds the limit")

// bodyPool holds the buffers that bodies are read into.
type bodyPool struct{ pool sync.Pool }

func (p *bodyPool) take() *[]byte {
	if b, ok := p.pool.Get().(*[]byte); ok {
		return b
	}
	return new([]byte) // it grows when the share allows it
}

func (p *bodyPool) give(b *[]byte) {
	if cap(*b) > largestPooled {
		return
	}
	*b = (*b)[:0]
	p.pool.Put(b)
}

// readBody reads src to its end into buf, of which the capacity is used. It
// returns what it read also with an error: errTooLarge beyond limit bytes,
// errInFlight when s cannot hold what comes, or src's own error as it is, which is
// what Prometheus answers. Memory grows with the bytes that came, to at most twice
// as many.
func readBody(src io.Reader, buf []byte, limit int, s *share) ([]byte, error) {
	buf = buf[:0]
	for {
		window := min(max(2*len(buf), firstRead), limit+1)
		if len(buf) < cap(buf) {
			window = min(window, cap(buf))
		}
		if err := s.atLeast(int64(window)); err != nil {
			return buf, err
		}
		buf = slices.Grow(buf, window-len(buf))
		for len(buf) < window {
			n, err := src.Read(buf[len(buf):window])
			buf = buf[:len(buf)+n]
			if len(buf) > limit {
				return buf[:limit], errTooLarge
			}
			if err == io.EOF {
				return buf, nil
			}
			if err != nil {
				return buf, err
			}
		}
	}
}

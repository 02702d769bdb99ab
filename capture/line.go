package capture

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

const (
	// firstShown is how much of what never became a request is looked at.
	firstShown = 256
	// maxHeadLines caps the lines of a request's head: a line of four bytes costs
	// net/http a hundred.
	maxHeadLines = 1000
)

var errHeadLines = errors.New("request head has too many lines")

// line is a connection that HTTP/1 is spoken on. It is watched between requests:
// heads that do not come to their end, and answers that net/http gives on its own,
// are seen nowhere else.
//
// What it notes is written by whoever reads the head of a request, which is one
// goroutine; asked is set by the handler and read by whoever writes.
type line struct {
	net.Conn
	place *place
	r     *Receiver
	asked atomic.Bool // a handler has the request

	first []byte // the first bytes since the last request
	came  int    // how many bytes in all
	since time.Time
	head  headLines
	noted bool // the history knows already
}

func newLine(c net.Conn, p *place, r *Receiver) *line {
	return &line{Conn: c, place: p, r: r}
}

// await begins to watch for the next request.
func (l *line) await() {
	l.first, l.came, l.head, l.noted = l.first[:0], 0, headLines{}, false
	l.asked.Store(false)
}

// Read reads for net/http and looks at heads.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if l.asked.Load() {
		return n, err
	}
	l.look(p[:n])
	switch {
	case err == nil && l.head.lines > maxHeadLines:
		return 0, errHeadLines // net/http answers 400
	case errors.Is(err, os.ErrDeadlineExceeded) && l.came > 0:
		l.tell(l.r.limits.refuseSlowHead(l.came))
	}
	return n, err
}

func (l *line) look(b []byte) {
	if l.came == 0 {
		l.since = time.Now()
	}
	l.came += len(b)
	if room := firstShown - len(l.first); room > 0 {
		l.first = append(l.first, b[:min(room, len(b))]...)
	}
	l.head.count(b)
}

// Write writes for net/http. What is written while no handler has a request is an
// answer of net/http's own.
func (l *line) Write(p []byte) (int, error) {
	if !l.asked.Load() {
		l.tell(l.r.limits.refuseHead(p, l.first, l.head.lines))
	}
	return l.Conn.Write(p)
}

// CloseWrite lets net/http close its side first, so that an answer to a request
// that was not read to its end gets through.
func (l *line) CloseWrite() error {
	if c, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// Close gives the place back.
func (l *line) Close() error {
	l.place.leave()
	return l.Conn.Close()
}

// tell puts into the history what never became a request.
func (l *line) tell(why *refusal) {
	if l.noted {
		return
	}
	l.noted = true
	if l.came == 0 { // its bytes came along with the request before it
		l.since = time.Now()
	}
	x := newArrival(l.RemoteAddr(), l.since)
	x.Request.Method, x.Request.Path = firstLine(l.first)
	l.r.turnAway(x, why)
}

// headLines counts the lines of a head. A body that comes along with it is no part
// of it.
type headLines struct {
	lines  int
	inside bool // the current line has more than line breaks
	ended  bool
}

func (h *headLines) count(b []byte) {
	for !h.ended && len(b) > 0 {
		text, rest, whole := bytes.Cut(b, []byte{'\n'})
		h.inside = h.inside || len(bytes.Trim(text, "\r")) > 0
		if !whole {
			return
		}
		h.ended = !h.inside && h.lines > 0
		h.lines, h.inside, b = h.lines+1, false, rest
	}
}

// secureLine is a line over TLS. net/http asks it for the state of its connection.
type secureLine struct {
	*line
	tls *tls.Conn
}

// ConnectionState is what http.Request.TLS shows.
func (s *secureLine) ConnectionState() tls.ConnectionState { return s.tls.ConnectionState() }

// connKey is the context's key for the connection of a request.
type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// taken tells the connection of a request that a handler has it, and whether it
// came over the limit.
func taken(q *http.Request) (over bool) {
	c, ok := q.Context().Value(connKey{}).(net.Conn)
	if !ok {
		return false
	}
	if l := lineOf(c); l != nil {
		l.asked.Store(true)
	}
	p := placeOf(c)
	return p != nil && p.over
}

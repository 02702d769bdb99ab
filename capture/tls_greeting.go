package capture

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"rwscope/store"
)

// tlsHandshakeRecord is the first byte of a TLS connection.
const tlsHandshakeRecord = 0x16

// plainHTTPAnswer is what net/http answers to HTTP where it wants TLS.
const (
	plainHTTPText   = "Client sent an HTTP request to an HTTPS server.\n"
	plainHTTPAnswer = "HTTP/1.0 400 Bad Request\r\n\r\n" + plainHTTPText
)

// greeting is a connection that is to become a secure one.
type greeting struct {
	net.Conn
	in    *bufio.Reader
	place *place
	name  string // that the client asked for (SNI)
	// plain is the head of a request that came without TLS.
	plain *http.Request
}

func newGreeting(c net.Conn, p *place) *greeting {
	return &greeting{Conn: c, in: bufio.NewReader(c), place: p}
}

// Read begins with what was looked at.
func (g *greeting) Read(p []byte) (int, error) { return g.in.Read(p) }

// Close gives the place back.
func (g *greeting) Close() error {
	g.place.leave()
	return g.Conn.Close()
}

// CloseWrite closes one side; TLS asks for it.
func (g *greeting) CloseWrite() error {
	if c, ok := g.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// greetingConfig makes a configuration note the name that a client asks for.
func greetingConfig(c *tls.Config) *tls.Config {
	if c == nil {
		return nil
	}
	c = c.Clone()
	if len(c.NextProtos) == 0 {
		c.NextProtos = []string{"h2", "http/1.1"}
	}
	c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if g, ok := hello.Conn.(*greeting); ok {
			g.name = hello.ServerName
		}
		return nil, nil
	}
	return c
}

// shake returns the secure connection, or why there is none; neither if the client
// went away without a byte, as health checks do.
func (g *greeting) shake(r *Receiver) (*tls.Conn, *refusal) {
	first, err := g.in.Peek(1)
	switch {
	case err != nil && errors.Is(err, os.ErrDeadlineExceeded):
		return nil, g.slow(r)
	case err != nil:
		return nil, nil
	case first[0] >= 'A' && first[0] <= 'Z':
		return nil, g.refusePlain(r)
	}
	begin, _ := g.in.Peek(g.in.Buffered())
	shown := quoteBytes(begin)
	secure := tls.Server(g, r.tls)
	if err := secure.Handshake(); err != nil {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, g.slow(r)
		}
		return nil, g.refuse(r.tls, err, shown)
	}
	return secure, nil
}

func (g *greeting) slow(r *Receiver) *refusal {
	detail := fmt.Sprintf("no TLS handshake within %s (--read-header-timeout)", r.limits.HeadTimeout)
	return unanswered(store.ByLimit, store.CauseTLSHandshake, "", detail)
}

// refusePlain reads the head of a request that came without TLS, and answers it as
// net/http does.
func (g *greeting) refusePlain(r *Receiver) *refusal {
	why := refuse(store.ByAccess, http.StatusBadRequest, store.CauseTLSPlainHTTP, strings.TrimSpace(plainHTTPText))
	why.answer.Header = http.Header{}
	why.finding.Detail = "HTTP without TLS"
	head := &io.LimitedReader{R: g, N: int64(r.limits.Header)}
	if q, err := http.ReadRequest(bufio.NewReader(head)); err == nil {
		q.RemoteAddr = g.RemoteAddr().String()
		g.plain = q
		why.finding.Detail = fmt.Sprintf("%.16s without TLS", q.Method)
		why.finding.Sender = q.UserAgent()
	}
	g.answer(plainHTTPAnswer)
	return why
}

// What is read after an answer, so that the client gets it: to close a connection
// with bytes in it that nobody read takes the answer back.
const (
	drained   = 256 << 10
	drainTime = 500 * time.Millisecond
)

// answer writes the last that is said on this connection.
func (g *greeting) answer(text string) {
	_, _ = io.WriteString(g.Conn, text)
	_ = g.CloseWrite()
	_ = g.SetReadDeadline(time.Now().Add(drainTime))
	_, _ = io.CopyN(io.Discard, g, drained)
}

// arrival is the exchange of a connection that did not become a secure one.
func (g *greeting) arrival(at time.Time) *Exchange {
	if g.plain == nil {
		return newArrival(g.RemoteAddr(), at)
	}
	x := newExchange(g.plain, at)
	x.shorten()
	return x
}

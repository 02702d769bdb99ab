package capture

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"
)

// spareConnections are accepted beyond the limit, so that whoever comes too many
// is told so. When these are taken too, the rest waits for the kernel.
const spareConnections = 64

// door is the listener that net/http gets its connections from: it counts them,
// shakes hands where TLS is spoken, and lets the history know of those of which
// no request comes.
type door struct {
	net.Listener // within limit and spare connections
	r            *Receiver
	open         atomic.Int64

	// With TLS, connections that have shaken hands come through here, or the error
	// that ended accepting.
	ready     chan net.Conn
	failed    chan error
	greetings sync.WaitGroup
	closing   context.Context // ends with Close
	end       context.CancelFunc
}

// newDoor makes l a door. Its Close ends the handshakes that are going on.
func newDoor(r *Receiver, l net.Listener) *door {
	closing, end := context.WithCancel(context.Background())
	d := &door{
		Listener: netutil.LimitListener(l, r.limits.Connections+spareConnections),
		r:        r,
		ready:    make(chan net.Conn),
		failed:   make(chan error, 1),
		closing:  closing,
		end:      end,
	}
	if r.tls != nil {
		go d.acceptTLS()
	}
	return d
}

// Accept returns the next connection, of which bytes of HTTP can be read.
func (d *door) Accept() (net.Conn, error) {
	if d.r.tls == nil {
		raw, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		return newLine(raw, d.admit(), d.r), nil
	}
	select {
	case c := <-d.ready:
		return c, nil
	case err := <-d.failed:
		return nil, err
	case <-d.closing.Done():
		return nil, net.ErrClosed
	}
}

// Close accepts nothing more and gives unfinished handshakes up.
func (d *door) Close() error {
	d.end()
	err := d.Listener.Close()
	d.greetings.Wait()
	return err
}

// admit gives a connection one of the places.
func (d *door) admit() *place {
	return &place{all: &d.open, over: d.open.Add(1) > int64(d.r.limits.Connections)}
}

// place is a connection's place among those that are open.
type place struct {
	all  *atomic.Int64
	over bool // there were more than the limit when it came
	once sync.Once
}

func (p *place) leave() { p.once.Do(func() { p.all.Add(-1) }) }

// acceptTLS shakes hands with everybody who comes, side by side: who is slow at it
// holds nobody up.
func (d *door) acceptTLS() {
	for {
		raw, err := d.Listener.Accept()
		if err != nil {
			d.failed <- err
			return
		}
		d.greetings.Go(func() { d.handshake(raw) })
	}
}

// handshake makes a connection a secure one and passes it on, or tells the history
// why it did not become one.
func (d *door) handshake(raw net.Conn) {
	start := time.Now()
	g := newGreeting(raw, d.admit())
	stop := context.AfterFunc(d.closing, func() { _ = g.Close() })
	defer stop()
	_ = g.SetDeadline(start.Add(d.r.limits.HeadTimeout))
	secure, why := g.shake(d.r)
	if secure == nil {
		_ = g.Close()
		if why != nil && d.closing.Err() == nil {
			d.r.turnAway(g.arrival(start), why)
		}
		return
	}
	_ = g.SetDeadline(time.Time{})
	select {
	case d.ready <- d.line(secure, g):
	case <-d.closing.Done():
		_ = g.Close()
	}
}

// line is what net/http gets: it speaks HTTP/2 only over a plain *tls.Conn.
func (d *door) line(secure *tls.Conn, g *greeting) net.Conn {
	if secure.ConnectionState().NegotiatedProtocol == "h2" {
		return secure
	}
	return &secureLine{line: newLine(secure, g.place, d.r), tls: secure}
}

// placeOf finds a connection's place again in what net/http was given.
func placeOf(c net.Conn) *place {
	switch c := c.(type) {
	case *line:
		return c.place
	case *secureLine:
		return c.place
	case *tls.Conn:
		if g, ok := c.NetConn().(*greeting); ok {
			return g.place
		}
	}
	return nil
}

// lineOf is the line of a connection, nil for one that speaks HTTP/2.
func lineOf(c net.Conn) *line {
	switch c := c.(type) {
	case *line:
		return c
	case *secureLine:
		return c.line
	default:
		return nil
	}
}

// state follows what net/http does with a connection.
func (d *door) state(c net.Conn, s http.ConnState) {
	if l := lineOf(c); l != nil && s == http.StateIdle {
		l.await()
	}
}

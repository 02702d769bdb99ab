package pcap

import (
	"net"
	"net/http"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/reassembly"
)

// maxQueued is how many messages of a connection may wait for their counterparts.
const maxQueued = 64

// conn is one TCP connection. It pairs the requests of one direction with the
// answers of the other. They come in the same order; where some are missing, what
// each answer acknowledges tells which request it cannot belong to.
type conn struct {
	reader *reader
	addrs  [2]string // the sender of each half
	halves [2]*half
	client *half     // the half with the requests, nil before the first
	asked  []Message // requests that wait for their answers
	early  []Message // answers of which the request is not complete yet
	lost   bool      // an answer is missing
}

var _ reassembly.Stream = (*conn)(nil)

// New makes the conn of a connection of which the first packet is at hand.
func (r *reader) New(network, transport gopacket.Flow, _ *layers.TCP, _ reassembly.AssemblerContext) reassembly.Stream {
	r.stats.Connections++
	r.open++
	c := &conn{reader: r}
	c.addrs[0] = net.JoinHostPort(network.Src().String(), transport.Src().String())
	c.addrs[1] = net.JoinHostPort(network.Dst().String(), transport.Dst().String())
	return c
}

// Accept takes every packet, and a stream from where the capture has it: most
// captures start in the middle of long-lived connections.
func (c *conn) Accept(tcp *layers.TCP, _ gopacket.CaptureInfo, direction reassembly.TCPFlowDirection, next reassembly.Sequence, start *bool, _ reassembly.AssemblerContext) bool {
	if next < 0 {
		*start = true
		h := c.half(direction)
		h.pos = tcp.Seq
		if tcp.SYN {
			h.pos++
		}
	}
	return true
}

// ReassembledSG hands what arrived to the half that it belongs to.
func (c *conn) ReassembledSG(sg reassembly.ScatterGather, ac reassembly.AssemblerContext) {
	direction, _, end, skip := sg.Info()
	h := c.half(direction)
	if skip != 0 {
		h.lose(skip)
	}
	if n, _ := sg.Lengths(); n > 0 {
		h.feed(sg.Fetch(n), ac.(packet))
	}
	if end {
		h.end()
	}
}

// half is the half of a direction, made when it is needed.
func (c *conn) half(direction reassembly.TCPFlowDirection) *half {
	i := 0
	if direction == reassembly.TCPDirServerToClient {
		i = 1
	}
	if c.halves[i] == nil {
		c.halves[i] = newHalf(c)
	}
	return c.halves[i]
}

// ReassemblyComplete ends the connection.
func (c *conn) ReassemblyComplete(reassembly.AssemblerContext) bool {
	for _, h := range c.halves {
		if h != nil {
			h.end()
		}
	}
	c.giveUpAsked(len(c.asked))
	c.dropEarly(len(c.early))
	c.reader.open--
	return true
}

// awaiting is the request that the next answer belongs to, nil if none is known.
func (c *conn) awaiting() *http.Request {
	if len(c.asked) == 0 {
		return nil
	}
	return c.asked[0].Request
}

// requested pairs a request with an answer that is there already, or lets it wait.
// An answer that acknowledges nothing of the request belongs to one before it that
// is missing.
func (c *conn) requested(m Message) {
	c.reader.stats.Requests++
	stale := 0
	for stale < len(c.early) && !before(m.from, c.early[stale].ack) {
		stale++
	}
	c.dropEarly(stale)
	if len(c.early) > 0 && len(c.asked) == 0 {
		answer := c.early[0]
		c.dropEarly(1)
		c.emit(m, &answer)
		return
	}
	if len(c.asked) == maxQueued {
		c.giveUpAsked(1)
	}
	c.asked = append(c.asked, m)
	c.reader.held += len(m.Body)
}

// answered pairs an answer with the request that waits longest. Where answers are
// missing, it is the last one that it acknowledges: senders wait for an answer
// before they ask again.
func (c *conn) answered(m Message) {
	n := 0
	for n < len(c.asked) && before(c.asked[n].from, m.ack) {
		n++
	}
	if n == 0 {
		if len(c.early) == maxQueued {
			c.dropEarly(1)
		}
		c.early = append(c.early, m)
		c.reader.held += len(m.Body)
		return
	}
	if c.lost {
		c.giveUpAsked(n - 1)
		c.lost = false
	}
	asked := c.asked[0]
	c.asked = c.asked[1:]
	c.reader.held -= len(asked.Body)
	c.emit(asked, &m)
}

// giveUpAsked passes the first n waiting requests on without answers.
func (c *conn) giveUpAsked(n int) {
	for _, asked := range c.asked[:n] {
		c.reader.held -= len(asked.Body)
		c.emit(asked, nil)
	}
	c.asked = c.asked[n:]
}

func (c *conn) dropEarly(n int) {
	for _, answer := range c.early[:n] {
		c.reader.held -= len(answer.Body)
	}
	c.early = c.early[n:]
}

func (c *conn) emit(request Message, answer *Message) {
	client, server := c.addrs[0], c.addrs[1]
	if c.client == c.halves[1] {
		client, server = server, client
	}
	if answer == nil {
		c.reader.stats.Unanswered++
	}
	c.reader.emit(Pair{Client: client, Server: server, Request: request, Answer: answer})
}

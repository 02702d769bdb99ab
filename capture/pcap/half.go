package pcap

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"regexp"
	"time"
)

// Why a message is given up.
var (
	errGap      = errors.New("bytes are missing")
	errTooLarge = errors.New("message is too large")
	errNotHTTP  = errors.New("not the beginning of a message")
)

// maxHead is the largest head of a message, in bytes.
const maxHead = 1 << 20

// half is one direction of a connection: a stream of bytes, and the coroutine
// that reads messages from it.
type half struct {
	conn   *conn
	r      *bufio.Reader // over the half itself
	input  []byte        // what arrived and was not read yet
	seen   time.Time     // when input arrived
	pos    uint32        // sequence number behind input
	ack    uint32        // of the packet that brought input
	began  time.Time     // when the message being read began; zero between messages
	gap    bool          // bytes before input are missing
	ended  bool
	left   int // bytes that the message may still take from the stream
	held   int // bytes of its body, counted in the reader's total
	resume func() (struct{}, bool)
	cancel func()
	yield  func(struct{}) bool
}

func newHalf(c *conn) *half {
	h := &half{conn: c}
	h.resume, h.cancel = iter.Pull(func(yield func(struct{}) bool) {
		h.yield = yield
		h.parse()
	})
	return h
}

// feed hands over what a packet brought. It returns when the parser needs more;
// data is not used after that.
func (h *half) feed(data []byte, p packet) {
	h.input, h.seen, h.ack = data, p.info.Timestamp, p.ack
	h.pos += uint32(len(data))
	h.resume()
	h.input = nil
}

// lose says that bytes are missing in front of what is fed next.
func (h *half) lose(n int) {
	h.gap = true
	h.pos += uint32(n)
	h.resume()
}

// at is the sequence number of the byte that the parser reads next.
func (h *half) at() uint32 { return h.pos - uint32(len(h.input)+h.r.Buffered()) }

// end says that nothing more will come, and ends the coroutine.
func (h *half) end() {
	if !h.ended {
		h.ended = true
		h.resume()
		h.cancel()
		h.release()
	}
}

// Read gives the parser what has arrived and sleeps where that ends. It never
// takes more than what one packet brought, so that seen is the time of the last
// byte that was read.
func (h *half) Read(p []byte) (int, error) {
	for len(h.input) == 0 && !h.gap {
		if h.ended || !h.yield(struct{}{}) {
			return 0, io.EOF
		}
	}
	switch {
	case h.gap:
		return 0, errGap
	case h.left <= 0:
		return 0, errTooLarge
	case h.began.IsZero():
		h.began = h.seen
	}
	n := copy(p[:min(len(p), h.left)], h.input)
	h.input = h.input[n:]
	h.left -= n
	return n, nil
}

// parse reads messages until the stream ends or turns out to be something else.
func (h *half) parse() {
	h.r = bufio.NewReader(h)
	for {
		begin, err := h.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
		case bytes.HasPrefix(begin, answerLine):
			err = h.response()
		case requestLine.Match(begin):
			err = h.request()
		case h.foreign(begin):
			return
		default:
			err = errNotHTTP
		}
		h.release()
		if err != nil {
			h.giveUp(err)
			h.hunt()
		}
	}
}

// beginSize is how many bytes tell the kinds of messages apart.
const beginSize = 8

// answerLine and requestLine are how messages begin, anyLine is how to find one
// among other bytes.
var (
	answerLine  = []byte("HTTP/1.")
	requestLine = regexp.MustCompile(`^[A-Z]{2,7} `)
	anyLine     = regexp.MustCompile(`[A-Z]{2,7} [^ \n]+ HTTP/1\.[01]\r?\n|HTTP/1\.[01] [0-9]{3} `)
)

// messageStart is where a message begins in what arrived, -1 if none does. At the
// front of a packet a bit of its first line is enough.
func messageStart(b []byte) int {
	if bytes.HasPrefix(b, answerLine) || requestLine.Match(b[:min(beginSize, len(b))]) {
		return 0
	}
	if found := anyLine.FindIndex(b); found != nil {
		return found[0]
	}
	return -1
}

// next waits for a message and returns its first bytes.
func (h *half) next() ([]byte, error) {
	h.began, h.left = time.Time{}, maxHead
	if h.r.Buffered() > 0 {
		h.began = h.seen
	}
	return h.r.Peek(beginSize)
}

// foreign notes a stream that is not HTTP/1.1 at all.
func (h *half) foreign(begin []byte) bool {
	stats := &h.conn.reader.stats
	switch {
	case begin[0] == 0x16 && begin[1] == 3:
		stats.TLS++
	case string(begin) == "PRI * HT":
		stats.HTTP2++
	default:
		return false
	}
	return true
}

// giveUp counts a message that was not read to its end. If it was an answer, the
// next one does not belong to the request that waits longest.
func (h *half) giveUp(err error) {
	stats := &h.conn.reader.stats
	switch {
	case errors.Is(err, errTooLarge):
		stats.TooLarge++
	case !errors.Is(err, errNotHTTP) && !h.began.IsZero():
		stats.Incomplete++
	}
	h.conn.lost = true
}

// hunt waits for the beginning of a message.
func (h *half) hunt() {
	h.began, h.left = time.Time{}, maxHead
	h.r.Reset(h)
	for {
		if h.gap {
			h.gap = false
			h.conn.reader.stats.Gaps++
		}
		if at := messageStart(h.input); at >= 0 {
			h.input = h.input[at:]
			return
		}
		h.input = nil
		if h.ended || !h.yield(struct{}{}) {
			return
		}
	}
}

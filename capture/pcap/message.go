package pcap

import (
	"net/http"
	"time"
)

// Message is one HTTP message of a capture.
type Message struct {
	// Began is when its first, and Ended when its last bytes passed.
	Began, Ended time.Time
	// Body is as it came, without transfer coding.
	Body []byte

	// Request of a request, Response of an answer; their Body is spent.
	Request  *http.Request
	Response *http.Response

	// from is the sequence number of its first byte.
	from uint32
	// ack is what the other side had received when its first packet was sent.
	ack uint32
}

// before compares sequence numbers, which wrap around.
func before(a, b uint32) bool { return int32(a-b) < 0 }

// Pair is a request and its answer.
type Pair struct {
	Client, Server string // host:port
	Request        Message
	// Answer is nil if the capture holds none.
	Answer *Message
}

package pcap

import (
	"fmt"
	"strings"
)

// Stats says what was in a capture, and what could not be read.
type Stats struct {
	Packets     int
	Connections int
	Requests    int // complete ones
	Unanswered  int // of Requests: without an answer in the capture

	TLS, HTTP2 int // streams, that is directions of a connection, that are not HTTP/1.1
	Gaps       int // places where bytes are missing
	Incomplete int // messages given up for a gap, a fault or the end of the file
	TooLarge   int // messages given up for a limit
	Evicted    int // connections given up for a limit
	// Truncated says that the file ends within a packet, or is damaged; empty if not.
	Truncated string
}

// Notices are the lines that a user should see about what is missing.
func (s Stats) Notices() []string {
	var lines []string
	add := func(n int, format string) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, n))
		}
	}
	add(s.TLS, "%d streams are encrypted with TLS and cannot be read; capture in front of the TLS server, or use a proxy that writes HAR")
	add(s.HTTP2, "%d streams are HTTP/2, which is not read; remote_write senders use HTTP/1.1 unless enable_http2 is set")
	add(s.Gaps, "bytes are missing at %d places: the capture started late, or packets were dropped (tcpdump -B makes its buffer larger)")
	add(s.Incomplete, "%d messages are incomplete and left out")
	add(s.TooLarge, "%d messages are larger than the limit and left out")
	add(s.Evicted, "%d connections were given up because too many were open")
	if s.Truncated != "" {
		lines = append(lines, "the file is cut off or damaged, what comes before that was read: "+s.Truncated)
	}
	return lines
}

// String sums up in one line.
func (s Stats) String() string {
	parts := []string{
		fmt.Sprintf("%d packets", s.Packets),
		fmt.Sprintf("%d connections", s.Connections),
		fmt.Sprintf("%d requests", s.Requests),
	}
	if s.Unanswered > 0 {
		parts = append(parts, fmt.Sprintf("%d of them without an answer", s.Unanswered))
	}
	return strings.Join(parts, ", ")
}

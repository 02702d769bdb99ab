// Package pcap finds the HTTP/1.1 requests and answers in a packet capture: what
// tcpdump or Wireshark recorded on a node becomes the exchanges that a receiver
// would have seen.
//
//	file ──▶ packets ──▶ TCP streams ──▶ one parser for each direction ──▶ pairs
//	 pcap     Ethernet,    reassembly of    HTTP/1.1, Content-Length,      request
//	 pcapng   loopback,    gopacket         chunked, until close           and answer
//	          SLL, raw IP
//
// Use [Read]. It needs neither libpcap nor privileges.
//
// # The parsers
//
// Packets of many connections come in any order, while HTTP is read most easily
// from a stream. Each direction therefore has a coroutine that reads from its
// stream as if it were whole and is put to sleep where the packets end. All of
// them take turns with the caller of Read: nothing runs at the same time, and the
// same file always gives the same result.
//
// Where bytes are missing, the capture having started late or the kernel having
// dropped packets, a parser gives up the message it is in and waits for a packet
// that begins with a new one.
//
// # Limits
//
// A file may be hostile. Open connections, bytes waiting for missing packets, the
// size of a message and of all unfinished messages together are bounded, whatever
// lengths the file declares; what a bound cost is counted in [Stats].
package pcap

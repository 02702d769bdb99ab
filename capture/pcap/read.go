package pcap

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/gopacket/gopacket/reassembly"
)

// ErrFormat says that a file is no packet capture.
var ErrFormat = errors.New("not a pcap or pcapng file")

// Config bounds what reading a capture may cost. A field that is not positive
// means its default.
type Config struct {
	// MaxBody is the largest body of a message, in bytes. Default 64 MiB.
	MaxBody int
	// MaxHeld is how many bytes all unfinished and unanswered messages together may
	// take. Default 512 MiB.
	MaxHeld int
	// MaxConnections is how many connections may be open at a time. Default 4096.
	MaxConnections int
}

func (c Config) withDefaults() Config {
	if c.MaxBody <= 0 {
		c.MaxBody = 64 << 20
	}
	if c.MaxHeld <= 0 {
		c.MaxHeld = 512 << 20
	}
	if c.MaxConnections <= 0 {
		c.MaxConnections = 4096
	}
	return c
}

// Bounds on bytes that wait for missing ones in front of them, in pages of 1900
// bytes.
const (
	pagesPerConnection = 4096
	pagesTotal         = 65536
)

// A connection waits for missing bytes for as long as patience, in the time of the
// capture: what the kernel dropped is never sent again. Without any packet for as
// long as idle, it is given up.
const (
	patience = 2 * time.Second
	idle     = 10 * time.Minute
)

// reader reads one capture.
type reader struct {
	cfg   Config
	stats Stats
	pass  func(Pair) error
	err   error // of pass; nothing is passed on after it
	open  int   // connections
	held  int   // bytes of messages that are not passed on yet
}

// Read passes on the requests in a capture with their answers, in the order in
// which they were answered. An error of pass ends the reading and is returned. A
// file that is cut off or damaged is no error: Stats says so.
func Read(ctx context.Context, file io.Reader, cfg Config, pass func(Pair) error) (Stats, error) {
	packets, err := open(file)
	if err != nil {
		return Stats{}, err
	}
	r := &reader{cfg: cfg.withDefaults(), pass: pass}
	assembler := reassembly.NewAssembler(reassembly.NewStreamPool(r))
	assembler.MaxBufferedPagesPerConnection = pagesPerConnection
	assembler.MaxBufferedPagesTotal = pagesTotal
	defer assembler.FlushAll()
	var swept time.Time
	for r.err == nil {
		if err := ctx.Err(); err != nil {
			return r.stats, err
		}
		p, err := packets.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.stats.Truncated = err.Error()
			break
		}
		r.stats.Packets++
		r.packet(assembler, p)
		if now := p.info.Timestamp; now.Sub(swept).Abs() > patience/2 {
			swept = now
			assembler.FlushWithOptions(reassembly.FlushOptions{T: now.Add(-patience), TC: now.Add(-idle)})
		}
	}
	assembler.FlushAll()
	return r.stats, r.err
}

// packet gives a TCP segment to the assembler. Anything else is none of ours.
func (r *reader) packet(assembler *reassembly.Assembler, p packet) {
	decoded := gopacket.NewPacket(p.data, p.link, gopacket.DecodeOptions{Lazy: true, NoCopy: true})
	tcp, ok := decoded.TransportLayer().(*layers.TCP)
	if !ok || decoded.NetworkLayer() == nil {
		return
	}
	if r.open >= r.cfg.MaxConnections {
		r.stats.Evicted += assembler.FlushAll()
	}
	p.ack = tcp.Ack
	assembler.AssembleWithContext(decoded.NetworkLayer().NetworkFlow(), tcp, p)
}

func (r *reader) emit(p Pair) {
	if r.err == nil {
		r.err = r.pass(p)
	}
}

// packet is one packet as recorded.
type packet struct {
	data []byte
	info gopacket.CaptureInfo
	link layers.LinkType
	ack  uint32 // of its TCP segment
}

// GetCaptureInfo is for the assembler.
func (p packet) GetCaptureInfo() gopacket.CaptureInfo { return p.info }

// packets reads either format.
type packets struct {
	source gopacket.PacketDataSource
	link   layers.LinkType // of packets that do not say
}

// pcapngMagic is the type of the first block of a pcapng file.
var pcapngMagic = []byte{0x0a, 0x0d, 0x0d, 0x0a}

// open finds out the format. Both may be packed with gzip.
func open(file io.Reader) (*packets, error) {
	r := bufio.NewReader(file)
	magic, err := r.Peek(4)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if bytes.HasPrefix(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		r = bufio.NewReader(unpacked)
		if magic, err = r.Peek(4); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
	}
	if bytes.Equal(magic, pcapngMagic) {
		ng, err := pcapgo.NewNgReader(r, pcapgo.NgReaderOptions{WantMixedLinkType: true, SkipUnknownVersion: true})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		return &packets{source: ng}, nil
	}
	classic, err := pcapgo.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return &packets{source: classic, link: classic.LinkType()}, nil
}

func (p *packets) next() (packet, error) {
	data, info, err := p.source.ReadPacketData()
	if err != nil {
		return packet{}, err
	}
	link := p.link
	if len(info.AncillaryData) > 0 {
		if own, ok := info.AncillaryData[0].(layers.LinkType); ok {
			link = own
		}
	}
	return packet{data: data, info: info, link: link}, nil
}

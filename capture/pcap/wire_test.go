package pcap

import (
	"bytes"
	"encoding/binary"
	"net"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// begin is the time of the first packet; each one after it comes a millisecond
// later.
var begin = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// wire plays one TCP connection and records its packets.
type wire struct {
	t       testing.TB
	link    layers.LinkType
	ip6     bool
	segment int // largest segment
	port    layers.TCPPort
	seq     [2]uint32 // of client and server
	packets [][]byte
}

func newWire(t testing.TB) *wire {
	return &wire{t: t, link: layers.LinkTypeEthernet, segment: 1000, port: 40000, seq: [2]uint32{1000, 0xfffffff0}}
}

// handshake opens the connection.
func (w *wire) handshake() *wire {
	w.send(0, nil, layers.TCP{SYN: true})
	w.send(1, nil, layers.TCP{SYN: true, ACK: true})
	w.send(0, nil, layers.TCP{ACK: true})
	return w
}

// client and server send data, in as many segments as it takes.
func (w *wire) client(data string) *wire { return w.data(0, data) }
func (w *wire) server(data string) *wire { return w.data(1, data) }

func (w *wire) data(from int, data string) *wire {
	for len(data) > 0 {
		n := min(len(data), w.segment)
		w.send(from, []byte(data[:n]), layers.TCP{ACK: true, PSH: true})
		data = data[n:]
	}
	return w
}

// close ends both directions.
func (w *wire) close() *wire {
	w.send(0, nil, layers.TCP{FIN: true, ACK: true})
	w.send(1, nil, layers.TCP{FIN: true, ACK: true})
	return w
}

// send records one segment.
func (w *wire) send(from int, payload []byte, tcp layers.TCP) {
	w.t.Helper()
	tcp.SrcPort, tcp.DstPort = w.port, 9201
	if from == 1 {
		tcp.SrcPort, tcp.DstPort = tcp.DstPort, tcp.SrcPort
	}
	tcp.Seq, tcp.Ack, tcp.Window = w.seq[from], w.seq[1-from], 65535
	w.seq[from] += uint32(len(payload))
	if tcp.SYN || tcp.FIN {
		w.seq[from]++
	}
	network := w.network(from)
	if err := tcp.SetNetworkLayerForChecksum(network.(gopacket.NetworkLayer)); err != nil {
		w.t.Fatal(err)
	}
	buffer := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(buffer, options, network, &tcp, gopacket.Payload(payload)); err != nil {
		w.t.Fatal(err)
	}
	w.packets = append(w.packets, append(w.linkHeader(), buffer.Bytes()...))
}

func (w *wire) network(from int) gopacket.SerializableLayer {
	if w.ip6 {
		addrs := [2]net.IP{net.ParseIP("2001:db8::1"), net.ParseIP("2001:db8::2")}
		return &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: layers.IPProtocolTCP, SrcIP: addrs[from], DstIP: addrs[1-from]}
	}
	addrs := [2]net.IP{{10, 0, 0, 1}, {10, 0, 0, 2}}
	return &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolTCP, SrcIP: addrs[from], DstIP: addrs[1-from]}
}

// linkHeader is what stands in front of an IP packet.
func (w *wire) linkHeader() []byte {
	etherType := layers.EthernetTypeIPv4
	family := layers.ProtocolFamilyIPv4
	if w.ip6 {
		etherType, family = layers.EthernetTypeIPv6, layers.ProtocolFamilyIPv6Linux
	}
	switch w.link {
	case layers.LinkTypeEthernet:
		return binary.BigEndian.AppendUint16(make([]byte, 12), uint16(etherType))
	case layers.LinkTypeNull:
		return binary.LittleEndian.AppendUint32(nil, uint32(family))
	case layers.LinkTypeLinuxSLL:
		return binary.BigEndian.AppendUint16(append([]byte{0, 0, 3, 4, 0, 6}, make([]byte, 8)...), uint16(etherType))
	case layers.LinkTypeLinuxSLL2:
		return append(binary.BigEndian.AppendUint16(nil, uint16(etherType)), append([]byte{0, 0, 0, 0, 0, 1, 3, 4, 0, 6}, make([]byte, 8)...)...)
	default:
		return nil
	}
}

// file is the packets in the classic format.
func (w *wire) file() []byte {
	w.t.Helper()
	var b bytes.Buffer
	out := pcapgo.NewWriterNanos(&b)
	if err := out.WriteFileHeader(262144, w.link); err != nil {
		w.t.Fatal(err)
	}
	for i, p := range w.packets {
		if err := out.WritePacket(w.info(i, p), p); err != nil {
			w.t.Fatal(err)
		}
	}
	return b.Bytes()
}

// ngFile is the packets in the pcapng format.
func (w *wire) ngFile() []byte {
	w.t.Helper()
	var b bytes.Buffer
	out, err := pcapgo.NewNgWriter(&b, w.link)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, p := range w.packets {
		if err := out.WritePacket(w.info(i, p), p); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

func (w *wire) info(i int, packet []byte) gopacket.CaptureInfo {
	return gopacket.CaptureInfo{Timestamp: begin.Add(time.Duration(i) * time.Millisecond), CaptureLength: len(packet), Length: len(packet)}
}

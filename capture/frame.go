package capture

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// The sizes and marks of the file format; FORMAT.md draws them.
const (
	fileMagic   = "\x89RWSCOPE" // 0x89 occurs in no text, so that text tools refuse the file
	frameMarker = "\xf5RWF"     // 0xf5 occurs in no UTF-8

	prefixSize      = 16
	frameHeaderSize = 24
	// formatVersion changes when a reader of the version before would misread the
	// file. It has nothing to do with the program's version.
	formatVersion = 1
	// maxPayload bounds what a reader allocates for one frame.
	maxPayload = 1 << 30
	// maxHead bounds what a scan reads of one frame.
	maxHead = 64 << 10
)

// The ways in which a file cannot be read at all.
var (
	ErrNotJournal = errors.New("not an rwscope journal")
	ErrVersion    = errors.New("journal of a newer format")
	ErrDamaged    = errors.New("damaged frame")
)

// castagnoli is the polynomial of CRC-32C, which processors compute themselves.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// frameType says what a frame's payload is. Readers skip types that they do not
// know.
type frameType uint8

const (
	frameRun      frameType = 1 // Run: a program began to write here
	frameExchange frameType = 2 // Exchange
	frameNote     frameType = 3 // Note: a user's mark or comment
	frameIndex    frameType = 4 // Index: rows of a part of the file
	frameTrailer  frameType = 5 // Trailer: the last frame after a clean close
)

// frame is a frame's header together with where it stands.
type frame struct {
	typ     frameType
	nonce   uint32
	offset  int64 // of the header, in the file as it is
	length  int   // of the payload
	head    int   // how much of the payload the header's CRC covers
	bodyCRC uint32
}

// end is the offset of whatever follows the frame.
func (f frame) end() int64 { return f.offset + frameHeaderSize + int64(f.length) }

// size is what the frame takes in the file.
func (f frame) size() int64 { return frameHeaderSize + int64(f.length) }

// sealBody fills in the header at the front of b, but for the head's CRC. b is
// room for a header and then the payload.
func sealBody(b []byte, typ frameType, nonce uint32, head int) {
	payload := b[frameHeaderSize:]
	copy(b, frameMarker)
	binary.LittleEndian.PutUint32(b[4:], nonce)
	binary.LittleEndian.PutUint32(b[8:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(b[12:], uint32(typ)|uint32(head)<<8)
	binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(payload[head:], castagnoli))
}

// sealHead fills in the head's CRC. It covers the header, and with it the body's
// CRC, so that after sealBody the head may still change.
func sealHead(b []byte, head int) {
	binary.LittleEndian.PutUint32(b[20:], headCRC(b, head))
}

// headCRC covers nonce, length, type, the body's CRC and the payload's head, but
// not the marker, which is the same everywhere, nor itself.
func headCRC(b []byte, head int) uint32 {
	crc := crc32.Update(0, castagnoli, b[4:20])
	return crc32.Update(crc, castagnoli, b[frameHeaderSize:frameHeaderSize+head])
}

// parseFrame reads a frame's header. It checks the marker and the bounds, but
// not yet the CRC, which needs the head as well.
func parseFrame(b []byte, offset int64) (frame, bool) {
	if len(b) < frameHeaderSize || string(b[:4]) != frameMarker {
		return frame{}, false
	}
	typeAndHead := binary.LittleEndian.Uint32(b[12:])
	f := frame{
		typ:     frameType(typeAndHead),
		nonce:   binary.LittleEndian.Uint32(b[4:]),
		offset:  offset,
		length:  int(binary.LittleEndian.Uint32(b[8:])),
		head:    int(typeAndHead >> 8),
		bodyCRC: binary.LittleEndian.Uint32(b[16:]),
	}
	return f, f.typ != 0 && f.length <= maxPayload && f.head <= min(f.length, maxHead)
}

// headIntact checks the CRC of the header and the head at the front of b.
func (f frame) headIntact(b []byte) bool {
	return len(b) >= frameHeaderSize+f.head &&
		headCRC(b, f.head) == binary.LittleEndian.Uint32(b[20:])
}

// intact checks both CRCs of a frame that is in memory in full.
func (f frame) intact(b []byte) bool {
	return int64(len(b)) >= f.size() && f.headIntact(b) &&
		crc32.Checksum(b[frameHeaderSize+f.head:f.size()], castagnoli) == f.bodyCRC
}

// appendPrefix appends the first bytes of a file.
func appendPrefix(b []byte, nonce uint32) []byte {
	b = append(b, fileMagic...)
	b = binary.LittleEndian.AppendUint16(b, formatVersion)
	b = append(b, 0, 0)
	return binary.LittleEndian.AppendUint32(b, nonce)
}

// parsePrefix reads the first bytes of a file: its format version and its nonce.
func parsePrefix(b []byte) (version uint16, nonce uint32, ok bool) {
	if len(b) < prefixSize || string(b[:len(fileMagic)]) != fileMagic {
		return 0, 0, false
	}
	return binary.LittleEndian.Uint16(b[8:]), binary.LittleEndian.Uint32(b[12:]), true
}

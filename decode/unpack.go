package decode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// Bounds of what unpacking a refused coding may hold besides its output.
const (
	zstdWindow  = 8 << 20  // RFC 8878 recommends to support this much
	framedBlock = 64 << 10 // the snappy framing format has no larger ones
)

// errTooLong is returned for bodies that unpack to more than the limit.
var errTooLong = errors.New("unpacks to more than the limit")

// sniffCoding tells from the first bytes how a body is packed that is no snappy
// block.
func sniffCoding(wire []byte) Coding {
	switch {
	case bytes.HasPrefix(wire, []byte("\xff\x06\x00\x00sNaPpY")):
		return CodingSnappyFramed
	case bytes.HasPrefix(wire, []byte{0x1f, 0x8b}):
		return CodingGzip
	case bytes.HasPrefix(wire, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return CodingZstd
	}
	return CodingNone
}

// unpack unpacks a coding that Prometheus refuses, so that what is in it can be
// shown. It reads as it unpacks, so memory is bounded by what is there and by the
// limit, whatever the body declares.
func unpack(coding Coding, wire []byte, limit int) ([]byte, error) {
	var r io.Reader
	switch coding {
	case CodingNone:
		return wire, nil
	case CodingSnappyFramed:
		r = s2.NewReader(bytes.NewReader(wire), s2.ReaderMaxBlockSize(framedBlock))
	case CodingGzip:
		zr, err := gzip.NewReader(bytes.NewReader(wire))
		if err != nil {
			return nil, err
		}
		r = zr
	case CodingZstd:
		// With a concurrency of one the decoder starts no goroutine.
		zr, err := zstd.NewReader(bytes.NewReader(wire), zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, err
		}
		defer zr.Close()
		r = zr
	default:
		return nil, errors.New("unknown coding")
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(out) > limit {
		err = errTooLong
	}
	return out, err
}

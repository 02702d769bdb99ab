package replay

import (
	"errors"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"rwscope/decode"
)

// errNotMoved says that a message cannot be walked to its end, so that its times
// stay as they are.
var errNotMoved = errors.New("message is damaged")

// layout says which fields of a protobuf record are times, and which are records
// that hold some. Numbers are those of prompb/types.proto, prompb/remote.proto and
// prompb/io/prometheus/write/v2/types.proto.
type layout struct {
	times   []protowire.Number
	records map[protowire.Number]layout
}

// messages are the two messages of remote write.
var messages = map[decode.Kind]layout{
	decode.V1: {records: map[protowire.Number]layout{
		1: {records: map[protowire.Number]layout{ // TimeSeries
			2: {times: []protowire.Number{2}},  // Sample
			3: {times: []protowire.Number{3}},  // Exemplar
			4: {times: []protowire.Number{15}}, // Histogram
		}},
	}},
	decode.V2: {records: map[protowire.Number]layout{
		5: {
			times: []protowire.Number{6}, // created_timestamp of rc.3
			records: map[protowire.Number]layout{
				2: {times: []protowire.Number{2, 3}},   // Sample and its start
				3: {times: []protowire.Number{15, 17}}, // Histogram and its start
				4: {times: []protowire.Number{3}},      // Exemplar
			},
		},
	}},
}

// move appends the message to dst with all its times moved by some milliseconds.
// A time of 0 is an absent one and stays, and so does one that would overflow.
// Everything that is no time is copied as it is, unknown fields too.
func move(dst []byte, kind decode.Kind, message []byte, by int64) ([]byte, error) {
	return messages[kind].move(dst, message, by)
}

func (l layout) move(dst, src []byte, by int64) ([]byte, error) {
	for len(src) > 0 {
		number, typ, n := protowire.ConsumeTag(src)
		if n < 0 {
			return dst, errNotMoved
		}
		size := protowire.ConsumeFieldValue(number, typ, src[n:])
		if size < 0 {
			return dst, errNotMoved
		}
		field := src[:n+size]
		src = src[n+size:]
		var err error
		if dst, err = l.moveField(dst, number, typ, field, n, by); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// moveField copies one field, whose tag is tagSize bytes long.
func (l layout) moveField(dst []byte, number protowire.Number, typ protowire.Type, field []byte, tagSize int, by int64) ([]byte, error) {
	inner, isRecord := l.records[number]
	switch {
	case typ == protowire.BytesType && isRecord:
		content, _ := protowire.ConsumeBytes(field[tagSize:])
		return inner.moveRecord(append(dst, field[:tagSize]...), content, by)
	case typ == protowire.VarintType && l.isTime(number):
		millis, _ := protowire.ConsumeVarint(field[tagSize:])
		dst = append(dst, field[:tagSize]...)
		return protowire.AppendVarint(dst, uint64(moved(int64(millis), by))), nil
	default:
		return append(dst, field...), nil
	}
}

// moveRecord appends length and content. The length is known only afterwards: as
// many bytes as the old one took are left for it, and the content gives way if the
// new one takes another number.
func (l layout) moveRecord(dst, content []byte, by int64) ([]byte, error) {
	room := protowire.SizeVarint(uint64(len(content)))
	at := len(dst)
	dst = append(dst, make([]byte, room)...)
	dst, err := l.move(dst, content, by)
	if err != nil {
		return dst, err
	}
	size := len(dst) - at - room
	if need := protowire.SizeVarint(uint64(size)); need != room {
		dst = append(dst, make([]byte, max(0, need-room))...)
		copy(dst[at+need:], dst[at+room:at+room+size])
		dst = dst[:at+need+size]
	}
	protowire.AppendVarint(dst[:at], uint64(size))
	return dst, nil
}

func (l layout) isTime(number protowire.Number) bool {
	for _, n := range l.times {
		if n == number {
			return true
		}
	}
	return false
}

// moved is millis+by, or millis where it is absent or that would overflow.
func moved(millis, by int64) int64 {
	switch {
	case millis == 0,
		by > 0 && millis > math.MaxInt64-by,
		by < 0 && millis < math.MinInt64-by:
		return millis
	default:
		return millis + by
	}
}

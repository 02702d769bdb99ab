package capture_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/golang/snappy"
	"google.golang.org/protobuf/encoding/protowire"
)

// bodies are the request bodies that the cases in testdata/receiver name.
var bodies = map[string]func(testing.TB, int64) []byte{
	"none":     func(testing.TB, int64) []byte { return nil },
	"v1":       func(t testing.TB, at int64) []byte { return v1Body(t, 2, at) },
	"v2":       func(t testing.TB, at int64) []byte { return v2Body(t, 2, at) },
	"json":     func(testing.TB, int64) []byte { return []byte(`{"streams": []}`) },
	"raw":      func(t testing.TB, at int64) []byte { return unpacked(t, v1Body(t, 2, at)) },
	"cut":      func(t testing.TB, at int64) []byte { b := v1Body(t, 2, at); return b[:len(b)/2] },
	"framed":   framedBody,
	"gzip":     gzipBody,
	"garbage":  func(testing.TB, int64) []byte { return snappy.Encode(nil, []byte{0x0a, 0x7f, 1, 2, 3}) },
	"40MiB":    func(testing.TB, int64) []byte { return make([]byte, 40<<20) },
	"liar":     func(testing.TB, int64) []byte { return append(binary.AppendUvarint(nil, 32<<20), 0, 'x') },
	"decoded":  func(testing.TB, int64) []byte { return snappy.Encode(nil, make([]byte, 33<<20)) },
	"symbols":  symbolsBody,
	"series":   func(testing.TB, int64) []byte { return snappy.Encode(nil, bytes.Repeat([]byte{0x2a, 0}, 20_000)) },
	"table":    func(testing.TB, int64) []byte { return snappy.Encode(nil, bytes.Repeat([]byte{0x22, 0}, 1_001)) },
	"toomany":  func(testing.TB, int64) []byte { return snappy.Encode(nil, bytes.Repeat([]byte{0x0a, 0}, 1_001)) },
	"items":    func(testing.TB, int64) []byte { return snappy.Encode(nil, seriesOf(0x12, 1_001)) },
	"costly":   func(testing.TB, int64) []byte { return snappy.Encode(nil, seriesOf(0x22, 1_000)) },
	"labels":   func(testing.TB, int64) []byte { return snappy.Encode(nil, seriesOf(0x0a, 1_001)) },
	"labelsv2": labelsV2Body,
}

func unpacked(t testing.TB, wire []byte) []byte {
	b, err := snappy.Decode(nil, wire)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func framedBody(t testing.TB, at int64) []byte {
	var b bytes.Buffer
	w := snappy.NewBufferedWriter(&b)
	_, _ = w.Write(unpacked(t, v1Body(t, 2, at)))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipBody(t testing.TB, at int64) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(unpacked(t, v1Body(t, 2, at)))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seriesOf is a v1 message of one series with n empty records of one sort.
func seriesOf(tag byte, n int) []byte {
	return protowire.AppendBytes([]byte{0x0a}, bytes.Repeat([]byte{tag, 0}, n))
}

// symbolsBody is a v2 message of about 2 KB on the wire whose labels come to 500 MB:
// one symbol of 50 KB, referenced ten thousand times.
func symbolsBody(testing.TB, int64) []byte {
	const name, value = "__name__", 50_000
	var m []byte
	for _, symbol := range []string{"", name, strings.Repeat("x", value)} {
		m = protowire.AppendString(append(m, 0x22), symbol)
	}
	refs := protowire.AppendBytes([]byte{0x0a}, []byte{1, 2})
	for range 10_000 {
		m = protowire.AppendBytes(append(m, 0x2a), refs)
	}
	return snappy.Encode(nil, m)
}

// labelsV2Body is a v2 message of one series with 1,001 labels.
func labelsV2Body(_ testing.TB, at int64) []byte {
	m := protowire.AppendString([]byte{0x22}, "")
	m = protowire.AppendString(append(m, 0x22), "a")
	sample := protowire.AppendVarint([]byte{0x10}, uint64(at))
	series := protowire.AppendBytes([]byte{0x0a}, slices.Repeat([]byte{1, 1}, 1_001))
	series = protowire.AppendBytes(append(series, 0x12), sample)
	return snappy.Encode(nil, protowire.AppendBytes(append(m, 0x2a), series))
}

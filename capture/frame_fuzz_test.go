package capture

import (
	"bytes"
	"context"
	"slices"
	"testing"
)

// FuzzJournal opens arbitrary bytes in the way of a file: nothing panics, and all
// memory is in proportion to the input.
func FuzzJournal(f *testing.F) {
	for _, closed := range []bool{false, true} {
		file, spans := journalBytes(f, 1, 2, closed)
		f.Add(file)
		f.Add(file[:spans[1].to-1])
		f.Add(file[spans[0].from:])
	}
	f.Fuzz(func(t *testing.T, file []byte) { readWhatever(file) })
}

// readWhatever reads a file in all ways.
func readWhatever(file []byte) {
	r, err := NewReader(context.Background(), bytes.NewReader(file), int64(len(file)), ReaderConfig{})
	if err != nil {
		return
	}
	s := r.Snapshot()
	for i := range s.Len() {
		if e, err := r.Load(s.Row(i).ID); err == nil {
			AppendJSON(nil, e)
		}
	}
	for stream := NewStream(bytes.NewReader(file)); ; {
		if _, err := stream.Next(); err != nil {
			return
		}
	}
}

// FuzzFrame puts arbitrary payloads into frames that are in order, between others,
// with and without a trailer that makes an index of them.
func FuzzFrame(f *testing.F) {
	file, _ := journalBytes(f, 1, 2, true)
	for at := int64(prefixSize); at < int64(len(file)); {
		found, _ := parseFrame(file[at:], at)
		f.Add(byte(found.typ), found.head, file[at+frameHeaderSize:found.end()])
		at = found.end()
	}
	f.Fuzz(func(t *testing.T, typ byte, head int, payload []byte) {
		const nonce = 7
		e := newMade(1).exchange(1)
		row := newRow(e)
		plain, plainHead := appendExchange(make([]byte, frameHeaderSize), e, &row)
		sealBody(plain, frameExchange, nonce, plainHead)
		sealHead(plain, plainHead)
		b := append(make([]byte, frameHeaderSize), payload...)
		head = min(max(head, 0), len(payload), maxHead)
		sealBody(b, frameType(typ), nonce, head)
		sealHead(b, head)
		file := slices.Concat(appendPrefix(nil, nonce), plain, b)
		readWhatever(slices.Concat(file, plain))
		end := trailer{index: prefixSize + int64(len(plain)), exchanges: 1}
		readWhatever(append(file, sealed(frameTrailer, nonce, func(w *wire) { w.trailer(end) })...))
	})
}

// FuzzExchange decodes arbitrary payloads, which the CRCs keep FuzzJournal from
// reaching, and wants what could be decoded to survive being encoded.
func FuzzExchange(f *testing.F) {
	for seed := range uint64(8) {
		e := newMade(seed).exchange(seed)
		row := newRow(e)
		payload, _ := appendExchange(nil, e, &row)
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		_ = newContents(newIndex(0)).parseHead(payload, new(Row))
		_, _ = parseRun(payload)
		e, err := parseExchange(payload)
		if err != nil {
			return
		}
		row := newRow(e)
		once, _ := appendExchange(nil, e, &row)
		again, err := parseExchange(once)
		if err != nil {
			t.Fatal(err)
		}
		row = newRow(again)
		if twice, _ := appendExchange(nil, again, &row); !bytes.Equal(once, twice) {
			t.Errorf("encoded\n once %x\ntwice %x", once, twice)
		}
	})
}

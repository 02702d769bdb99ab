package capture

import (
	"errors"
	"fmt"
	"io"
)

// Why an exchange cannot be loaded.
var (
	ErrUnknown     = errors.New("no such exchange")
	ErrUnjournaled = errors.New("exchange is not in the journal")
)

// find looks an exchange up.
func find(s Snapshot, id uint64) (*Row, error) {
	i, ok := s.Find(id)
	if !ok {
		return nil, fmt.Errorf("exchange %d: %w", id, ErrUnknown)
	}
	return s.Row(i), nil
}

// loadExchange reads the exchange of a row and checks every byte of it.
func loadExchange(file io.ReaderAt, row *Row, shift int64) (*Exchange, error) {
	offset := row.Offset - shift
	if offset < prefixSize {
		return nil, fmt.Errorf("load exchange %d: %w: it was given up to keep the journal short", row.ID, ErrUnknown)
	}
	fail := func(err error) (*Exchange, error) {
		at := Damage{From: offset, To: offset + int64(row.Size)}
		return nil, fmt.Errorf("load exchange %d: %w at %s", row.ID, err, at)
	}
	b := make([]byte, row.Size)
	if _, err := file.ReadAt(b, offset); err != nil {
		return fail(err)
	}
	f, ok := parseFrame(b, offset)
	if !ok || f.typ != frameExchange || !f.intact(b) {
		return fail(ErrDamaged)
	}
	e, err := parseExchange(b[frameHeaderSize:f.size()])
	if err != nil {
		return fail(err)
	}
	return e, nil
}

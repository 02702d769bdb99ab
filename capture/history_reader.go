package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// ErrReadOnly says that a history can be read but not be added to.
var ErrReadOnly = errors.New("journal is open for reading only")

// ErrReplaced says that a journal that is being followed is not there any more, or
// another one is in its place.
var ErrReplaced = errors.New("journal was replaced by another file")

// ReaderConfig is how a Reader behaves.
type ReaderConfig struct {
	// MaxRows bounds the index in memory. Default 1,048,576.
	MaxRows int
	// Progress is called now and then while a file without an index is scanned.
	Progress func(done, total int64)
}

// Reader is a journal open for reading. It implements History without Reserve and
// Append. The file may still be written: Refresh takes in what was added, Follow
// goes on doing so. Notes can be written to a file that nobody else writes.
type Reader struct {
	*index
	path string // empty if there is no file

	mu   sync.RWMutex // guards what follows
	src  io.ReaderAt
	file *os.File // src, if it is a file
	size int64
	c    *contents
}

var _ History = (*Reader)(nil)

// OpenReader opens a journal file. It takes the file's index, or scans the frames'
// heads if there is none; the context ends a scan.
func OpenReader(ctx context.Context, path string, cfg ReaderConfig) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	info, err := file.Stat()
	if err == nil {
		var r *Reader
		if r, err = NewReader(ctx, file, info.Size(), cfg); err == nil {
			r.path, r.file = path, file
			return r, nil
		}
	}
	file.Close()
	return nil, fmt.Errorf("open journal %s: %w", path, err)
}

// NewReader is OpenReader for anything that can be read like a file. Its size is
// taken to stay as it is.
func NewReader(ctx context.Context, src io.ReaderAt, size int64, cfg ReaderConfig) (*Reader, error) {
	c, err := readContents(ctx, src, size, cfg.MaxRows, cfg.Progress)
	if err != nil {
		return nil, err
	}
	c.index.journaled(size, nil)
	return &Reader{index: c.index, src: src, size: size, c: c}, nil
}

// Reserve returns 0, which is no exchange's ID.
func (r *Reader) Reserve() uint64 { return 0 }

// Append fails with ErrReadOnly.
func (r *Reader) Append(*Exchange) error { return ErrReadOnly }

// Recent keeps nothing: every exchange must be loaded.
func (r *Reader) Recent(uint64) (*Exchange, bool) { return nil, false }

// Load reads an exchange in full.
func (r *Reader) Load(id uint64) (*Exchange, error) {
	row, err := find(r.Snapshot(), id)
	if err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return loadExchange(r.src, row, r.c.shift)
}

// Runs are what wrote the file, in order.
func (r *Reader) Runs() []Run {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.c.runs)
}

// KeepsSecrets reports whether headers stand in the file as they came, of one of its
// runs at least.
func (r *Reader) KeepsSecrets() bool {
	return slices.ContainsFunc(r.Runs(), func(run Run) bool { return run.KeepsSecrets })
}

// Damage lists the ranges of the file that could not be read, a torn tail last. An
// exchange whose body is damaged is not among them: loading it fails.
func (r *Reader) Damage() []Damage {
	r.mu.RLock()
	defer r.mu.RUnlock()
	damage := slices.Clone(r.c.damage)
	if tail, ok := r.c.tail(r.size); ok {
		damage = append(damage, tail)
	}
	return damage
}

// Close closes the file.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrClosed says that the journal was closed already.
var ErrClosed = errors.New("journal is closed")

// JournalConfig is how a Journal behaves. The zero value is a temporary journal.
type JournalConfig struct {
	// Path of the file. Empty means a temporary file that Close removes.
	Path string
	// Dir is where a temporary file is made. Default: the system's.
	Dir string
	// Run is written ahead of the run's exchanges. Started defaults to now.
	Run Run
	// Redaction says which secrets are replaced, and how.
	Redaction Redaction
	// MaxBytes bounds what the journal takes on disk: at five eighths of it the older
	// half of the file is given up, which for a moment takes a copy of the newer one.
	// At least 1 MiB; 0 means no bound.
	MaxBytes int64
	// MaxRows bounds the index in memory, of 120 bytes a row; older exchanges are
	// then in the file alone. Default 1,048,576.
	MaxRows int
	// RecentCount and RecentBytes bound the newest exchanges that are kept in memory
	// without their bodies. Default 1024 and 8 MiB.
	RecentCount, RecentBytes int
}

// maxPooled is the largest frame buffer, in bytes, that is kept for the next
// exchange.
const maxPooled = 1 << 20

// journalFile is what a journal needs of its file. Write appends to the end.
type journalFile interface {
	io.Writer
	io.ReaderAt
	io.Closer
	Truncate(size int64) error
}

// Journal is the history that is being written: an append-only file, and an index
// of it in memory. See FORMAT.md for the file.
//
// Exchanges are encoded by the goroutines that append them; a mutex is held for
// one write(2), and to enter the exchange into the index.
type Journal struct {
	*index
	cfg      JournalConfig
	path     string
	redactor *Redactor
	nonce    uint32
	damaged  bool // the file was when it was opened
	reserved atomic.Uint64
	recent   recent
	buffers  sync.Pool // of *[]byte

	mu         sync.Mutex // guards what follows, and the order of frames
	file       journalFile
	end        int64 // size of the file
	shift      int64 // bytes given up in front; rows count them in
	runs       []Run
	stopped    error // why nothing is written any more
	closed     bool
	shortening bool
	shortener  sync.WaitGroup

	writes  atomic.Uint64 // begun and ended ones: odd while one is going on
	reading sync.RWMutex  // held to read file and shift outside of mu
}

var _ History = (*Journal)(nil)

// Path of the file.
func (j *Journal) Path() string { return j.path }

// Redactor is what replaces the secrets.
func (j *Journal) Redactor() *Redactor { return j.redactor }

// Reserve hands out the next ID.
func (j *Journal) Reserve() uint64 { return j.reserved.Add(1) }

// Append writes the exchange to the file. The secrets in e are replaced as well.
func (j *Journal) Append(e *Exchange) error {
	start := time.Now()
	j.redactor.redact(e)
	if e.Request.Body != nil {
		e.Request.WireBytes = len(e.Request.Body)
	}
	row := newRow(e)
	row.Sender, row.Cause = j.internSender(e.Sender), j.internCause(telling(&e.Verdict))

	buf := j.buffer()
	defer j.release(buf)
	b, head := appendExchange((*buf)[:frameHeaderSize], e, &row)
	*buf = b
	sealBody(b, frameExchange, j.nonce, head)

	// The frame is written and the exchange becomes visible in one go: whoever shortens
	// the file has to know of every frame in it.
	j.mu.Lock()
	defer j.mu.Unlock()
	row.Offset, row.Size = j.end+j.shift, uint32(len(b))
	e.Took.journaled(time.Since(start))
	setTook(b[frameHeaderSize:], e.Took.Journal, e.Took.Total)
	sealHead(b, head)
	err := j.write(b)
	if err != nil {
		row.Offset, row.Size = -1, 0
		j.unjournaled()
		err = fmt.Errorf("journal exchange %d: %w", e.ID, err)
	}
	row.TookMicros = clamp(int(e.Took.Total.Microseconds()))
	j.recent.add(e, err != nil)
	j.add(row)
	return err
}

// journaled notes how long the journal took, unless the exchange was not timed at
// all or, being a copy of a journaled one, has all its times.
func (t *Took) journaled(d time.Duration) {
	if t.Total > 0 && t.Journal == 0 {
		t.Journal = d
		t.Total += d
	}
}

// buffer returns a buffer with room for a frame's header.
func (j *Journal) buffer() *[]byte {
	if buf, ok := j.buffers.Get().(*[]byte); ok {
		return buf
	}
	b := make([]byte, frameHeaderSize, 64<<10)
	return &b
}

func (j *Journal) release(buf *[]byte) {
	if cap(*buf) <= maxPooled {
		j.buffers.Put(buf)
	}
}

// write appends a frame in one system call, with the mutex held.
//
// The first failure is final: a file with a hole in it would be worth less than
// one that ends.
func (j *Journal) write(b []byte) error {
	if j.closed {
		return ErrClosed
	}
	if j.stopped != nil {
		return j.stopped
	}
	j.writes.Add(1)
	err := appendOrUndo(j.file, b, j.end)
	j.writes.Add(1)
	if err != nil {
		j.stopped = err
		j.journaled(j.end, err)
		return err
	}
	j.end += int64(len(b))
	j.journaled(j.end, nil)
	j.keepShort()
	return nil
}

// writing identifies the write that is going on, 0 if there is none.
func (j *Journal) writing() uint64 {
	n := j.writes.Load()
	return n * (n & 1)
}

// kept says whether the file stays when the journal is closed.
func (j *Journal) kept() bool { return j.cfg.Path != "" }

// appendOrUndo appends b to a file of a size, or leaves the file at that size.
func appendOrUndo(file journalFile, b []byte, size int64) error {
	if _, err := file.Write(b); err != nil {
		return errors.Join(err, file.Truncate(size))
	}
	return nil
}

// Load reads an exchange back in full.
func (j *Journal) Load(id uint64) (*Exchange, error) {
	row, err := find(j.Snapshot(), id)
	if err != nil {
		return nil, err
	}
	if row.Offset < 0 {
		if e, ok := j.recent.get(id); ok {
			return e, nil
		}
		return nil, fmt.Errorf("load exchange %d: %w: %s", id, ErrUnjournaled, j.Snapshot().Totals.JournalError)
	}
	j.reading.RLock()
	defer j.reading.RUnlock()
	return loadExchange(j.file, row, j.shift)
}

// Recent is Load for one of the newest exchanges, without Request.Body.
func (j *Journal) Recent(id uint64) (*Exchange, bool) {
	e, ok := j.recent.get(id)
	if !ok || e.Request.Body == nil {
		return e, ok
	}
	bare := *e
	bare.Request.Body = nil
	return &bare, true
}

// Runs are all runs of the file, the present one last.
func (j *Journal) Runs() []Run {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runs
}

// Close ends the file with an index, so that it opens fast, and removes it if it
// is a temporary one. Exchanges can be appended no more, and not be loaded.
func (j *Journal) Close() error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return ErrClosed
	}
	j.closed = true
	j.mu.Unlock()
	j.shortener.Wait()
	// What is in the file has to be in its index too, also what waits for an earlier
	// exchange, which cannot be appended any more.
	j.settle()

	j.reading.Lock()
	defer j.reading.Unlock()
	var err error
	if !j.kept() {
		err = os.Remove(j.path)
	} else if j.stopped == nil {
		err = appendOrUndo(j.file, j.ending(j.nonce, j.end, j.runs, j.damaged), j.end)
	}
	if err = errors.Join(err, j.file.Close()); err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}

package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Why an exchange cannot be loaded.
var (
	ErrUnknown     = errors.New("no such exchange")
	ErrUnjournaled = errors.New("exchange is not in the journal")
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
	// MaxBytes bounds the file: when it is reached the older half is given up. 0
	// means no bound.
	MaxBytes int64
	// MaxRows bounds the index in memory, of 120 bytes a row; older exchanges are
	// then in the file alone. Default 1,048,576.
	MaxRows int
	// RecentCount and RecentBytes bound the newest exchanges that are kept in memory
	// without their bodies. Default 1024 and 8 MiB.
	RecentCount, RecentBytes int
}

// The newest exchanges that are kept in memory.
const (
	defaultRecent      = 1024
	defaultRecentBytes = 8 << 20
)

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
// one write(2) only.
type Journal struct {
	*index
	cfg      JournalConfig
	path     string
	redactor *Redactor
	nonce    uint32
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

	reading sync.RWMutex // held to read file and shift outside of mu
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
	b, head := appendExchange((*buf)[:frameHeaderSize], e, &row)
	sealBody(b, frameExchange, j.nonce, head)
	err := j.write(b, func(offset int64) {
		row.Offset, row.Size = offset, uint32(len(b))
		e.Took.journaled(time.Since(start))
		setTook(b[frameHeaderSize:], e.Took.Journal, e.Took.Total)
		sealHead(b, head)
	})
	if err != nil {
		row.Offset, row.Size = -1, 0
		err = fmt.Errorf("journal exchange %d: %w", e.ID, err)
	}
	*buf = b
	j.release(buf)

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

// write appends a frame in one system call. When its turn has come, and its
// offset is known, ready gets the last word on its content.
//
// The first failure is final: a file with a hole in it would be worth less than
// one that ends.
func (j *Journal) write(b []byte, ready func(offset int64)) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	ready(j.end + j.shift)
	if j.closed {
		return ErrClosed
	}
	if j.stopped != nil {
		j.journaled(j.end, 1, nil)
		return j.stopped
	}
	if _, err := j.file.Write(b); err != nil {
		j.stopped = errors.Join(err, j.file.Truncate(j.end))
		j.journaled(j.end, 1, j.stopped)
		return j.stopped
	}
	j.end += int64(len(b))
	j.journaled(j.end, 0, nil)
	j.keepShort()
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

// Mark sets or removes a user's mark on an exchange.
func (j *Journal) Mark(id uint64, marked bool) error {
	return j.note(note{id: id, marked: marked, comment: j.Comment(id)})
}

// SetComment sets a user's comment on an exchange, cut to 4096 bytes; empty
// removes it.
func (j *Journal) SetComment(id uint64, comment string) error {
	row, err := find(j.Snapshot(), id)
	if err != nil {
		return err
	}
	return j.note(note{id: id, marked: row.Marked, comment: comment[:min(len(comment), maxComment)]})
}

// note shows a note and writes it to the file.
func (j *Journal) note(n note) error {
	if j.annotate(n) == 0 {
		return fmt.Errorf("note on exchange %d: %w", n.id, ErrUnknown)
	}
	frame := sealed(frameNote, j.nonce, func(w *wire) { w.note(n) })
	if err := j.write(frame, func(int64) {}); err != nil {
		return fmt.Errorf("note on exchange %d: %w", n.id, err)
	}
	return nil
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

	j.reading.Lock()
	defer j.reading.Unlock()
	var err error
	if j.cfg.Path == "" {
		err = os.Remove(j.path)
	} else if j.stopped == nil {
		err = j.writeIndex()
	}
	if err = errors.Join(err, j.file.Close()); err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}

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

// sizeOf is about what an exchange takes in memory without its body.
func sizeOf(e *Exchange) int {
	size := 1024 + len(e.Request.Path) + len(e.Sender.UserAgent) + len(e.Verdict.Answer.Body)
	for name, values := range e.Request.Header {
		size += 64 + len(name)
		for _, v := range values {
			size += 16 + len(v)
		}
	}
	o := &e.Verdict.Outcomes
	size += len(o.Samples) + len(o.Histograms) + len(o.Exemplars)
	for i := range e.Verdict.Problems {
		p := &e.Verdict.Problems[i]
		size += 256 + len(p.Series) + len(p.Text) + len(p.Why) + len(p.Fix)
		for _, f := range p.Facts {
			size += 32 + len(f.Name) + len(f.Value)
		}
	}
	return size
}

// recent is the newest exchanges, within a number and a number of bytes.
type recent struct {
	mu       sync.Mutex
	byID     map[uint64]*Exchange
	order    []uint64 // as they came; a ring
	at       int
	bytes    int
	maxBytes int
}

func newRecent(count, size int) recent {
	return recent{byID: make(map[uint64]*Exchange), order: make([]uint64, count), maxBytes: size}
}

// add keeps an exchange, with its body only if that is to be found nowhere else.
func (r *recent) add(e *Exchange, withBody bool) {
	kept := *e
	kept.Request.Body = nil
	if withBody {
		kept.Request.Body = bytes.Clone(e.Request.Body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(r.at)
	r.order[r.at] = e.ID
	r.byID[e.ID] = &kept
	r.bytes += sizeOf(&kept) + len(kept.Request.Body)
	r.at = (r.at + 1) % len(r.order)
	for oldest := r.at; r.bytes > r.maxBytes && len(r.byID) > 1; oldest = (oldest + 1) % len(r.order) {
		r.forget(oldest)
	}
}

// forget empties a place of the ring.
func (r *recent) forget(at int) {
	if e, ok := r.byID[r.order[at]]; ok {
		r.bytes -= sizeOf(e) + len(e.Request.Body)
		delete(r.byID, e.ID)
	}
	r.order[at] = 0
}

func (r *recent) get(id uint64) (*Exchange, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.byID[id]
	return e, ok
}

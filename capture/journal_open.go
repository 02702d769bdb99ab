package capture

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLocked says that another process writes to the journal.
var ErrLocked = errors.New("another rwscope is writing to it")

// OpenJournal opens a journal for writing: a new one, or one that exists, which is
// then continued. A tail that a crash tore is cut off.
func OpenJournal(cfg JournalConfig) (*Journal, error) {
	return openJournal(cfg, os.O_CREATE)
}

// CreateJournal is OpenJournal for a file that must not exist; the error is
// os.ErrExist if it does.
func CreateJournal(cfg JournalConfig) (*Journal, error) {
	return openJournal(cfg, os.O_CREATE|os.O_EXCL)
}

func openJournal(cfg JournalConfig, flags int) (*Journal, error) {
	file, err := openFile(cfg, flags)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	j, err := newJournal(cfg, file)
	if err != nil {
		path := file.Name()
		file.Close()
		if cfg.Path == "" {
			os.Remove(path)
		}
		return nil, fmt.Errorf("open journal %s: %w", path, err)
	}
	return j, nil
}

// openFile opens the file so that every write appends and nobody else writes.
func openFile(cfg JournalConfig, flags int) (*os.File, error) {
	path := cfg.Path
	if path == "" {
		// The name is chosen here, the file opened like any other.
		name, err := os.CreateTemp(cfg.Dir, "rwscope-*.rwscope")
		if err != nil {
			return nil, err
		}
		name.Close()
		path, flags = name.Name(), 0
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|flags, 0o600)
	if err != nil {
		return nil, err
	}
	// One that was there before may be open to others.
	if err := errors.Join(lockFile(file), file.Chmod(0o600)); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// newJournal continues a file, which may be empty.
func newJournal(cfg JournalConfig, file *os.File) (*Journal, error) {
	redactor, err := NewRedactor(cfg.Redaction)
	if err != nil {
		return nil, err
	}
	path, err := unlinked(file.Name())
	if err != nil {
		return nil, err
	}
	c, err := continueFile(cfg, file, path)
	if err != nil {
		return nil, err
	}
	j := &Journal{
		index: c.index, cfg: cfg, path: path, redactor: redactor, nonce: c.nonce, damaged: len(c.damage) > 0,
		file: file, end: c.end, shift: c.shift, runs: c.runs,
		recent: newRecent(orDefault(cfg.RecentCount, defaultRecent), orDefault(cfg.RecentBytes, defaultRecentBytes)),
	}
	j.reserved.Store(c.last)
	j.index.expect(c.last + 1)
	if err := j.begin(); err != nil {
		return nil, err
	}
	return j, nil
}

// unlinked is where a file is whose name may be a link to it: a shorter file has to take
// the place of the file and not of the link.
func unlinked(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		return path, err
	}
	return filepath.EvalSymlinks(path)
}

// continueFile reads what is in the file and cuts off what is worth nothing: a
// torn tail, and the index, which is written anew.
func continueFile(cfg JournalConfig, file *os.File, path string) (*contents, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < prefixSize {
		return startFile(cfg, file, info.Size())
	}
	// A crash may have left behind a shorter file that was not complete.
	if err := os.Remove(path + shortenSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	c, err := readContents(context.Background(), file, info.Size(), cfg.MaxRows, nil)
	if err != nil {
		return nil, err
	}
	return c, file.Truncate(c.end)
}

// startFile writes the first bytes of a file that has none, or not all of them.
func startFile(cfg JournalConfig, file *os.File, size int64) (*contents, error) {
	b := make([]byte, size)
	if _, err := file.ReadAt(b, 0); err != nil && size > 0 {
		return nil, err
	}
	if !strings.HasPrefix(fileMagic, string(b[:min(len(b), len(fileMagic))])) {
		return nil, ErrNotJournal
	}
	if err := file.Truncate(0); err != nil {
		return nil, err
	}
	nonce, err := newNonce()
	if err != nil {
		return nil, err
	}
	_, err = file.Write(appendPrefix(nil, nonce))
	c := newContents(newIndex(cfg.MaxRows))
	c.nonce, c.known = nonce, true
	return c, err
}

// begin writes the run ahead of its exchanges, before others know of the journal.
func (j *Journal) begin() error {
	run := j.cfg.Run
	if run.Started.IsZero() {
		run.Started = time.Now()
	}
	run.Started = run.Started.UTC().Round(0)
	run.First = j.reserved.Load() + 1
	run.RedactionKey, run.KeepsSecrets = j.redactor.Key(), j.cfg.Redaction.Keep
	run.Dropped, run.DroppedBytes = j.dropped(), uint64(j.shift)
	j.runs = append(j.runs, run)
	frame := sealed(frameRun, j.nonce, func(w *wire) { w.run(&run) })
	return j.write(frame)
}

// newNonce returns what tells this file's frames from those of other files, which
// may well be part of a body.
func newNonce() (uint32, error) {
	b := make([]byte, 4)
	_, err := rand.Read(b)
	return binary.LittleEndian.Uint32(b), err
}

func orDefault(n, def int) int {
	if n > 0 {
		return n
	}
	return def
}

package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// How a journal is kept short.
const (
	minMaxBytes = 1 << 20   // below, there would be no room for anything but the run
	copyAhead   = 256 << 10 // bytes copied at once
	copyRest    = 1 << 20   // bytes left to copy for which appends can wait

	shortenSuffix = ".new" // of the file that takes the journal's place
)

// keepShort begins to shorten the file when it has become too long. The mutex is
// held.
func (j *Journal) keepShort() {
	if j.cfg.MaxBytes <= 0 || j.shortening || j.closed || j.end <= j.longest() {
		return
	}
	j.shortening = true
	j.shortener.Go(func() {
		err := j.shorten()
		j.mu.Lock()
		defer j.mu.Unlock()
		j.shortening = false
		if err != nil && j.stopped == nil && !errors.Is(err, ErrClosed) {
			// A file that is not kept short would in the end fill the disk.
			j.stopped = fmt.Errorf("shorten journal: %w", err)
			j.journaled(j.end, j.stopped)
		}
	})
}

// longest is how long the file may become before it is shortened to half of that.
// The file, the copy of its newer half and what is appended meanwhile have to find
// room within the bound: a disk that has no more than that must not fill up.
func (j *Journal) longest() int64 { return max(j.cfg.MaxBytes, minMaxBytes) / 8 * 5 }

// patientTo is how long the file may become while exchanges in it wait for an earlier
// one to be appended. With the copy of the newer half it is all of the bound.
func (j *Journal) patientTo() int64 { return max(j.cfg.MaxBytes, minMaxBytes) / 16 * 11 }

// dropped counts the exchanges that the file does not have any more.
func (j *Journal) dropped() uint64 { return j.Snapshot().Totals.JournalDropped }

// shorten copies the newer half of the file into a new one, which then takes its
// place. Exchanges are appended to the old file meanwhile, but for the last
// megabyte. It does nothing as long as there is nothing to give up.
func (j *Journal) shorten() error {
	old := j.file // nobody else replaces it
	begin, cut, err := j.newBeginning()
	if begin == nil {
		return err
	}
	file, err := j.newFile(j.path + shortenSuffix)
	if err != nil {
		return err
	}
	if _, err = file.Write(begin.bytes); err == nil {
		err = j.moveTo(file, old, cut, begin)
	}
	if err != nil {
		file.Close()
		os.Remove(file.Name())
		return err
	}
	j.dropBefore(begin.first, uint64(begin.shift))
	return old.Close()
}

// newBeginning finds the offset from which everything is kept, and makes what stands
// in front of it; nil if nothing can be given up yet. What waits for an earlier
// exchange cannot be, since nobody has seen it: when the file becomes too long for
// that, the earlier one loses its turn.
func (j *Journal) newBeginning() (begin *beginning, cut int64, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for {
		end := j.end + j.shift
		first, cut := j.newer(end-j.longest()/2, end)
		if begin := j.beginAt(cut, first); begin.shift > j.shift {
			return begin, cut, nil
		}
		if !j.waits() {
			return nil, 0, errors.New("the notes alone are too long")
		}
		if j.end <= j.patientTo() {
			return nil, 0, nil
		}
		j.settle()
	}
}

// newFile makes the file that takes the journal's place. One that is there was
// left behind by a crash.
func (j *Journal) newFile(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// beginning is what stands in front of the first exchange that is kept.
type beginning struct {
	bytes []byte
	first uint64 // exchange
	runs  []Run
	shift int64
}

// beginAt makes the beginning of a file that keeps everything from an offset on:
// the run of the first exchange, and the notes on all exchanges. The mutex is held.
func (j *Journal) beginAt(cut int64, first uint64) *beginning {
	runs := slices.Clone(j.runs)
	for len(runs) > 1 && runs[1].First <= first {
		runs = runs[1:]
	}
	run := &runs[0]
	run.Dropped = first - 1
	notes := slices.DeleteFunc(j.notes(), func(n note) bool { return n.id < first })
	write := func() []byte {
		b := appendPrefix(nil, j.nonce)
		b = append(b, sealed(frameRun, j.nonce, func(w *wire) { w.run(run) })...)
		for _, n := range notes {
			b = append(b, sealed(frameNote, j.nonce, func(w *wire) { w.note(n) })...)
		}
		return b
	}
	// The number of dropped bytes takes as many bytes whatever it is.
	shift := cut - int64(len(write()))
	run.DroppedBytes = uint64(shift)
	return &beginning{bytes: write(), first: first, runs: runs, shift: shift}
}

// moveTo copies everything from cut on and puts the new file in the old one's
// place.
func (j *Journal) moveTo(file *os.File, old io.ReaderAt, cut int64, begin *beginning) error {
	from := cut - j.shift // only shorten changes it
	for {
		end, err := j.size()
		if err != nil {
			return err
		}
		if end-from < copyRest {
			break
		}
		if err := copyRange(file, old, from, end); err != nil {
			return err
		}
		from = end
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return ErrClosed
	}
	if err := copyRange(file, old, from, j.end); err != nil {
		return err
	}
	if err := os.Rename(j.path+shortenSuffix, j.path); err != nil {
		return err
	}
	j.reading.Lock()
	defer j.reading.Unlock()
	j.file, j.end, j.shift, j.runs = file, j.end+j.shift-begin.shift, begin.shift, begin.runs
	j.journaled(j.end, nil)
	return nil
}

// size is how long the file is now.
func (j *Journal) size() (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return 0, ErrClosed
	}
	return j.end, j.stopped
}

// copyRange appends a range of one file to another.
func copyRange(dst io.Writer, src io.ReaderAt, from, to int64) error {
	_, err := io.CopyBuffer(struct{ io.Writer }{dst}, io.NewSectionReader(src, from, to-from), make([]byte, copyAhead))
	return err
}

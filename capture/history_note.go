package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Mark sets or removes a user's mark on an exchange, in the file too. It fails with
// ErrLocked while another process writes the file.
func (r *Reader) Mark(id uint64, marked bool) error {
	return r.note(note{id: id, marked: marked, comment: r.Comment(id)})
}

// SetComment sets a user's comment on an exchange, cut to 4096 bytes; empty
// removes it. It fails like Mark.
func (r *Reader) SetComment(id uint64, comment string) error {
	row, err := find(r.Snapshot(), id)
	if err != nil {
		return err
	}
	return r.note(note{id: id, marked: row.Marked, comment: comment[:min(len(comment), maxComment)]})
}

// note writes a note to the file and shows it.
func (r *Reader) note(n note) error {
	if _, err := find(r.Snapshot(), n.id); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return fmt.Errorf("note on exchange %d: %w", n.id, ErrReadOnly)
	}
	if err := r.append(n); err != nil {
		return fmt.Errorf("note on exchange %d: %w", n.id, err)
	}
	return nil
}

// append puts a note behind the last frame, and an index behind that if the file can
// have one. A torn tail is cut off, as whenever a file is written.
func (r *Reader) append(n note) (err error) {
	file, err := os.OpenFile(r.path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := lockFile(file); err != nil {
		return err
	}
	// Whoever wrote last may have done so since the file was read.
	if _, err := r.refresh(context.Background()); err != nil {
		return err
	}
	frame := sealed(frameNote, r.c.nonce, func(w *wire) { w.note(n) })
	if err := file.Truncate(r.c.end); err != nil {
		return err
	}
	r.size, r.c.scanned = r.c.end, r.c.end
	if err := appendOrUndo(file, frame, r.c.end); err != nil {
		return err
	}
	r.c.end += int64(len(frame))
	r.annotate(n)
	ending := r.ending(r.c.nonce, r.c.end, r.c.runs, len(r.c.damage) > 0)
	if err := appendOrUndo(file, ending, r.c.end); err != nil {
		return err
	}
	r.size = r.c.end + int64(len(ending))
	r.c.scanned = r.size
	return nil
}

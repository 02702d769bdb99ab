package capture

import "fmt"

// note is what a user said about an exchange.
type note struct {
	id      uint64
	marked  bool
	comment string
}

func (w *wire) note(n note) {
	w.uint(1, n.id)
	w.bool(2, n.marked)
	w.string(3, n.comment)
}

func parseNote(b []byte) (n note, err error) {
	err = eachField(b, func(f field) error {
		switch f.number {
		case 1:
			n.id = f.u
		case 2:
			n.marked = f.bool()
		case 3:
			n.comment = string(f.b[:min(len(f.b), maxComment)])
		}
		return nil
	})
	return n, err
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
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.write(frame); err != nil {
		return fmt.Errorf("note on exchange %d: %w", n.id, err)
	}
	return nil
}

package capture

import "fmt"

// Lacks says what is not in the file any more, or cannot be read, each as the end of a
// sentence that begins with the file's name.
func (r *Reader) Lacks() []string {
	t := r.Snapshot().Totals
	return lacks(t.JournalDropped, t.JournalDroppedBytes, r.Damage())
}

// Lacks is Reader.Lacks for what was read so far.
func (s *Stream) Lacks() []string {
	var first Run
	if len(s.runs) > 0 {
		first = s.runs[0]
	}
	return lacks(first.Dropped, first.DroppedBytes, s.damage)
}

func lacks(dropped, bytes uint64, damage []Damage) (texts []string) {
	if dropped > 0 {
		texts = append(texts, fmt.Sprintf("begins with exchange %d: what came before, %d bytes, was given up to keep it short", dropped+1, bytes))
	}
	for _, d := range damage {
		texts = append(texts, "is damaged at "+d.String())
	}
	return texts
}

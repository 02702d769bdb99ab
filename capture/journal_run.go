package capture

import "time"

// Run says what wrote a part of a journal, and what its exchanges were judged
// with. A journal has one for each time that a program began to write to it.
type Run struct {
	Program  string // name and version
	Started  time.Time
	Settings []Setting
	// First is the ID of the first exchange of this run. Set by the journal.
	First uint64
	// RedactionKey names the secret key of the fingerprints; fingerprints of two
	// runs can be compared if it is the same. Set by the journal.
	RedactionKey string
	// KeepsSecrets: headers stand in the file as they came. Set by the journal.
	KeepsSecrets bool
	// Dropped counts the exchanges that were in front and were given up to keep the
	// file short, DroppedBytes the bytes. Set by the journal.
	Dropped, DroppedBytes uint64
}

// Setting is a flag of a run that has a part in verdicts.
type Setting struct{ Name, Value string }

// maxRuns bounds how many runs of a file are kept, the newest ones.
const maxRuns = 1024

// Setting returns the value of a flag, empty if the run does not have it.
func (r Run) Setting(name string) string {
	for _, s := range r.Settings {
		if s.Name == name {
			return s.Value
		}
	}
	return ""
}

func (w *wire) run(r *Run) {
	w.string(1, r.Program)
	w.always64(2, uint64(r.Started.UnixNano()))
	for _, s := range r.Settings {
		w.message(3, func(w *wire) {
			w.string(1, s.Name)
			w.string(2, s.Value)
		})
	}
	w.string(4, r.RedactionKey)
	w.bool(5, r.KeepsSecrets)
	w.always64(6, r.Dropped)
	w.always64(7, r.DroppedBytes)
	w.uint(8, r.First)
}

func parseRun(b []byte) (r Run, err error) {
	err = eachField(b, func(f field) error {
		switch f.number {
		case 1:
			r.Program = f.string()
		case 2:
			r.Started = time.Unix(0, int64(f.u)).UTC()
		case 3:
			fact, err := parseFact(f.b)
			if err != nil {
				return err
			}
			r.Settings = append(r.Settings, Setting(fact))
			return tooMany(len(r.Settings), maxFacts, "settings")
		case 4:
			r.RedactionKey = f.string()
		case 5:
			r.KeepsSecrets = f.bool()
		case 6:
			r.Dropped = f.u
		case 7:
			r.DroppedBytes = f.u
		case 8:
			r.First = f.u
		}
		return nil
	})
	return r, err
}

// sealed makes a frame of its own, whose whole payload counts as head.
func sealed(typ frameType, nonce uint32, fill func(*wire)) []byte {
	w := wire{make([]byte, frameHeaderSize, 512)}
	fill(&w)
	head := min(len(w.b)-frameHeaderSize, maxHead)
	sealBody(w.b, typ, nonce, head)
	sealHead(w.b, head)
	return w.b
}

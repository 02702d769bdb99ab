package store

import (
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
)

// mover is who moved the head's newest time to where it is. One sample from the
// future moves the limits for all series, so its writer has to be known.
type mover struct {
	ref    storage.SeriesRef
	time   int64
	writer uint64
	sender string
}

// consider makes the series the mover if its newest sample, which came from the
// sender, is the newest of all.
func (m *mover) consider(e *entry, sender string) {
	if e.kind != kindNone && (m.ref == 0 || e.t > m.time) {
		*m = mover{ref: e.ref, time: e.t, writer: e.writer, sender: sender}
	}
}

// describeMover names the series and the writer.
func (s *Store) describeMover(m mover) (series string, by Conflict) {
	if m.ref == 0 {
		return "", Conflict{}
	}
	by = Conflict{Exchange: m.writer, Timestamp: m.time}
	if m.writer != 0 {
		by.Sender = m.sender
	}
	return s.seriesName(m.ref), by
}

// seriesName is the series in PromQL notation, empty if the head dropped it.
func (s *Store) seriesName(ref storage.SeriesRef) string {
	ir, err := s.db.Head().Index()
	if err != nil {
		return ""
	}
	defer ir.Close()
	var b labels.ScratchBuilder
	if ir.Series(ref, &b, nil) != nil {
		return ""
	}
	return b.Labels().String()
}

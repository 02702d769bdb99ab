package store

import (
	"context"
	"errors"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
)

// recorder is the storage that Prometheus' write handler sees: the real TSDB, with
// a note of every call and what came of it.
type recorder struct{ s *Store }

var _ storage.AppendableV2 = (*recorder)(nil)

// recording is what one request did to the storage.
type recording struct {
	appender   storage.AppenderV2 // nil until the handler opens one
	calls      []call
	committed  bool
	rolledBack bool
	commitErr  error
	excerpt    bool // of the message: nothing of it may be committed
	cutShort   bool // an excerpt was not refused, and rolled back instead
}

func (r *recording) closed() bool { return r.committed || r.rolledBack || r.commitErr != nil }

// call is one Append or AppendExemplars. A sample that the handler refuses itself
// (too far in the future) makes no call.
type call struct {
	ref storage.SeriesRef // returned; 0 after an error
	point
	exemplars []exemplar.Exemplar // nil for Append
	err       error
}

// AppenderV2 opens a recording appender for the attempt in ctx. It takes the
// store's mutex, which the attempt gives back when the handler is done.
func (r *recorder) AppenderV2(ctx context.Context) storage.AppenderV2 {
	a := ctx.Value(attemptKey{}).(*attempt)
	app := &recordingAppender{ExemplarAppenderV2: r.s.begin(a), log: &a.recording}
	a.recording.appender = app.ExemplarAppenderV2
	return app
}

type recordingAppender struct {
	storage.ExemplarAppenderV2
	log *recording
}

// Append passes the sample on and notes it. Histograms are noted as the TSDB got
// them, after a possible reduction of their resolution.
func (a *recordingAppender) Append(ref storage.SeriesRef, ls labels.Labels, st, t int64, v float64, h *histogram.Histogram, fh *histogram.FloatHistogram, opts storage.AOptions) (storage.SeriesRef, error) {
	ref, err := a.ExemplarAppenderV2.Append(ref, ls, st, t, v, h, fh, opts)
	a.log.calls = append(a.log.calls, call{ref: ref, point: point{t: t, v: v, h: h, fh: fh}, err: err})
	return ref, err
}

// AppendExemplars passes the exemplars on and notes them.
func (a *recordingAppender) AppendExemplars(ref storage.SeriesRef, ls labels.Labels, es []exemplar.Exemplar) (storage.SeriesRef, error) {
	ref, err := a.ExemplarAppenderV2.AppendExemplars(ref, ls, es)
	a.log.calls = append(a.log.calls, call{ref: ref, exemplars: append([]exemplar.Exemplar{}, es...), err: err})
	return ref, err
}

// Commit commits and notes it, unless there is more that the handler has not seen.
func (a *recordingAppender) Commit() error {
	if a.log.excerpt {
		a.log.cutShort = true
		return errors.Join(errExcerpt, a.Rollback())
	}
	a.log.commitErr = a.ExemplarAppenderV2.Commit()
	a.log.committed = a.log.commitErr == nil
	return a.log.commitErr
}

// Rollback rolls back and notes it.
func (a *recordingAppender) Rollback() error {
	a.log.rolledBack = true
	return a.ExemplarAppenderV2.Rollback()
}

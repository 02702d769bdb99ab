package store

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"rwscope/decode"
)

// fastScratch is the memory of the fast path, kept from request to request.
type fastScratch struct {
	series     []uint32      // table index of each record
	aliases    []decode.Key  // given to series by this request
	suspects   []uint32      // records of series with lint findings
	fresh      []freshSeries // in the order in which they are first appended
	histograms []point       // parallel to the message's
	exemplars  []exemplar.Exemplar
	freshBytes int64 // of fresh in the head
	refused    int   // the first record that is not clean, if the TSDB will refuse it; else -1
}

// freshSeries is a series that the head does not have yet.
type freshSeries struct {
	index  uint32
	labels labels.Labels
}

// judgeFast answers the request if all of it is surely clean, and reports whether
// it did; if not, nothing was appended, and refused is the first record that the
// handler will not take, -1 if that is not known. The suspects are records to lint.
func (s *Store) judgeFast(r *Request, v *Verdict) (suspects []uint32, refused int, done bool) {
	if !s.mayBeClean(r) {
		return nil, -1, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.forget(s.gone.take())
	if _, known := s.db.Head().AppendableMinValidTime(); !known {
		return nil, -1, false
	}
	// The appender is opened before the limits are read: they only ever get
	// stricter, so what passes now, passes in the appender.
	app := s.appender()
	b, counted := s.bounds(), s.counter.total()
	m := r.Body.Message
	if !s.surelyClean(m, b) {
		_ = app.Rollback()
		s.dropFresh()
		return nil, s.fast.refused, false
	}
	if err := s.appendFast(app, m); err != nil {
		if !errors.Is(err, errCommit) {
			v.Mispredicted = true
			s.stats.Mispredictions++
		}
		s.dropFresh()
		return nil, -1, false
	}
	s.takeFast(r, m)
	s.finishFast(r, v, b, counted)
	return slices.Clone(s.fast.suspects), -1, true
}

// mayBeClean looks at what needs no lock: ordinary headers and bytes, no feature
// that the fast path leaves to Prometheus' handler.
func (s *Store) mayBeClean(r *Request) bool {
	if s.cfg.ExactOnly || r.Method != http.MethodPost || !r.Body.Clean() {
		return false
	}
	if r.Body.Declared == decode.V2 {
		return s.cfg.AcceptV2 && !s.cfg.TypeAndUnitLabels
	}
	return s.cfg.AcceptV1
}

// surelyClean decides from the table and the limits alone whether every item of
// the message will be stored. It leaves in the scratch what appending needs.
func (s *Store) surelyClean(m *decode.Message, b bounds) bool {
	f := &s.fast
	s.request++
	f.series, f.fresh, f.aliases, f.suspects = f.series[:0], f.fresh[:0], f.aliases[:0], f.suspects[:0]
	f.histograms, f.exemplars, f.freshBytes = f.histograms[:0], f.exemplars[:0], 0
	f.refused = -1
	var before *entry
	for i := range m.Series {
		ser := &m.Series[i]
		if ser.NoKey || ser.Meta.BadRef {
			return false
		}
		idx, e := s.table.follow(ser.Key, before)
		if e == nil {
			if idx, e = s.meet(m, i); e == nil {
				return false
			}
		}
		before = e
		f.series = append(f.series, idx)
		if e.flags&flagLint != 0 {
			f.suspects = append(f.suspects, uint32(i))
		}
		if !s.seriesClean(m, ser, e, b) {
			if e.surelyRefused(m, ser, b) {
				f.refused = i
			}
			return false
		}
	}
	return true
}

// dropFresh takes series off the table that were not appended after all.
func (s *Store) dropFresh() {
	for _, k := range s.fast.aliases {
		s.table.unalias(k)
	}
	for _, f := range s.fast.fresh {
		s.table.drop(f.index, f.labels)
	}
	s.fast.fresh = s.fast.fresh[:0]
}

// errCommit marks the failure of a commit, which is no fault of the prediction: the
// disk may be full.
var errCommit = errors.New("commit")

// appendFast appends everything by series reference and commits. The error wraps
// errCommit if only the commit failed.
func (s *Store) appendFast(app storage.ExemplarAppenderV2, m *decode.Message) error {
	w := fastWriter{app: app, fastScratch: s.fast}
	for i := range m.Series {
		if err := w.series(m, &m.Series[i], s.table.at(s.fast.series[i])); err != nil {
			_ = app.Rollback()
			return err
		}
	}
	if err := app.Commit(); err != nil {
		return fmt.Errorf("%w: %w", errCommit, err)
	}
	return nil
}

// fastWriter appends one request; what it has appended of the scratch is cut off.
type fastWriter struct {
	app storage.ExemplarAppenderV2
	fastScratch
}

func (w *fastWriter) series(m *decode.Message, ser *decode.Series, e *entry) error {
	for j := ser.Samples.From; j < ser.Samples.To; j++ {
		x := &m.Samples[j]
		if err := w.sample(e, x.Start, point{t: x.Timestamp, v: x.Value}); err != nil {
			return err
		}
	}
	for j := ser.Histograms.From; j < ser.Histograms.To; j++ {
		if err := w.sample(e, m.Histograms[j].Start, w.histograms[0]); err != nil {
			return err
		}
		w.histograms = w.histograms[1:]
	}
	n := ser.Exemplars.Len()
	if n == 0 {
		return nil
	}
	_, err := w.app.AppendExemplars(e.ref, labels.EmptyLabels(), w.exemplars[:n])
	w.exemplars = w.exemplars[n:]
	return err
}

// sample appends by reference. A fresh series has none yet: its labels make it. A known
// one keeps its reference when it is refused.
func (w *fastWriter) sample(e *entry, st int64, p point) error {
	ls := labels.EmptyLabels()
	if e.ref == 0 {
		ls, w.fresh = w.fresh[0].labels, w.fresh[1:]
	}
	ref, err := w.app.Append(e.ref, ls, st, p.t, p.v, p.h, p.fh, storage.AOptions{})
	if err == nil {
		e.ref = ref
	}
	return err
}

// takeFast takes what was committed into the table.
func (s *Store) takeFast(r *Request, m *decode.Message) {
	sender, now := s.table.senderIndex(r.Sender), uint32(time.Now().Unix())
	histograms := s.fast.histograms
	for i := range m.Series {
		ser, e := &m.Series[i], s.table.at(s.fast.series[i])
		if e.firstSec == 0 {
			e.firstSec = now
		}
		if ser.Samples.Len()+ser.Histograms.Len() == 0 {
			e.exemplar = e.pendingExemplar
			continue
		}
		for j := ser.Samples.From; j < ser.Samples.To; j++ {
			e.take(point{t: m.Samples[j].Timestamp, v: m.Samples[j].Value})
		}
		for range ser.Histograms.Len() {
			e.take(histograms[0])
			histograms = histograms[1:]
		}
		e.exemplar, e.writer, e.sender = e.pendingExemplar, r.ID, sender
		s.mover.consider(e, r.Sender)
	}
}

// finishFast writes the verdict on a request of which everything was stored.
func (s *Store) finishFast(r *Request, v *Verdict, b bounds, counted int64) {
	s.stats.Fast++
	v.Limits = b.limits()
	v.Stored = Kept{Samples: v.Sent.Samples, Histograms: v.Sent.Histograms, Exemplars: v.Sent.Exemplars}
	v.Answer = Answer{Status: http.StatusNoContent, Header: make(http.Header), By: ByFast}
	if r.Body.Declared == decode.V2 {
		for name, n := range map[string]int{
			"X-Prometheus-Remote-Write-Samples-Written":    v.Sent.Samples,
			"X-Prometheus-Remote-Write-Histograms-Written": v.Sent.Histograms,
			"X-Prometheus-Remote-Write-Exemplars-Written":  v.Sent.Exemplars,
		} {
			v.Answer.Header.Set(name, strconv.Itoa(n))
		}
	}
	a := &attempt{req: r, verdict: v}
	if got, want := s.counter.total()-counted, int64(v.Sent.Samples+v.Sent.Histograms); got != want {
		a.disagree("the head counts %d samples appended, expected %d", got, want)
	}
	f := &findings{s: s, a: a}
	f.ignored(r.Body.Message)
	f.explain(v)
}

package store

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"rwscope/decode"
)

// seriesState is what the judge knows of one series while it judges one request.
type seriesState struct {
	index     uint32 // in the table
	entry     *entry // nil if the series is not in the table
	committed newest // before this request; what every Append compares with
	running   newest // with this request's samples taken in order, as at commit
	writer    uint64 // exchange that wrote committed; 0 if not known
	sender    uint32

	ref       storage.SeriesRef // as the appends of this request returned it
	wrote     bool              // this request stored an in-order sample
	described bool              // this request passed metadata on
	exemplars []exemplar.Exemplar
}

// errTooFarInFuture is the handler's own refusal (timeLimitAppenderV2).
var errTooFarInFuture = fmt.Errorf("%w: timestamp is too far in the future", storage.ErrOutOfBounds)

// findStates finds the series of a plan in the table. Records of one series share
// one state. The store's mutex is held.
func (s *Store) findStates(p *plan) {
	s.request++
	unlisted := make(map[decode.Key]*seriesState)
	var e, before *entry
	var idx uint32
	for i := range p.series {
		before = cmp.Or(e, before)
		if idx, e = s.findRecord(p, i, before); e != nil {
			p.series[i].state = p.stateOf(e, idx, s.request)
			if p.series[i].state.entry == nil {
				s.recallEntry(p.series[i].state, e, idx)
			}
			continue
		}
		ps := p.name(i)
		if ps.skip.cause != "" {
			continue
		}
		key := s.table.labelsKey(ps.labels)
		st, ok := unlisted[key]
		if !ok {
			st = p.newState()
			if s.table.full {
				st.committed = s.readNewestOf(ps.labels)
				st.running = st.committed
			}
			unlisted[key] = st
		}
		ps.state = st
	}
}

// findRecord finds record i in the table, by its key where that is enough to know
// that the handler does not pass over it, else by its name.
func (s *Store) findRecord(p *plan, i int, before *entry) (uint32, *entry) {
	ser := &p.msg.Series[i]
	if !ser.NoKey && !p.namer.passesOver(ser) {
		if idx, e := s.table.follow(ser.Key, before); e != nil {
			return idx, e
		}
	}
	p.series[i].unlisted = true
	if ps := p.name(i); ps.skip.cause == "" {
		return s.table.findLabels(ps.labels)
	}
	return 0, nil
}

// stateOf is the state of a series in the table, made when the request first
// touches it.
func (p *plan) stateOf(e *entry, idx uint32, request uint64) *seriesState {
	if e.pending == request {
		return &p.states[e.pendingTime]
	}
	e.pending, e.pendingTime = request, int64(len(p.states))
	return p.newState()
}

// newState appends to a slice that has room for one state per record, so that
// pointers into it stay good.
func (p *plan) newState() *seriesState {
	p.states = append(p.states, seriesState{})
	return &p.states[len(p.states)-1]
}

func (s *Store) recallEntry(st *seriesState, e *entry, idx uint32) {
	s.resolve(e)
	st.index, st.entry = idx, e
	st.committed, st.writer, st.sender = e.newest, e.writer, e.sender
	if s.leftEarly(e) {
		st.committed.t = beforeAll
	}
	st.running = st.committed
}

// leftEarly reports whether the samples of a stale series were written to a block while
// the series stayed in the head for the sake of an exemplar. The head then compares new
// samples with nothing but the kind of the last (tsdb/head.go, gcSeries).
func (s *Store) leftEarly(e *entry) bool {
	if s.cfg.StaleCompaction <= 0 || e.kind == kindNone || !e.point().stale() {
		return false
	}
	_, ok := s.readNewest(e.ref)
	return !ok
}

// forecast enters into the plan what each append will say, given what is
// committed and the head's limits, in the order in which the handler would append.
func (p *plan) forecast(b *bounds) {
	types := make(batchTypes)
	for i := range p.series {
		ps := &p.series[i]
		if ps.skip.cause != "" {
			continue
		}
		items := p.itemsOf(ps)
		for j := range items {
			items[j].foresee(ps.state, b, types)
		}
	}
}

// foresee follows one item through the handler's time limit, the reduction of too
// fine histograms, and headAppenderV2.Append.
func (it *plannedItem) foresee(st *seriesState, b *bounds, types batchTypes) {
	it.newest = st.committed
	if it.t > b.future {
		it.forecast = errTooFarInFuture
		return
	}
	if it.forecast != nil { // the histogram cannot even be read
		return
	}
	if it.forecast = it.reduce(); it.forecast != nil {
		return
	}
	b.initialise(it.t)
	if it.forecast = it.validate(); it.forecast != nil {
		return
	}
	if b.window == 0 && it.t < b.minValid {
		it.forecast = storage.ErrOutOfBounds
		return
	}
	it.appended = types.as(st, it.point)
	if it.place, it.forecast = st.committed.place(it.appended, *b); it.forecast == nil {
		types.enter(st, it.appended.sampleType())
	}
}

// initialise gives a head without samples its limits: the first sample to reach it
// sets its clock (tsdb/head_append.go, initTime), even one that is then refused.
func (b *bounds) initialise(t int64) {
	if b.known {
		return
	}
	b.known, b.maxTime, b.minValid = true, t, t-headRange
}

func (p *point) reduce() error {
	switch {
	case p.h != nil && tooFine(p.h.Schema):
		return p.h.ReduceResolution(histogram.ExponentialSchemaMax)
	case p.fh != nil && tooFine(p.fh.Schema):
		return p.fh.ReduceResolution(histogram.ExponentialSchemaMax)
	default:
		return nil
	}
}

func tooFine(schema int32) bool {
	return histogram.IsExponentialSchemaReserved(schema) && schema > histogram.ExponentialSchemaMax
}

func (p *point) validate() error {
	switch {
	case p.fh != nil:
		return p.fh.Validate()
	case p.h != nil:
		return p.h.Validate()
	default:
		return nil
	}
}

// badRequest reports whether the handler answers 400 for an append error; it
// answers 500 for all others.
func badRequest(err error, item Item) bool {
	if errors.Is(err, storage.ErrOutOfOrderSample) || errors.Is(err, storage.ErrOutOfBounds) ||
		errors.Is(err, storage.ErrDuplicateSampleForTimestamp) || errors.Is(err, storage.ErrTooOldSample) {
		return true
	}
	_, invalid := errors.AsType[histogram.Error](err)
	return invalid && item == ItemHistogram
}

// readNewestOf reads the newest sample of a series that the full table left out.
func (s *Store) readNewestOf(ls labels.Labels) newest {
	app := s.appender()
	defer app.Rollback()
	if g, ok := app.(storage.GetRef); ok {
		if ref, _ := g.GetRef(ls, ls.Hash()); ref != 0 {
			n, _ := s.readNewest(ref)
			return n
		}
	}
	return newest{}
}

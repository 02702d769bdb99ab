package store

import (
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
	key       decode.Key // of the label set as the TSDB has it
	index     uint32     // in the table
	entry     *entry     // nil if the series is not in the table
	committed newest     // before this request; what every Append compares with
	running   newest     // with this request's samples taken in order, as at commit
	writer    uint64     // exchange that wrote committed; 0 if not known
	sender    uint32

	ref       storage.SeriesRef // as the appends of this request returned it
	wrote     bool              // this request stored an in-order sample
	exemplars []exemplar.Exemplar
}

// errTooFarInFuture is the handler's own refusal (timeLimitAppenderV2).
var errTooFarInFuture = fmt.Errorf("%w: timestamp is too far in the future", storage.ErrOutOfBounds)

// states finds the series of a plan in the table. Records of one series share one
// state. The store's mutex is held.
func (s *Store) states(p *plan) {
	byLabels := make(map[decode.Key]*seriesState, len(p.series))
	for i := range p.series {
		ps := &p.series[i]
		if ps.skip.cause != "" {
			continue
		}
		key := s.table.labelsKey(ps.labels)
		st, ok := byLabels[key]
		if !ok {
			st = &seriesState{key: key}
			s.recall(st, ps.labels)
			byLabels[key] = st
		}
		ps.state = st
	}
}

// recall fills in what is known of a series: from the table, or from the head if
// the full table left it out.
func (s *Store) recall(st *seriesState, ls labels.Labels) {
	if st.index, st.entry = s.table.find(st.key); st.entry != nil {
		s.resolve(st.entry)
		st.committed, st.writer, st.sender = st.entry.newest, st.entry.writer, st.entry.sender
	} else if s.table.full {
		st.committed = s.readNewestOf(ls)
	}
	st.running = st.committed
}

// forecast enters into the plan what each append will say, given what is
// committed and the head's limits, in the order in which the handler would append.
func (p *plan) forecast(b *bounds) {
	for i := range p.series {
		ps := &p.series[i]
		if ps.skip.cause != "" {
			continue
		}
		items := p.itemsOf(ps)
		for j := range items {
			items[j].foresee(ps.state, b)
		}
	}
}

// foresee follows one item through the handler's time limit, the reduction of too
// fine histograms, and headAppenderV2.Append.
func (it *plannedItem) foresee(st *seriesState, b *bounds) {
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
	it.place, it.forecast = st.committed.place(it.point, *b)
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

package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/storage"

	"rwscope/decode"
)

// settle brings forecast and recording together into the outcome of every item,
// and takes what was committed into the table. The store's mutex is held.
func (s *Store) settle(a *attempt) {
	switch {
	case a.plan == nil && len(a.recording.calls) > 0:
		a.disagree("Prometheus read a message that could not be read here")
		return
	case a.plan == nil || a.recording.appender == nil:
		return
	}
	a.match()
	a.agree()
	if a.recording.committed {
		a.commit()
		a.after = s.witness(a)
		a.testify()
		s.learn(a)
		s.crossCheck(a)
	} else {
		a.rollBack()
	}
}

// match enters what was recorded into the plan. The handler works through the
// plan in order, so each call belongs to the next item that it can belong to; an
// item without a call was refused by the handler itself.
func (a *attempt) match() {
	calls := a.recording.calls
	defer func() { a.unmatched = len(calls) }()
	for i := range a.plan.series {
		ps := &a.plan.series[i]
		if ps.skip.cause != "" {
			continue
		}
		items := a.plan.itemsOf(ps)
		for j := range items {
			it := &items[j]
			it.reached = true
			if len(calls) > 0 && calls[0].of(it) {
				it.recorded, it.call = calls[0].sampleError(), &calls[0]
				calls = calls[1:]
			} else {
				it.recorded = it.forecast
			}
			if it.recorded != nil && (a.plan.msg.Kind == decode.V1 || !badRequest(it.recorded, it.item)) {
				return // the handler stops here
			}
		}
		calls = a.matchExemplars(ps, calls)
	}
}

// of reports whether c is the append of it.
func (c *call) of(it *plannedItem) bool {
	return c.exemplars == nil && c.t == it.t && c.kind() == it.kind()
}

// sampleError is the error of the sample itself, exemplars left aside.
func (c *call) sampleError() error {
	if errors.Is(c.err, (*storage.AppendPartialError)(nil)) {
		return nil
	}
	return c.err
}

// matchExemplars enters the exemplars of one record. The handler sorts them and
// leaves out those too far in the future, which come last.
func (a *attempt) matchExemplars(ps *plannedSeries, calls []call) []call {
	if ps.exemplars.Len() == 0 {
		return calls
	}
	var c *call
	if len(calls) > 0 && a.plan.callOf(ps, &calls[0]) {
		c, calls = &calls[0], calls[1:]
		ps.state.ref = max(ps.state.ref, c.ref)
	}
	for i, j := range ps.order {
		e := &a.plan.exemplars[j]
		e.reached = true
		switch {
		case c == nil || i >= len(c.exemplars):
			e.err = errTooFarInFuture
		case c.err != nil:
			e.err = c.exemplarError(i)
		}
	}
	return calls
}

// callOf reports whether c is the append of the record's exemplars: the first of
// them in the handler's order.
func (p *plan) callOf(ps *plannedSeries, c *call) bool {
	return c.exemplars != nil && len(c.exemplars) <= len(ps.order) &&
		exemplar.Compare(c.exemplars[0], p.exemplars[ps.order[0]].Exemplar) == 0
}

// exemplarError is the error of the i-th exemplar of the call, nil if it was taken.
func (c *call) exemplarError(i int) error {
	partial, ok := errors.AsType[*storage.AppendPartialError](c.err)
	if !ok {
		return c.err // none was taken
	}
	for _, e := range partial.ExemplarErrors {
		if e.Index == i {
			return e.Err
		}
	}
	return nil
}

// agree compares forecast and recording of every item that the handler reached.
func (a *attempt) agree() {
	for i := range a.plan.items {
		it := &a.plan.items[i]
		if it.reached && !sameError(it.forecast, it.recorded) && !errors.Is(it.recorded, errHeadFull) {
			a.disagree("%s %d: expected %v, the TSDB said %v", it.item, it.index, it.forecast, it.recorded)
		}
	}
	if a.unmatched > 0 {
		a.disagree("%d calls of the handler belong to no item", a.unmatched)
	}
}

func (a *attempt) disagree(format string, args ...any) {
	if a.verdict.Disagreement == "" {
		a.verdict.Disagreement = fmt.Sprintf(format, args...)
	}
}

func sameError(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Error() == b.Error()
}

// rollBack gives each item its outcome after everything was undone: an item that
// would have been refused is a culprit even if the handler did not get to it, all
// others are collateral.
func (a *attempt) rollBack() {
	for i := range a.plan.items {
		it := &a.plan.items[i]
		err := it.forecast
		if it.reached {
			err = it.recorded
		}
		switch {
		case a.plan.series[it.series].state == nil:
			it.outcome = Skipped
		case err != nil:
			it.outcome, it.recorded = Rejected, err
		default:
			it.outcome = RolledBack
		}
	}
	for j := range a.plan.exemplars {
		e := &a.plan.exemplars[j]
		switch {
		case a.plan.series[e.series].state == nil:
			e.outcome = Skipped
		case e.err != nil:
			e.outcome = Rejected
		default:
			e.outcome = RolledBack
		}
	}
}

// learn takes what was committed into the table.
func (s *Store) learn(a *attempt) {
	sender := s.table.senderIndex(a.req.Sender)
	for i := range a.plan.series {
		ps := &a.plan.series[i]
		st := ps.state
		if st == nil || st.ref == 0 {
			continue
		}
		if st.entry == nil {
			if st.index, st.entry = s.table.add(a.plan.name(i).labels); st.entry == nil {
				continue
			}
			st.entry.firstSec = uint32(time.Now().Unix())
			// The head may have it already: from when the table was full.
			st.entry.newest = st.running
			if s.table.full {
				st.entry.flags |= flagExemplarUnknown
			}
		}
		st.entry.ref = st.ref
		if ps.unlisted {
			s.lintLabels(a.plan.msg, i, st.entry)
		}
		if st.wrote {
			st.entry.newest = st.running
			st.entry.writer, st.entry.sender = a.req.ID, sender
		}
		if ser := &a.plan.msg.Series[i]; !ser.NoKey && !s.cfg.TypeAndUnitLabels {
			s.table.alias(ser.Key, st.index)
			if a.plan.passedMetadata(ps) {
				st.noteMetadata(ser.Meta.MetaKey)
			}
		}
		for _, e := range st.exemplars {
			st.entry.exemplar = max(st.entry.exemplar, e.Ts)
		}
		s.mover.consider(st.entry, s.table.senderName(st.entry.sender))
	}
}

// noteMetadata notes the metadata that the series brought. The TSDB compares each record
// of it with what was there before the request, so of several different ones the last
// need not be what it keeps: then none is noted, and the next one is passed on again.
func (st *seriesState) noteMetadata(key uint64) {
	if st.described && key != st.entry.metaKey {
		key = 0
	}
	st.described, st.entry.metaKey = true, key
}

// passedMetadata reports whether the TSDB looked at the record's metadata: it does
// so with every sample that it takes but staleness markers.
func (p *plan) passedMetadata(ps *plannedSeries) bool {
	return slices.ContainsFunc(p.itemsOf(ps), func(it plannedItem) bool {
		return it.reached && it.recorded == nil && !it.stale()
	})
}

// crossCheck compares the outcomes with the head's own count of what it kept. An
// out-of-order sample counts there even where its value was in the TSDB before.
func (s *Store) crossCheck(a *attempt) {
	var atLeast, atMost int64
	for i := range a.plan.items {
		it := &a.plan.items[i]
		if !it.reached || it.recorded != nil {
			continue
		}
		switch {
		case it.place == placeOutOfOrder:
			atMost++
		case it.outcome == Stored:
			atLeast++
			atMost++
		case it.outcome == Dropped && it.dropped == nil:
			atMost++ // stored, and hidden by another sample of its time
		}
	}
	if got := s.counter.total() - a.counted; got < atLeast || got > atMost {
		a.disagree("the head counts %d samples appended, expected %d to %d", got, atLeast, atMost)
	}
}

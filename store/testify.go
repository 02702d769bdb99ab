package store

import (
	"math"
	"slices"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
)

// testify lets the witnesses decide what only reading can tell: an out-of-order
// sample is stored if it is there now and was not before, and so is an exemplar.
func (a *attempt) testify() {
	claims := make(map[claim][]point)
	for i := range a.plan.items {
		it := &a.plan.items[i]
		if !it.reached || it.recorded != nil || (it.outcome != Stored && it.outcome != Duplicate) {
			continue
		}
		c := claim{a.plan.series[it.series].state, it.t}
		if it.place == placeOutOfOrder {
			it.outcome = a.outOfOrderOutcome(it, c, claims[c])
		}
		if it.outcome == Stored {
			claims[c] = append(claims[c], it.point)
		}
	}
	a.testifyShadowed()
	a.testifyExemplars()
}

// outOfOrderOutcome compares what a query shows now with what was there before. The
// newest sample of the series is known without a query: if the request sends it again
// behind a newer one, commit puts it out of order a second time.
func (a *attempt) outOfOrderOutcome(it *plannedItem, c claim, claimed []point) Outcome {
	now, before := a.after.read[c.series][c.t], a.before.read[c.series][c.t]
	switch {
	case now == nil || !now.holds(it.point):
		return Dropped
	case before != nil && before.holds(it.point), it.newest.holds(it.point), slices.ContainsFunc(claimed, now.holds):
		return Duplicate
	default:
		return Stored
	}
}

// testifyShadowed finds in-order samples that an out-of-order sample of the same
// request and time hides: the TSDB has both, and shows one.
func (a *attempt) testifyShadowed() {
	for i := range a.plan.items {
		it := &a.plan.items[i]
		n, read := a.after.read[a.plan.series[it.series].state][it.t]
		if read && it.outcome == Stored && (n == nil || !n.holds(it.point)) {
			it.outcome = Dropped
		}
	}
}

// claim is a time of a series for which a sample of this request was stored.
type claim struct {
	series *seriesState
	t      int64
}

// holds reports whether the sample that was read is p.
func (n *newest) holds(p point) bool {
	if n.t != p.t {
		return false
	}
	if n.point().stale() && p.stale() {
		return true // a marker is stored without the rest, and has no type of its own
	}
	if n.kind != p.kind() {
		return false
	}
	switch n.kind {
	case kindHistogram:
		return p.h.Copy().Compact(0).Equals(n.hist.h.Copy().Compact(0))
	case kindFloatHistogram:
		return p.fh.Copy().Compact(0).Equals(n.hist.fh.Copy().Compact(0))
	default:
		return n.bits == math.Float64bits(p.v)
	}
}

// testifyExemplars gives each exemplar its outcome. Each stored one vouches for one
// that was sent, so that the second of two equal ones counts as a duplicate.
func (a *attempt) testifyExemplars() {
	for i := range a.plan.series {
		ps := &a.plan.series[i]
		for j := ps.exemplars.From; j < ps.exemplars.To; j++ {
			if ps.skip.cause != "" {
				a.plan.exemplars[j].outcome = Skipped
			}
		}
		if ps.skip.cause == "" && ps.exemplars.Len() > 0 {
			a.exemplarOutcomes(ps)
		}
	}
}

func (a *attempt) exemplarOutcomes(ps *plannedSeries) {
	before := a.before.exemplars[ps.state]
	after := a.after.exemplars[ps.state]
	for j := ps.exemplars.From; j < ps.exemplars.To; j++ {
		e := &a.plan.exemplars[j]
		e.Labels = e.Labels.WithoutEmpty() // as it is stored
		switch {
		case e.err != nil:
			e.outcome = Rejected
		case !e.reached, a.after.exemplars == nil:
			e.outcome = Ignored
		case !among(after, e.Exemplar):
			e.outcome = Dropped
		case among(before, e.Exemplar) || ps.state.stored(e.Exemplar):
			e.outcome = Duplicate
		default:
			e.outcome = Stored
			ps.state.exemplars = append(ps.state.exemplars, e.Exemplar)
		}
	}
}

func (st *seriesState) stored(e exemplar.Exemplar) bool { return among(st.exemplars, e) }

func among(list []exemplar.Exemplar, e exemplar.Exemplar) bool {
	for _, l := range list {
		if l.Ts == e.Ts && math.Float64bits(l.Value) == math.Float64bits(e.Value) && labels.Equal(l.Labels, e.Labels) {
			return true
		}
	}
	return false
}

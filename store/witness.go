package store

import (
	"context"
	"math"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/tsdb/chunkenc"

	"rwscope/decode"
)

// witness is what the TSDB holds at the places where only reading can tell what a
// request did: the times of out-of-order samples, whose fate at commit depends on
// chunks that cannot be seen from outside, and the exemplars.
type witness struct {
	read      map[*seriesState]map[int64]*newest // nil: nothing there
	exemplars map[*seriesState][]exemplar.Exemplar
}

func (s *Store) witness(a *attempt) witness {
	w := witness{}
	wanted := make(map[*seriesState]map[int64]*newest)
	of := make(map[*seriesState]int) // a record of the series
	for i := range a.plan.items {
		it := &a.plan.items[i]
		st := a.plan.series[it.series].state
		if st == nil || it.forecast != nil || it.outcome == Dropped || it.place != placeOutOfOrder {
			continue
		}
		if wanted[st] == nil {
			wanted[st], of[st] = make(map[int64]*newest), int(it.series)
		}
		wanted[st][it.t] = nil
	}
	for st, times := range wanted {
		s.readTimes(a.plan.name(of[st]).labels, times)
	}
	w.read = wanted
	if len(a.plan.exemplars) > 0 && s.cfg.MaxExemplars > 0 {
		w.exemplars = s.readExemplars(a.plan)
	}
	return w
}

// readTimes fills in what a query shows for the series at each of the times. Where
// an in-order and an out-of-order sample share a time, it depends on the range of a
// query which of them it shows; what counts is the whole.
func (s *Store) readTimes(ls labels.Labels, times map[int64]*newest) {
	q, err := s.db.Querier(math.MinInt64, math.MaxInt64)
	if err != nil {
		return
	}
	defer q.Close()
	set := q.Select(context.Background(), false, nil, exactMatchers(ls)...)
	for set.Next() {
		if !labels.Equal(set.At().Labels(), ls) {
			continue
		}
		it := set.At().Iterator(nil)
		for typ := it.Next(); typ != chunkenc.ValNone; typ = it.Next() {
			if _, ok := times[it.AtT()]; ok {
				n := at(it, typ)
				times[n.t] = &n
			}
		}
	}
}

// exactMatchers select one series, and those with more labels beside the same.
func exactMatchers(ls labels.Labels) []*labels.Matcher {
	ms := make([]*labels.Matcher, 0, ls.Len())
	ls.Range(func(l labels.Label) {
		ms = append(ms, labels.MustNewMatcher(labels.MatchEqual, l.Name, l.Value))
	})
	return ms
}

// readExemplars reads the stored exemplars in the plan's time range, by series.
// The storage walks over all its series for each selection, so there is one.
func (s *Store) readExemplars(p *plan) map[*seriesState][]exemplar.Exemplar {
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	states := make(map[decode.Key]*seriesState)
	for i := range p.exemplars {
		lo, hi = min(lo, p.exemplars[i].Ts), max(hi, p.exemplars[i].Ts)
		if ps := &p.series[p.exemplars[i].series]; ps.state != nil {
			states[s.table.labelsKey(ps.labels)] = ps.state
		}
	}
	found := make(map[*seriesState][]exemplar.Exemplar)
	q, err := s.db.ExemplarQuerier(context.Background())
	if err != nil {
		return found
	}
	all, err := q.Select(lo, hi, []*labels.Matcher{})
	if err != nil {
		return found
	}
	for _, f := range all {
		if st := states[s.table.labelsKey(f.SeriesLabels)]; st != nil {
			found[st] = f.Exemplars
		}
	}
	return found
}

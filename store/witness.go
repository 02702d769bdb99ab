package store

import (
	"context"
	"math"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/tsdb/chunkenc"

	"rwscope/decode"
)

// maxWitnessed bounds how many out-of-order samples of one request are read back
// before and after it. The outcome of one beyond that is what the append said.
const maxWitnessed = 10_000

// witness is what the TSDB holds at the places where only reading can tell what a
// request did: the times of out-of-order samples, whose fate at commit depends on
// chunks that cannot be seen from outside, and the exemplars.
type witness struct {
	samples   map[int]*newest // by index in plan.items; nil: nothing there
	exemplars map[decode.Key][]exemplar.Exemplar
}

func (s *Store) witness(a *attempt) witness {
	w := witness{}
	for i := range a.plan.items {
		it := &a.plan.items[i]
		if it.forecast != nil || it.outcome == Dropped || it.place != placeOutOfOrder || len(w.samples) >= maxWitnessed {
			continue
		}
		if st := a.plan.series[it.series].state; st != nil {
			if w.samples == nil {
				w.samples = make(map[int]*newest)
			}
			w.samples[i] = s.readAt(a.plan.series[it.series].labels, it.t)
		}
	}
	if len(a.plan.exemplars) > 0 && s.cfg.MaxExemplars > 0 {
		w.exemplars = s.readExemplars(a.plan)
	}
	return w
}

// readAt reads what a query would return for the series at time t; nil if nothing.
func (s *Store) readAt(ls labels.Labels, t int64) *newest {
	q, err := s.db.Querier(t, t)
	if err != nil {
		return nil
	}
	defer q.Close()
	set := q.Select(context.Background(), false, nil, exactMatchers(ls)...)
	for set.Next() {
		if !labels.Equal(set.At().Labels(), ls) {
			continue
		}
		it := set.At().Iterator(nil)
		typ := it.Seek(t)
		if typ == chunkenc.ValNone || it.AtT() != t {
			return nil
		}
		n := at(it, typ)
		return &n
	}
	return nil
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
func (s *Store) readExemplars(p *plan) map[decode.Key][]exemplar.Exemplar {
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for i := range p.exemplars {
		lo, hi = min(lo, p.exemplars[i].Ts), max(hi, p.exemplars[i].Ts)
	}
	q, err := s.db.ExemplarQuerier(context.Background())
	if err != nil {
		return nil
	}
	found, err := q.Select(lo, hi, []*labels.Matcher{})
	if err != nil {
		return nil
	}
	wanted := make(map[decode.Key][]exemplar.Exemplar)
	for i := range p.exemplars {
		wanted[s.table.labelsKey(p.series[p.exemplars[i].series].labels)] = nil
	}
	for _, f := range found {
		key := s.table.labelsKey(f.SeriesLabels)
		if _, ok := wanted[key]; ok {
			wanted[key] = f.Exemplars
		}
	}
	return wanted
}

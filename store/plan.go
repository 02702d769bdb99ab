package store

import (
	"slices"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"

	"rwscope/decode"
)

// plan is a request laid out in the order in which Prometheus' write handler works
// on it: series by series, samples, then histograms, then exemplars. Forecast and
// recording are entered into it side by side, and the outcomes follow.
//
// Names cost most of all, and nearly all series are known by their key: so a record
// is named only when it is new to the table or somebody asks.
type plan struct {
	msg       *decode.Message
	namer     *namer
	series    []plannedSeries
	items     []plannedItem
	exemplars []plannedExemplar // indexed as in msg
	states    []seriesState
}

// plannedSeries is one TimeSeries record.
type plannedSeries struct {
	index     uint32 // in the plan
	named     bool
	unlisted  bool          // its key was not in the table
	labels    labels.Labels // as the TSDB stores them, once named
	skip      skip          // why the handler passes over the record, if it does
	state     *seriesState
	items     decode.Range // of plan.items
	exemplars decode.Range // of plan.exemplars
	// order are the record's exemplars as the handler sorts them, those that it
	// could not read left out.
	order []uint32
}

// skip is why the handler passes over a whole record. The zero skip means that it
// does not.
type skip struct {
	cause  string
	detail string // the label or reference at fault
	text   string // what Prometheus says about it
}

// plannedItem is one sample or histogram on its way through the handler.
type plannedItem struct {
	point
	item     Item
	index    uint32 // in msg.Samples or msg.Histograms
	series   uint32 // in plan.series
	place    placement
	forecast error
	recorded error
	reached  bool  // the handler got as far as this item
	call     *call // that the item made, nil if none
	appended point // as the head compares and commits it
	dropped  error // why commit dropped it
	// overtaken means that it would have been in order, had commit not put it off
	// behind later items of its series.
	overtaken bool
	outcome   Outcome
	newest    newest // of the series before this request, for the explanation
}

// plannedExemplar is one exemplar.
type plannedExemplar struct {
	exemplar.Exemplar
	series  uint32
	err     error
	reached bool
	outcome Outcome
}

// lay lays out msg as the handler would go through it.
func (s *Store) lay(msg *decode.Message) *plan {
	p, ok := s.plans.Get().(*plan)
	if !ok {
		p = &plan{}
	}
	p.msg, p.namer = msg, s.newNamer(msg)
	p.series = zeroed(p.series, len(msg.Series))
	p.exemplars = zeroed(p.exemplars, len(msg.Exemplars))
	p.items = zeroed(p.items, len(msg.Samples)+len(msg.Histograms))[:0]
	p.states = zeroed(p.states, len(msg.Series))[:0]
	for i := range msg.Series {
		ps := &p.series[i]
		ps.index, ps.exemplars = uint32(i), msg.Series[i].Exemplars
		p.layItems(i, ps)
		p.layExemplars(i, ps)
	}
	return p
}

// forgo gives a plan's memory back for the next one.
func (s *Store) forgo(p *plan) {
	if p != nil {
		s.plans.Put(p)
	}
}

// zeroed is a slice of n zero values in the memory of list, if that is large enough
// and not much too large.
func zeroed[T any](list []T, n int) []T {
	if cap(list) < n || cap(list) > 4*n+4096 {
		return make([]T, n)
	}
	list = list[:n]
	clear(list)
	return list
}

// name makes the label set of record i and finds out whether the handler passes
// over the record.
func (p *plan) name(i int) *plannedSeries {
	ps := &p.series[i]
	if ps.named {
		return ps
	}
	ps.named = true
	if ps.labels, ps.skip = p.namer.name(i); ps.skip.cause == "" {
		ps.labels = ps.labels.WithoutEmpty()
	}
	return ps
}

// nameOf is the record's series in PromQL notation.
func (p *plan) nameOf(ps *plannedSeries) string {
	if ps.named || p.namer.typeAndUnit {
		return p.name(int(ps.index)).labels.String()
	}
	return notation(p.msg, int(ps.index))
}

func (p *plan) layItems(i int, ps *plannedSeries) {
	ser := &p.msg.Series[i]
	ps.items.From = uint32(len(p.items))
	for j := ser.Samples.From; j < ser.Samples.To; j++ {
		smp := &p.msg.Samples[j]
		p.items = append(p.items, plannedItem{
			point: point{t: smp.Timestamp, v: smp.Value}, item: ItemSample, index: j, series: uint32(i),
		})
	}
	for j := ser.Histograms.From; j < ser.Histograms.To; j++ {
		it := plannedItem{item: ItemHistogram, index: j, series: uint32(i)}
		it.t = p.msg.Histograms[j].Timestamp
		it.h, it.fh, it.forecast = p.msg.Histogram(int(j))
		p.items = append(p.items, it)
	}
	ps.items.To = uint32(len(p.items))
}

func (p *plan) layExemplars(i int, ps *plannedSeries) {
	if ps.exemplars.Len() == 0 {
		return
	}
	p.name(i) // what is stored of them is found by name
	for j := ps.exemplars.From; j < ps.exemplars.To; j++ {
		e := &p.exemplars[j]
		e.series = uint32(i)
		e.Value, e.Ts = p.msg.Exemplars[j].Value, p.msg.Exemplars[j].Timestamp
		e.HasTs = e.Ts != 0
		if e.Labels, e.err = p.msg.ExemplarLabelSet(int(j)); e.err == nil {
			ps.order = append(ps.order, j)
		}
	}
	slices.SortFunc(ps.order, func(a, b uint32) int {
		return exemplar.Compare(p.exemplars[a].Exemplar, p.exemplars[b].Exemplar)
	})
}

// itemsOf are the samples and histograms of one record.
func (p *plan) itemsOf(ps *plannedSeries) []plannedItem {
	return p.items[ps.items.From:ps.items.To]
}

package store

// commit gives each item its outcome by doing once more what the head's commit
// did: placing the samples of each series one after the other. The head checks
// again there, against the samples of the same request too, and drops silently.
func (a *attempt) commit() {
	var batches []*batch
	types := make(batchTypes)
	for i := range a.plan.items {
		it := &a.plan.items[i]
		st := a.plan.series[it.series].state
		switch {
		case st == nil:
			it.outcome = Skipped
		case !it.reached:
			it.outcome = Ignored
		case it.recorded != nil:
			it.outcome = Rejected
		default:
			it.appended = it.call.point
			batches = it.join(batches, st, types)
		}
	}
	for _, b := range batches {
		a.commitBatch(b)
	}
}

// sampleType is a sample's type as the head's batches tell them apart.
type sampleType uint8

const (
	typeFloat sampleType = iota
	typeHistogram
	typeCustomHistogram
	typeFloatHistogram
	typeCustomFloatHistogram
)

func (p point) sampleType() sampleType {
	switch {
	case p.fh != nil && p.fh.UsesCustomBuckets():
		return typeCustomFloatHistogram
	case p.fh != nil:
		return typeFloatHistogram
	case p.h != nil && p.h.UsesCustomBuckets():
		return typeCustomHistogram
	case p.h != nil:
		return typeHistogram
	default:
		return typeFloat
	}
}

// batch is a part of a commit: first all floats are placed, then all histograms,
// then all float histograms (tsdb/head_append.go, appendBatch).
type batch struct{ floats, histograms, floatHistograms []*plannedItem }

// batchTypes are the types of the series that have histograms in the last batch
// (headAppenderBase.typesInBatch).
type batchTypes map[*seriesState]sampleType

// enter notes the next sample of a series, and reports whether a new batch begins with
// it: where the type of a series changes (headAppenderBase.getCurrentBatch).
func (b batchTypes) enter(st *seriesState, typ sampleType) (anew bool) {
	was, seen := b[st]
	if seen && was != typ {
		clear(b)
		anew = true
	}
	if typ != typeFloat {
		b[st] = typ
	}
	return anew
}

// as is p as the head takes it: a float staleness marker takes on the type that its
// series has in the batch.
func (b batchTypes) as(st *seriesState, p point) point {
	if p.kind() == kindFloat && p.stale() {
		return p.staleAs(b[st])
	}
	return p
}

// join puts the item into the last batch, or into a new one.
func (it *plannedItem) join(batches []*batch, st *seriesState, types batchTypes) []*batch {
	it.appended = types.as(st, it.appended)
	if types.enter(st, it.appended.sampleType()) || len(batches) == 0 {
		batches = append(batches, &batch{})
	}
	b := batches[len(batches)-1]
	switch it.appended.kind() {
	case kindFloat:
		b.floats = append(b.floats, it)
	case kindHistogram:
		b.histograms = append(b.histograms, it)
	default:
		b.floatHistograms = append(b.floatHistograms, it)
	}
	return batches
}

// staleAs is the staleness marker as a histogram of the given type.
func (p point) staleAs(typ sampleType) point {
	switch typ {
	case typeHistogram, typeCustomHistogram:
		return point{t: p.t, h: staleHistogram(p.v)}
	case typeFloatHistogram, typeCustomFloatHistogram:
		return point{t: p.t, fh: staleFloatHistogram(p.v)}
	default:
		return p
	}
}

// commitBatch places the items of one batch. A float staleness marker on a series
// whose newest sample is a histogram is put off until the histograms.
func (a *attempt) commitBatch(b *batch) {
	var putOff []*plannedItem
	for _, it := range b.floats {
		st := a.plan.series[it.series].state
		switch {
		case !it.appended.stale() || st.running.kind == kindNone || st.running.kind == kindFloat:
			it.settleIn(st, a.bounds)
			continue
		case st.running.kind == kindHistogram:
			it.appended = it.appended.staleAs(typeHistogram)
			b.histograms = append(b.histograms, it)
		default:
			it.appended = it.appended.staleAs(typeFloatHistogram)
			b.floatHistograms = append(b.floatHistograms, it)
		}
		if place, err := st.running.place(it.appended, a.bounds); err == nil && place == placeInOrder {
			putOff = append(putOff, it)
		}
	}
	for _, it := range b.histograms {
		it.settleIn(a.plan.series[it.series].state, a.bounds)
	}
	for _, it := range b.floatHistograms {
		it.settleIn(a.plan.series[it.series].state, a.bounds)
	}
	for _, it := range putOff {
		it.overtaken = it.dropped != nil
	}
}

// settleIn places the item into its series as commit does.
func (it *plannedItem) settleIn(st *seriesState, b bounds) {
	it.place, it.dropped = st.running.place(it.appended, b)
	switch {
	case it.dropped != nil:
		it.outcome = Dropped
		return
	case it.place == placeDuplicate:
		it.outcome = Duplicate
		return
	case it.place == placeInOrder:
		st.running.take(it.appended)
		st.wrote = true
	}
	it.outcome = Stored // out of order, the witnesses may still object
	st.ref = it.call.ref
}

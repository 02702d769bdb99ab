package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"rwscope/decode"
)

// findings collects the findings about one exchange. It keeps the first
// MaxProblems, culprits before witnesses, and counts all.
type findings struct {
	s      *Store
	a      *attempt
	total  int
	lists  [2][]Finding // by rank: culprits, witnesses
	shared Finding      // what all have in common
}

// report turns what happened to the items into the verdict's outcomes, counts and
// problems.
func (s *Store) report(a *attempt) findings {
	f := findings{s: s, a: a, shared: s.sharedFacts(a)}
	f.request()
	switch {
	case a.req.Body.Message == nil:
	case a.plan == nil || a.recording.appender == nil:
		a.verdict.Outcomes.ignoreAll(a.req.Body.Message)
	default:
		f.items()
		f.exemplars()
		a.plan.enter(a.verdict)
	}
	return f
}

func (s *Store) sharedFacts(a *attempt) Finding {
	x := Finding{Limits: a.verdict.Limits, Sender: a.req.Header.Get("User-Agent"), From: a.req.Sender}
	if a.recording.appender != nil && a.plan != nil && a.plan.refused() {
		x.HeadSeries, x.HeadMover = s.describeMover(a.mover)
	}
	return x
}

// refused reports whether any item was refused.
func (p *plan) refused() bool {
	return slices.ContainsFunc(p.items, func(it plannedItem) bool { return it.outcome == Rejected })
}

func (f *findings) add(x Finding) {
	f.total++
	rank := 1
	if x.Role == RoleCulprit {
		rank = 0
	}
	if len(f.lists[rank]) >= MaxProblems {
		return
	}
	x.Limits, x.Sender, x.From = f.shared.Limits, f.shared.Sender, f.shared.From
	x.HeadMover, x.HeadSeries = f.shared.HeadMover, f.shared.HeadSeries
	f.lists[rank] = append(f.lists[rank], x)
}

// explain puts the findings into words. A refused request has one cause a thousand
// times; past the first problems of a cause, the others only say what they are about.
func (f *findings) explain(v *Verdict) {
	v.ProblemsTotal += f.total
	told := make(map[string]int)
	for _, list := range f.lists {
		slices.SortStableFunc(list, func(a, b Finding) int {
			return cmp.Compare(catalogue[b.Cause].Level, catalogue[a.Cause].Level)
		})
		for i := range list[:min(len(list), MaxProblems-len(v.Problems))] {
			x := &list[i]
			if told[x.Cause]++; told[x.Cause] <= MaxExplained {
				v.Problems = append(v.Problems, Explain(*x))
			} else {
				v.Problems = append(v.Problems, mention(x))
			}
		}
	}
}

// items reports samples and histograms, and the records that were passed over.
func (f *findings) items() {
	var duplicates, outOfOrder tally
	for i := range f.a.plan.series {
		ps := &f.a.plan.series[i]
		if ps.skip.cause != "" {
			f.skipped(i, ps)
			continue
		}
		items := f.a.plan.itemsOf(ps)
		for j := range items {
			it := &items[j]
			switch {
			case it.outcome == Rejected:
				f.item(it, ps, classify(it.recorded, it.appended, it.newest), RoleCulprit)
			case it.outcome == Dropped:
				f.item(it, ps, classifyDropped(it), RoleWitness)
			case it.outcome == Duplicate:
				duplicates.add(f, it, ps)
			case it.outcome == Stored && it.place == placeOutOfOrder:
				outOfOrder.add(f, it, ps)
			}
		}
	}
	duplicates.report(f, CauseDuplicate)
	outOfOrder.report(f, CauseAcceptedOutOfOrder)
}

// several reports what is not worth a problem for each item.
func (f *findings) several(cause string, n int) {
	if n > 0 {
		f.add(Finding{Cause: cause, Role: RoleWitness, Item: ItemRequest, Index: -1, Count: n})
	}
}

// skipped reports a record that the handler passed over. v2 answers 400 for it; v1
// says nothing.
func (f *findings) skipped(i int, ps *plannedSeries) {
	role := RoleCulprit
	if f.a.plan.msg.Kind == decode.V1 {
		role = RoleWitness
	}
	x := Finding{
		Cause: ps.skip.cause, Detail: ps.skip.detail, Role: role, Item: ItemSeries, Index: i,
		Series: f.name(ps, role), Count: ps.items.Len() + ps.exemplars.Len(),
	}
	if role == RoleCulprit {
		x.Error = ps.skip.text
	}
	f.add(x)
}

func (f *findings) item(it *plannedItem, ps *plannedSeries, cause string, role Role) {
	x := Finding{
		Cause: cause, Role: role, Item: it.item, Index: int(it.index), Timestamp: it.t,
		Series: f.name(ps, role), Value: it.describe(),
	}
	if it.recorded != nil {
		x.Error = it.recorded.Error()
	}
	if !f.full(role) {
		x.Newest = f.s.describeNewest(it.newest, ps.state)
	}
	f.add(x)
}

// full reports whether a further finding would only be counted, so that nothing
// need be made for it.
func (f *findings) full(role Role) bool {
	if role == RoleCulprit {
		return len(f.lists[0]) >= MaxProblems
	}
	return len(f.lists[1]) >= MaxProblems
}

func (f *findings) exemplars() {
	disabled := 0
	for j := range f.a.plan.exemplars {
		e := &f.a.plan.exemplars[j]
		ps := &f.a.plan.series[e.series]
		cause, role := CauseExemplarOutOfOrderInRequest, RoleWitness
		switch {
		case e.outcome == Rejected:
			cause = classifyExemplar(e.err)
			if f.a.plan.msg.Kind == decode.V2 && (cause == CauseExemplarOutOfOrder || cause == CauseExemplarRefs) {
				role = RoleCulprit
			}
		case e.outcome == Ignored && f.s.cfg.MaxExemplars <= 0 && f.a.recording.committed:
			disabled++
			continue
		case e.outcome != Dropped:
			continue
		}
		x := Finding{
			Cause: cause, Role: role, Item: ItemExemplar, Index: j, Timestamp: e.Ts,
			Series: f.name(ps, role), Value: formatFloat(e.Value),
		}
		if e.err != nil {
			x.Error = e.err.Error()
		}
		f.add(x)
	}
	f.several(CauseExemplarDisabled, disabled)
}

// name is the series in PromQL notation, or nothing where nobody will read it.
func (f *findings) name(ps *plannedSeries, role Role) string {
	if f.full(role) {
		return ""
	}
	if ps.skip.cause == CauseLabelRefsOdd || ps.skip.cause == CauseLabelRefsOutOfRange {
		return "" // its labels cannot be read
	}
	return f.a.plan.nameOf(ps)
}

// describe is the item's value in one word.
func (it *plannedItem) describe() string {
	switch {
	case it.stale():
		return "stale marker"
	case it.h != nil:
		return fmt.Sprintf("histogram, count %d", it.h.Count)
	case it.fh != nil:
		return "histogram, count " + formatFloat(it.fh.Count)
	default:
		return formatFloat(it.v)
	}
}

func formatFloat(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// describeNewest says what is stored already and who wrote it.
func (s *Store) describeNewest(n newest, st *seriesState) Newest {
	if n.kind == kindNone || n.t == beforeAll {
		return Newest{}
	}
	d := Newest{Known: true, Kind: n.kind.String(), Conflict: Conflict{Timestamp: n.t}}
	it := plannedItem{point: n.point()}
	d.Value = it.describe()
	if st != nil && st.writer != 0 {
		d.Exchange, d.Sender = st.writer, s.table.senderName(st.sender)
	}
	return d
}

// enter writes the outcomes into the verdict.
func (p *plan) enter(v *Verdict) {
	v.Outcomes.Samples = make([]Outcome, len(p.msg.Samples))
	v.Outcomes.Histograms = make([]Outcome, len(p.msg.Histograms))
	v.Outcomes.Exemplars = make([]Outcome, len(p.msg.Exemplars))
	for i := range p.items {
		it := &p.items[i]
		of, kept := v.Outcomes.Samples, &v.Stored.Samples
		if it.item == ItemHistogram {
			of, kept = v.Outcomes.Histograms, &v.Stored.Histograms
		}
		of[it.index] = it.outcome
		v.count(it.outcome, kept)
	}
	for j := range p.exemplars {
		v.Outcomes.Exemplars[j] = p.exemplars[j].outcome
		v.count(p.exemplars[j].outcome, &v.Stored.Exemplars)
	}
	v.Outcomes.trim()
}

func (v *Verdict) count(o Outcome, kept *int) {
	switch o {
	case Stored:
		*kept++
	case Duplicate:
		v.Stored.Duplicates++
	case RolledBack:
		v.Collateral++
	}
}

// trim drops the slices in which everything was stored.
func (o *Outcomes) trim() {
	for _, list := range []*[]Outcome{&o.Samples, &o.Histograms, &o.Exemplars} {
		if allStored(*list) {
			*list = nil
		}
	}
}

func allStored(list []Outcome) bool {
	for _, o := range list {
		if o != Stored {
			return false
		}
	}
	return true
}

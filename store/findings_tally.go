package store

// examined is how many items of a tally are looked at for an example.
const examined = 16

// tally counts items of which each alone is not worth a problem, and keeps one
// that shows best what they are about: if there is one, an item whose series
// another sender wrote.
type tally struct {
	n       int
	example Finding
}

func (t *tally) add(f *findings, it *plannedItem, ps *plannedSeries) {
	t.n++
	if t.n > examined || (t.n > 1 && t.other()) {
		return
	}
	x := Finding{
		Item: it.item, Index: int(it.index), Timestamp: it.t, Series: f.a.plan.nameOf(ps), Value: it.describe(),
		From: f.shared.From, Newest: f.s.describeNewest(it.newest, ps.state),
	}
	if s := newScene(x); t.n == 1 || otherSender(&s) {
		t.example = x
	}
}

// other reports whether another sender wrote the example's series.
func (t *tally) other() bool {
	s := newScene(t.example)
	return otherSender(&s)
}

// report adds one finding for all items, about the example if it is the only one.
func (t *tally) report(f *findings, cause string) {
	if t.n == 0 {
		return
	}
	x := t.example
	x.Cause, x.Role, x.Count = cause, RoleWitness, t.n
	if t.n > 1 {
		x.Item, x.Index = ItemRequest, -1
	}
	f.add(x)
}

package relabel

import (
	"cmp"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"

	"rwscope/decode"
)

// Bounds of what a trial remembers.
const (
	// MaxSeries is how many series are tried; those met later are counted in
	// [Report].Beyond. Each takes about 300 bytes.
	MaxSeries = 1_000_000
	// MaxExamples is how many series are shown of a kind.
	MaxExamples = 3
	// MaxCollisions is how many collisions are shown.
	MaxCollisions = 5
)

// Trial is one list of rules and the series that they were tried on.
type Trial struct {
	rules   []*relabel.Config
	most    int // series
	hasher  decode.Hasher
	builder *labels.Builder
	buf     []byte
	fates   map[decode.Key]int // the step that drops a series, by its labels; kept if it is kept
	results map[decode.Key]*result
	report  Report
}

// kept is the fate of a series that no rule drops.
const kept = -1

// result is a label set that comes out, and the series that become it.
type result struct {
	labels labels.Labels
	from   []labels.Labels // the first of them
	series int
}

// New starts a trial. The rules are those of [Parse].
func New(rules []*relabel.Config) *Trial {
	t := &Trial{
		rules: rules, most: MaxSeries, hasher: decode.NewHasher(), builder: labels.NewBuilder(labels.EmptyLabels()),
		fates: make(map[decode.Key]int), results: make(map[decode.Key]*result),
	}
	for _, r := range rules {
		t.report.Steps = append(t.report.Steps, Step{Rule: Text(r)})
	}
	return t
}

// Message tries the rules on the series of a message. Records without a sample or
// histogram, and those that no receiver takes, are left out.
func (t *Trial) Message(m *decode.Message) {
	for i := range m.Series {
		s := &m.Series[i]
		n := s.Samples.Len() + s.Histograms.Len()
		if n == 0 {
			continue
		}
		if ls, err := m.LabelSet(i); err == nil && valid(ls) {
			t.add(ls, n)
		} else {
			t.report.Invalid++
		}
	}
}

// valid reports whether a receiver takes the label set.
func valid(ls labels.Labels) bool {
	_, twice := ls.HasDuplicateLabelNames()
	return !twice && ls.Has(model.MetricNameLabel) && ls.IsValid(model.UTF8Validation)
}

func (t *Trial) add(ls labels.Labels, samples int) {
	key := t.key(ls)
	step, known := t.fates[key]
	if !known {
		if len(t.fates) == t.most {
			t.report.Beyond++
			return
		}
		t.report.Series++
		step = t.try(ls)
		t.fates[key] = step
	}
	t.report.Samples += samples
	if step != kept {
		t.report.Steps[step].SamplesDropped += samples
	} else {
		t.report.SamplesLeft += samples
	}
}

func (t *Trial) key(ls labels.Labels) decode.Key {
	t.buf = ls.Bytes(t.buf)
	return t.hasher.Bytes(t.buf)
}

// try takes a series through the rules, one after the other, and returns its fate.
func (t *Trial) try(ls labels.Labels) int {
	t.builder.Reset(ls)
	now := ls
	for i, r := range t.rules {
		step := &t.report.Steps[i]
		step.Series++
		if !relabel.ProcessBuilder(t.builder, r) {
			step.drop(now)
			return i
		}
		if next := t.builder.Labels(); !labels.Equal(now, next) {
			step.change(now, next)
			now = next
		}
	}
	t.keep(ls, now)
	return kept
}

// keep notes that series from becomes series to.
func (t *Trial) keep(from, to labels.Labels) {
	t.report.Left++
	if !labels.Equal(from, to) {
		t.report.Changed++
	}
	if !to.Has(model.MetricNameLabel) {
		t.report.Nameless++
		if len(t.report.NamelessExamples) < MaxExamples {
			t.report.NamelessExamples = append(t.report.NamelessExamples, Change{from.String(), to.String()})
		}
	}
	key := t.key(to)
	r := t.results[key]
	if r == nil {
		r = &result{labels: to}
		t.results[key] = r
	}
	if r.series++; len(r.from) < MaxExamples {
		r.from = append(r.from, from)
	}
}

// Report is what the trial has shown so far.
func (t *Trial) Report() Report {
	r := t.report
	var met []*result
	for _, x := range t.results {
		if x.series > 1 {
			met = append(met, x)
			r.Colliding += x.series
		}
	}
	r.CollisionsTotal = len(met)
	slices.SortFunc(met, func(a, b *result) int {
		return cmp.Or(cmp.Compare(b.series, a.series), labels.Compare(a.labels, b.labels))
	})
	for _, x := range met[:min(len(met), MaxCollisions)] {
		c := Collision{Becomes: x.labels.String(), Series: x.series, Apart: apart(x.from)}
		for _, from := range x.from {
			c.From = append(c.From, from.String())
		}
		r.Collisions = append(r.Collisions, c)
	}
	return r
}

// apart are the names of the labels in which the series differ, in order.
func apart(list []labels.Labels) []string {
	var names []string
	for i := range list {
		list[i].Range(func(l labels.Label) {
			differs := func(other labels.Labels) bool { return other.Get(l.Name) != l.Value }
			if slices.ContainsFunc(list, differs) && !slices.Contains(names, l.Name) {
				names = append(names, l.Name)
			}
		})
	}
	slices.Sort(names)
	return names
}

package figure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"
)

// Label is a label as PromQL writes it: the value stands in its quotes.
type Label struct{ Name, Value string }

// maxLabels is how many labels of a series are told apart; the others stand behind.
const maxLabels = 64

// Labels splits a series in PromQL notation, {__name__="up", job="api"}, into its
// labels. What cannot be read ends them.
func Labels(series string) []Label {
	rest := strings.TrimPrefix(series, "{")
	var out []Label
	for len(out) < maxLabels {
		rest = strings.TrimLeft(rest, ", ")
		var name string
		if strings.HasPrefix(rest, `"`) {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return out
			}
			name, rest = quoted, rest[len(quoted):]
		} else if i := strings.IndexByte(rest, '='); i > 0 {
			name, rest = rest[:i], rest[i:]
		}
		after, ok := strings.CutPrefix(rest, "=")
		value, err := strconv.QuotedPrefix(after)
		if !ok || err != nil {
			return out
		}
		out = append(out, Label{name, value})
		rest = after[len(value):]
	}
	return out
}

// Telling is, for each metric, the order of labels in which its series are told
// apart in the fewest cells: what they have in common stands behind, where a narrow
// column cuts it off.
type Telling map[string][]string

// The bounds of what Tell looks at: series in all, of these kept in all and of one
// metric, and labels that are put in front.
const (
	maxSeen = 20_000
	maxKept = 2_000
	maxSame = 50
	maxLead = 6
)

// Tell finds the order for series of which one is at(0) up to before at(n).
func Tell(n int, at func(i int) []Label) Telling {
	same := map[string][][]Label{}
	kept := 0
	for i := 0; i < min(n, maxSeen) && kept < maxKept; i++ {
		labels := at(i)
		if name := metric(labels); len(same[name]) < maxSame {
			same[name] = append(same[name], labels)
			kept++
		}
	}
	out := Telling{}
	for name, series := range same {
		if order := tell(series); len(order) > 0 {
			out[name] = order
		}
	}
	return out
}

// metric is the metric's name, in its quotes.
func metric(labels []Label) string {
	name, _ := value(labels, model.MetricNameLabel)
	return name
}

func value(labels []Label, name string) (string, bool) {
	if i := index(labels, name); i >= 0 {
		return labels[i].Value, true
	}
	return "", false
}

// tell takes the label that tells most for its width, then the one that tells most
// of those that are equal so far, and so on. How much a label tells is measured as
// information is, by the logarithm.
func tell(all [][]Label) []string {
	var names, out []string
	for _, labels := range all {
		for _, l := range labels {
			if !slices.Contains(names, l.Name) && len(names) < maxLabels {
				names = append(names, l.Name)
			}
		}
	}
	groups, count := make([]int, len(all)), 1
	for len(out) < maxLead && count < len(all) {
		best, most := "", 0.0
		bestGroups, bestCount := groups, count
		for _, name := range names {
			g, n := split(all, groups, name)
			if told := math.Log(float64(n)/float64(count)) / width(all, name); told > most {
				best, most, bestGroups, bestCount = name, told, g, n
			}
		}
		if best == "" {
			break
		}
		out, groups, count = append(out, best), bestGroups, bestCount
	}
	return out
}

// width is how much room a label takes, on average.
func width(all [][]Label, name string) float64 {
	sum := 0
	for _, labels := range all {
		if v, ok := value(labels, name); ok {
			sum += len(name) + len(v) + len("=,")
		}
	}
	return float64(max(sum, 1)) / float64(len(all))
}

// split divides groups of series further by the value of a label, and returns the
// group of each and how many there are.
func split(all [][]Label, groups []int, name string) ([]int, int) {
	type key struct {
		group int
		value string
	}
	found := make(map[key]int, len(all))
	out := make([]int, len(all))
	for i := range all {
		v, _ := value(all[i], name)
		k := key{groups[i], v}
		n, ok := found[k]
		if !ok {
			n = len(found)
			found[k] = n
		}
		out[i] = n
	}
	return out, len(found)
}

// Write writes a series for a list: the metric's name if there is one and it is not
// said elsewhere, then the labels that tell it from the others, then the rest.
func (o Telling) Write(labels []Label, nameless bool) string {
	var b strings.Builder
	lead := o[metric(labels)]
	if i := index(labels, model.MetricNameLabel); i >= 0 {
		if name, err := strconv.Unquote(labels[i].Value); err == nil && model.LegacyValidation.IsValidMetricName(name) {
			if !nameless {
				b.WriteString(name)
			}
			labels = slices.Delete(slices.Clone(labels), i, i+1)
		}
	}
	if len(labels) == 0 && b.Len() > 0 {
		return b.String()
	}
	b.WriteByte('{')
	start := b.Len()
	put := func(l Label) {
		if b.Len() > start {
			b.WriteByte(',')
		}
		b.WriteString(l.Name + "=" + l.Value)
	}
	for _, name := range lead {
		if i := index(labels, name); i >= 0 {
			put(labels[i])
		}
	}
	for _, l := range labels {
		if !slices.Contains(lead, l.Name) {
			put(l)
		}
	}
	b.WriteByte('}')
	return b.String()
}

func index(labels []Label, name string) int {
	return slices.IndexFunc(labels, func(l Label) bool { return l.Name == name })
}

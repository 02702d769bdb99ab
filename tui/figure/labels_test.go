package figure_test

import (
	"slices"
	"strings"
	"testing"

	"rwscope/tui/figure"
)

func TestLabels(t *testing.T) {
	for _, c := range []struct{ series, want string }{
		{`{}`, ``},
		{`{__name__="up", job="api"}`, `__name__="up" job="api"`},
		{`{"odd.name"="a=b, \"c\"}", z="}"}`, `"odd.name"="a=b, \"c\"}" z="}"`},
		{`{a="1",b="2"}`, `a="1" b="2"`},
		{`{a="1", b=2}`, `a="1"`},
		{`{a="never ends`, ``},
		{`{="x"}`, `="x"`},
		{`{"a""b"}`, ``},
		{`"`, ``},
		{``, ``},
	} {
		var got []string
		for _, l := range figure.Labels(c.series) {
			got = append(got, l.Name+"="+l.Value)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("Labels(%s) = %s, want %s", c.series, got, c.want)
		}
	}
}

func TestTelling(t *testing.T) {
	for _, c := range []struct {
		name     string
		nameless bool
		series   []string
		want     []string
	}{
		{
			"what all have stands behind", false,
			[]string{`{__name__="cpu", cpu="0", job="node", mode="idle"}`, `{__name__="cpu", cpu="0", job="node", mode="user"}`},
			[]string{`cpu{mode="idle",cpu="0",job="node"}`, `cpu{mode="user",cpu="0",job="node"}`},
		},
		{
			"the label that tells most in the least room is first, what it tells already is not next", true,
			[]string{
				`{__name__="r", code="200", instance="a", pod="p1"}`, `{__name__="r", code="500", instance="a", pod="p1"}`,
				`{__name__="r", code="200", instance="b", pod="p2"}`, `{__name__="r", code="200", instance="c", pod="p3"}`,
			},
			[]string{`{pod="p1",code="200",instance="a"}`, `{pod="p1",code="500",instance="a"}`, `{pod="p2",code="200",instance="b"}`, `{pod="p3",code="200",instance="c"}`},
		},
		{"the name tells enough", false, []string{`{__name__="a", x="1"}`, `{__name__="b", x="2"}`}, []string{`a{x="1"}`, `b{x="2"}`}},
		{
			"each metric has its own", false,
			[]string{`{__name__="a", i="1", m="x"}`, `{__name__="a", i="1", m="y"}`, `{__name__="b", i="1", m="x"}`, `{__name__="b", i="2", m="x"}`},
			[]string{`a{m="x",i="1"}`, `a{m="y",i="1"}`, `b{i="1",m="x"}`, `b{i="2",m="x"}`},
		},
		{"one alone", false, []string{`{__name__="up"}`}, []string{`up`}},
		{"nothing", false, []string{`{}`, `{a="1"}`}, []string{`{}`, `{a="1"}`}},
		{"a name that needs quotes", false, []string{`{__name__="a.b", x="1"}`}, []string{`{__name__="a.b",x="1"}`}},
	} {
		order := figure.Tell(len(c.series), func(i int) []figure.Label { return figure.Labels(c.series[i]) })
		var got []string
		for _, s := range c.series {
			got = append(got, order.Write(figure.Labels(s), c.nameless))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func FuzzLabels(f *testing.F) {
	f.Add(`{__name__="up", job="api"}`)
	f.Add(`{"odd"="a\"b"`)
	f.Fuzz(func(t *testing.T, series string) {
		labels := figure.Labels(series)
		figure.Tell(1, func(int) []figure.Label { return labels }).Write(labels, false)
	})
}

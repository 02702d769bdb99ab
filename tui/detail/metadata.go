package detail

import (
	"github.com/prometheus/prometheus/prompb"

	"rwscope/decode"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// newMetadataPage lists v1's metadata records, or the metadata of v2's series, of
// which those of a metric mostly say the same.
func newMetadataPage(b *decode.Body) *listPage {
	p := &listPage{name: "Metadata", empty: "no metadata in this request", list: widget.List{
		Sorted: -1,
		Columns: []widget.Column{
			{Title: "METRIC", Min: 20, Max: 50},
			{Title: "TYPE", Min: 10, Max: 14},
			{Title: "UNIT", Min: 6, Max: 12, Rank: 2},
			{Title: "SERIES", Min: 6, Right: true, Rank: 3},
			{Title: "HELP", Min: 20, Max: 200, Rank: 1},
		},
	}}
	m := b.Message
	if m == nil {
		return p
	}
	entries := metadataOf(m)
	p.count = len(entries)
	p.text = func(i int) string { return entries[i].name(m) }
	p.row = func(lk *Look, i int, r *widget.Row) {
		e := entries[i]
		r.Put(lk.Text, e.name(m))
		look := lk.Info
		if e.kind == 0 {
			look = lk.Warn
		}
		r.Put(look, metricType(e.kind))
		r.Put(lk.Muted, e.unit(m))
		r.Put(lk.Muted, e.times())
		r.Put(lk.Text, e.help(m))
	}
	p.about = func(lk *Look, t *widget.Text, i int) {
		e := entries[i]
		t.Para(1, run(lk.Strong, clip(e.name(m), maxShown)), run(lk.Muted, "  "+metricType(e.kind)+"  "+clip(e.unit(m), 60)))
		t.Skip()
		t.Para(1, run(lk.Text, clip(e.help(m), maxShown)))
	}
	return p
}

// described is what one record says about a metric: of v1 if record is set,
// otherwise of the v2 series.
type described struct {
	kind   int32
	record *decode.Metadata
	series int
	count  int // of the v2 series that say the same
}

// times is how many series of a request in message v2 say it.
func (e described) times() string {
	if e.record != nil {
		return ""
	}
	return figure.Count(e.count)
}

func metadataOf(m *decode.Message) []described {
	var out []described
	for i := range m.Metadata {
		out = append(out, described{kind: m.Metadata[i].Type, record: &m.Metadata[i]})
	}
	if m.Kind != decode.V2 {
		return out
	}
	type said struct {
		name string
		meta decode.SeriesMeta
	}
	known := map[said]int{}
	for i := range m.Series {
		meta := m.Series[i].Meta
		if !meta.Present {
			continue
		}
		e := described{kind: meta.Type, series: i, count: 1}
		key := said{e.name(m), meta}
		if at, ok := known[key]; ok {
			out[at].count++
			continue
		}
		known[key] = len(out)
		out = append(out, e)
	}
	return out
}

func (e described) name(m *decode.Message) string {
	if e.record != nil {
		return head(m.Text(e.record.Name))
	}
	for k, v := range m.Labels(e.series) {
		if string(k) == "__name__" {
			return head(v)
		}
	}
	return seriesName(m, e.series)
}

func (e described) help(m *decode.Message) string {
	if e.record != nil {
		return head(m.Text(e.record.Help))
	}
	return symbolText(m, m.Series[e.series].Meta.HelpRef)
}

func (e described) unit(m *decode.Message) string {
	if e.record != nil {
		return head(m.Text(e.record.Unit))
	}
	return symbolText(m, m.Series[e.series].Meta.UnitRef)
}

// symbolText is the text of a symbol, and says so when there is none.
func symbolText(m *decode.Message, ref uint32) string {
	text, ok := m.Symbol(ref)
	if !ok {
		return "bad reference"
	}
	return head(text)
}

// metricType names the protobuf enum's value, which is the same in both messages.
func metricType(n int32) string {
	name, ok := prompb.MetricMetadata_MetricType_name[n]
	switch {
	case !ok:
		return "type?"
	case n == 0:
		return "unspecified"
	default:
		return toLower(name)
	}
}

package detail

import (
	"strings"

	"rwscope/decode"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

func toLower(s string) string { return strings.ToLower(s) }

// symbolUse says how a symbol table is used.
type symbolUse struct {
	refs  []uint32 // how often each symbol is referred to
	first map[string]int
	bad   []badRef
}

// badRef is a reference of a series that points outside of the table.
type badRef struct {
	series int
	ref    uint32
}

// maxBadRefs is how many bad references are listed.
const maxBadRefs = 1000

// newSymbolsPage lists v2's symbol table: bad references first, then each symbol
// with how often it is used.
func newSymbolsPage(b *decode.Body) *listPage {
	p := &listPage{name: "Symbols", empty: "only message v2 has a symbol table", list: widget.List{
		Sorted: -1,
		Columns: []widget.Column{
			{Min: 1},
			{Title: "REF", Min: 7, Right: true},
			{Title: "SYMBOL", Min: 24, Max: 100},
			{Title: "BYTES", Min: 7, Right: true, Rank: 2},
			{Title: "USED", Min: 8, Right: true, Rank: 1},
			{Title: "NOTE", Min: 18, Max: 60, Rank: 3},
		},
	}}
	m := b.Message
	if m == nil || m.Kind != decode.V2 {
		return p
	}
	use := useOf(m)
	p.count, p.alarm = len(use.bad)+len(m.Symbols), len(use.bad)
	p.text = func(i int) string {
		if i < len(use.bad) {
			return seriesName(m, use.bad[i].series)
		}
		return head(m.Text(m.Symbols[i-len(use.bad)]))
	}
	p.row = func(lk *Look, i int, r *widget.Row) {
		if i < len(use.bad) {
			use.badRow(lk, m, use.bad[i], r)
			return
		}
		use.row(lk, m, i-len(use.bad), r)
	}
	return p
}

func (u *symbolUse) badRow(lk *Look, m *decode.Message, bad badRef, r *widget.Row) {
	r.Put(lk.Bad, lk.Glyphs.Bad)
	r.Put(lk.Bad, figure.Count(bad.ref))
	r.Put(lk.Bad, "no such symbol")
	r.Put(lk.Muted, "")
	r.Put(lk.Muted, "")
	r.Put(lk.Text, "in series "+figure.Count(bad.series)+" "+seriesName(m, bad.series))
}

func (u *symbolUse) row(lk *Look, m *decode.Message, i int, r *widget.Row) {
	text := m.Text(m.Symbols[i])
	sign, note := "", ""
	first, known := u.first[string(text)]
	switch {
	case i == 0 && len(text) > 0:
		sign, note = lk.Glyphs.Alert, "the first symbol must be empty"
	case known && first != i:
		sign, note = lk.Glyphs.Alert, "the same as "+figure.Count(first)
	case u.refs[i] == 0 && i > 0:
		sign, note = lk.Glyphs.Dot, "never used"
	}
	r.Put(lk.Warn, sign)
	r.Put(lk.Muted, figure.Count(i))
	r.Put(lk.Text, `"`+head(text)+`"`)
	r.Put(lk.Muted, figure.Count(len(text)))
	r.Put(lk.Text, figure.Count(u.refs[i]))
	r.Put(lk.Muted, note)
}

// useOf counts references: labels, exemplars are left to the message's own
// iterators, which stop at a bad one.
func useOf(m *decode.Message) *symbolUse {
	u := &symbolUse{refs: make([]uint32, len(m.Symbols)), first: make(map[string]int, len(m.Symbols))}
	for i := range m.Symbols {
		text := string(m.Text(m.Symbols[i]))
		if _, there := u.first[text]; !there {
			u.first[text] = i
		}
	}
	for i := range m.Series {
		s := &m.Series[i]
		for _, ref := range m.Refs[s.Refs.From:s.Refs.To] {
			u.count(i, ref)
		}
		if s.Meta.Present {
			u.count(i, s.Meta.HelpRef)
			u.count(i, s.Meta.UnitRef)
		}
	}
	for i := range m.Exemplars {
		for name, value := range m.ExemplarLabels(i) {
			u.seen(name)
			u.seen(value)
		}
	}
	return u
}

func (u *symbolUse) count(series int, ref uint32) {
	switch {
	case int(ref) < len(u.refs):
		u.refs[ref]++
	case len(u.bad) < maxBadRefs:
		u.bad = append(u.bad, badRef{series, ref})
	}
}

// seen counts a symbol by its text.
func (u *symbolUse) seen(text []byte) {
	if i, ok := u.first[string(text)]; ok {
		u.refs[i]++
	}
}

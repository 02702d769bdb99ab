package decode

import (
	"cmp"
	"fmt"
)

// Level says how bad a finding is.
type Level string

// The levels. An error breaks a MUST of the specification, a warning a SHOULD or
// what receivers silently drop, and an info is worth knowing: also a SHOULD that
// Prometheus itself does not follow as it comes.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelInfo    Level = "info"
)

// Item is the sort of thing that a finding is about.
type Item string

// The items.
const (
	ItemRequest   Item = "request"
	ItemHeader    Item = "header"
	ItemSymbol    Item = "symbol"
	ItemSeries    Item = "series"
	ItemSample    Item = "sample"
	ItemHistogram Item = "histogram"
	ItemExemplar  Item = "exemplar"
	ItemMetadata  Item = "metadata"
)

// Rule is what one version of the specification says about a check. The zero Rule
// means that it says nothing, and the check is left out.
type Rule struct {
	Level    Level
	Section  string // heading in the specification
	Document string // where that stands, if it is not Remote-Write
}

// Where is the place of the rule, for messages of a kind: "Remote-Write 1.0, Labels".
func (r Rule) Where(k Kind) string {
	switch {
	case r.Document != "":
		return r.Document + ", " + r.Section
	case k == V2:
		return "Remote-Write 2.0-rc.4, " + r.Section
	default:
		return "Remote-Write 1.0, " + r.Section
	}
}

// Check is one requirement on senders that a single request can show to be
// broken. IDs are stable.
type Check struct {
	ID    string
	Title string
	// V1 and V2 are the rules of Remote-Write 1.0 and 2.0-rc.4; which one applies goes
	// by the message.
	V1, V2 Rule

	scope scope
	only  traits // the check has nothing to find in other messages; 0 if it may in all
	find  func(*Linter)
}

// rule is the rule for messages of a kind.
func (c *Check) rule(k Kind) Rule {
	if k == V2 {
		return c.V2
	}
	return c.V1
}

// scope is what a check looks at, and so when it has to run.
type scope uint8

const (
	scopeRequest scope = iota // headers and body, whatever they are
	scopeMessage              // a message of either kind, without label sets
	scopeLabels               // one label set
	scopeRepeats              // series that occur more than once
)

// Finding is one place where a request breaks a rule.
type Finding struct {
	Check  *Check
	Kind   Kind // whose specification has the rule, which is not always the message's
	Level  Level
	Item   Item
	Series int // index in Message.Series, -1 if about none
	Index  int // of the item in its Message slice, -1 if it has none
	Offset int // into the decoded message, -1 if about the request
	Text   string
}

// Where is the place of the rule that is broken.
func (f *Finding) Where() string { return f.Check.rule(f.Kind).Where(f.Kind) }

// findingsKept is how many findings of one check are kept unless the Linter says
// otherwise; the rest is counted.
const findingsKept = 10

// Linter runs the checks over one request after another, reusing its memory. The
// zero Linter is ready. It is not safe for concurrent use.
//
// [Linter.Lint] runs them all. A caller who remembers what he found in label sets
// runs [Linter.Request] for each request, and [Linter.Labels] for label sets that
// are new, which is nearly nothing once the sender's series are known.
type Linter struct {
	// Kept is how many findings of one check are kept; ten if it is 0.
	Kept int
	// Findings are those of the current request that are kept, in the order of the
	// table.
	Findings []Finding

	counts []int // parallel to the table
	total  int

	check  *Check // the one that runs
	at     int    // its place in the table
	rule   Rule
	kind   Kind // that has the rule
	header LintHeader
	body   *Body
	m      *Message
	traits traits // of m
	series int    // whose labels are looked at
	labels []label

	symbols symbolSet
	newest  map[Key]int64
}

// LintHeader is what is checked of a request besides its body. Values are as they
// came, the first one where a header was repeated.
type LintHeader struct {
	Header
	Method    string
	Version   string // X-Prometheus-Remote-Write-Version
	UserAgent string
	// Repeated names the reserved headers that came more than once.
	Repeated []string
}

// Lint forgets the request before and runs all checks on one request. Label sets
// that come to more than lintExpansion bytes in all are left out.
func (l *Linter) Lint(h LintHeader, b *Body) {
	l.Reset()
	l.Request(h, b)
	m := b.Message
	if !l.sound() || m.ExpandsBeyond(lintExpansion) {
		return
	}
	for i := range m.Series {
		l.Labels(m, i)
	}
	l.Repeats(m)
}

// lintExpansion bounds the work that a few symbols can cause that are referred to
// very often.
const lintExpansion = 64 << 20

// Reset forgets the request before.
func (l *Linter) Reset() {
	l.Findings = l.Findings[:0]
	l.counts = append(l.counts[:0], make([]int, len(checks))...)
	l.total = 0
}

// Request runs the checks that concern the request: headers, body, and the
// message but for its label sets.
func (l *Linter) Request(h LintHeader, b *Body) {
	l.header, l.body, l.m = h, b, b.Message
	kind := b.Declared
	if kind == Unknown && b.Message != nil {
		kind = b.Message.Kind
	}
	l.run(scopeRequest, kind)
	if l.sound() {
		l.symbols.mark(b.Message)
		l.traits = traitsOf(b.Message)
		l.run(scopeMessage, b.Message.Kind)
	}
}

// sound reports whether there is a message that was read to its end. What a fault
// cut off would break rules that the sender keeps.
func (l *Linter) sound() bool {
	return l.body.Message != nil && (l.body.Fault == nil || l.body.Coding != CodingSnappy)
}

// Labels runs the checks that depend on nothing but the label set of series i.
func (l *Linter) Labels(m *Message, i int) {
	l.m, l.series = m, i
	l.labels = appendLabels(l.labels[:0], m, i)
	l.run(scopeLabels, m.Kind)
}

// Repeats runs the checks across series with the same labels.
func (l *Linter) Repeats(m *Message) {
	l.m = m
	l.run(scopeRepeats, m.Kind)
}

func (l *Linter) run(s scope, kind Kind) {
	if len(l.counts) == 0 {
		l.Reset()
	}
	for i := range checks {
		c := &checks[i]
		if c.scope != s || c.only != 0 && c.only&l.traits == 0 {
			continue
		}
		if l.rule = c.rule(kind); l.rule.Level != "" {
			l.check, l.at, l.kind = c, i, kind
			c.find(l)
		}
	}
}

// Total is how many findings there are, kept or not.
func (l *Linter) Total() int { return l.total }

// Count is how many findings of a check there are, kept or not.
func (l *Linter) Count(c *Check) int {
	for i := range l.counts {
		if &checks[i] == c {
			return l.counts[i]
		}
	}
	return 0
}

// Checks is the table of all checks, in the order in which they are documented.
func Checks() []*Check {
	all := make([]*Check, len(checks))
	for i := range checks {
		all[i] = &checks[i]
	}
	return all
}

// hit counts a finding of the running check, and reports whether it is to be kept.
func (l *Linter) hit() bool {
	l.total++
	l.counts[l.at]++
	return l.counts[l.at] <= cmp.Or(l.Kept, findingsKept)
}

// keep fills in what all findings have in common.
func (l *Linter) keep(f Finding) {
	f.Check, f.Kind, f.Level = l.check, l.kind, l.rule.Level
	l.Findings = append(l.Findings, f)
}

// request notes a finding about the request or a header.
func (l *Linter) request(item Item, format string, args ...any) {
	if l.hit() {
		l.keep(Finding{Item: item, Series: -1, Index: -1, Offset: -1, Text: fmt.Sprintf(format, args...)})
	}
}

// onSeries notes a finding about series i.
func (l *Linter) onSeries(i int, format string, args ...any) {
	if l.hit() {
		l.keep(Finding{Item: ItemSeries, Series: i, Index: i, Offset: int(l.m.Series[i].Span.From), Text: fmt.Sprintf(format, args...)})
	}
}

// onItem notes a finding about an item of series i.
func (l *Linter) onItem(item Item, i, index int, format string, args ...any) {
	if !l.hit() {
		return
	}
	offset := l.m.Series[i].Span.From
	switch item {
	case ItemHistogram:
		offset = l.m.Histograms[index].Span.From
	case ItemExemplar:
		offset = l.m.Exemplars[index].Span.From
	}
	l.keep(Finding{Item: item, Series: i, Index: index, Offset: int(offset), Text: fmt.Sprintf(format, args...)})
}

// textShown is how much of a name or value a finding quotes.
const textShown = 80

// quote makes text from the network fit to be shown: short, and without control
// characters.
func quote(b []byte) string {
	if len(b) > textShown {
		return fmt.Sprintf("%+q…", b[:textShown])
	}
	return fmt.Sprintf("%q", b)
}

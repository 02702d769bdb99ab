package store

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what a problem holds, in bytes. A label value may be as large as a
// request, and a verdict keeps up to MaxProblems of them.
const (
	maxText   = 1024 // Prometheus' own line, our sentences
	maxSeries = 2048
	maxWord   = 160 // one value within a sentence
	maxTrace  = 4096
)

// Explain puts a finding into words. It never fails: a cause that the catalogue
// does not have keeps its facts and Prometheus' text.
func Explain(f Finding) Problem {
	cause, ok := CauseOf(f.Cause)
	if !ok {
		cause = Cause{ID: f.Cause, Level: LevelError, Line: f.Cause}
	}
	s := newScene(f)
	p := Problem{
		Level: cause.Level, Cause: f.Cause, Role: f.Role,
		Series: clip(f.Series, maxSeries), Item: f.Item, Index: f.Index, Timestamp: f.Timestamp,
		Text:     clip(strings.TrimRight(f.Error, "\n"), maxText),
		Conflict: cause.Clash.with(&s),
	}
	if f.Item == ItemRequest { // the item is only an example
		p.Series, p.Timestamp = "", 0
	}
	if p.Text == "" {
		p.Text = s.expand(cause.Line)
	}
	if a := cause.advise(&s); a != nil {
		p.Why, p.Fix = s.expand(a.Why), s.expand(a.Fix)
	}
	for _, name := range cause.Facts {
		if v := facts[name].value(&s); v != "" {
			p.Facts = append(p.Facts, Fact{Name: facts[name].title, Value: v})
		}
	}
	return p
}

// mention says what a finding is about, without explaining it again.
func mention(f *Finding) Problem {
	cause := catalogue[f.Cause]
	p := Problem{
		Level: cause.Level, Cause: f.Cause, Role: f.Role,
		Series: clip(f.Series, maxSeries), Item: f.Item, Index: f.Index, Timestamp: f.Timestamp,
		Text: clip(strings.TrimRight(f.Error, "\n"), maxText),
	}
	if p.Text == "" {
		p.Text = cause.Line
	}
	if f.Newest.Known && cause.Clash == clashNewest {
		p.Conflict = &f.Newest.Conflict
	}
	return p
}

func (c *Cause) advise(s *scene) *Advice {
	for i := range c.Advice {
		if a := &c.Advice[i]; a.holds == nil || a.holds(s) {
			return a
		}
	}
	return nil
}

// scene is a finding with what was concluded from it.
type scene struct {
	Finding
	product  *product
	unit     *unit // the timestamp is in, if not in milliseconds
	unitTime int64 // the timestamp read in that unit
}

func newScene(f Finding) scene {
	s := scene{Finding: f, product: productOf(f.Sender)}
	s.unit, s.unitTime = guessUnit(f.Timestamp, f.Limits.Now)
	return s
}

// expand replaces the words in braces that name a fact. Other braces, of YAML for
// instance, stay as they are, and what is put in is not looked at again.
func (s *scene) expand(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return clip(b.String(), maxText)
		}
		name, after, closed := strings.Cut(rest, "}")
		f, known := facts[name]
		if !closed || !known {
			b.WriteByte('{')
			text = rest
			continue
		}
		v := f.value(s)
		if v == "" {
			v = "(unknown)"
		}
		b.WriteString(v)
		text = after
	}
}

// clip cuts s to about n bytes without breaking a character, and says so.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := n
	for cut > n-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "… (" + strconv.Itoa(len(s)) + " bytes)"
}

// clash says whom an item clashes with.
type clash uint8

const (
	clashNone   clash = iota
	clashNewest       // who wrote the newest sample of the series
	clashHead         // who moved the head's newest time
)

func (c clash) with(s *scene) *Conflict {
	var who Conflict
	switch {
	case c == clashNewest && s.Newest.Known:
		who = s.Newest.Conflict
	case c == clashHead && s.headMoverKnown():
		who = s.HeadMover
	default:
		return nil
	}
	who.Value = clip(who.Value, maxWord)
	who.Sender = clip(who.Sender, maxWord)
	return &who
}

func (s *scene) headMoverKnown() bool {
	return s.HeadMover.Exchange != 0 || s.HeadMover.Sender != ""
}

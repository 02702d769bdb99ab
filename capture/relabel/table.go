package relabel

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/prometheus/common/model"
)

// WriteTable writes the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d series with %d samples: %d series with %d samples are left, %d of them with other labels\n\n",
		r.Series, r.Samples, r.Left, r.SamplesLeft, r.Changed)
	r.writeSteps(&b)
	r.writeCollisions(&b)
	r.writeNameless(&b)
	r.writeExamples(&b)
	r.writeLeftOut(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) writeSteps(b *strings.Builder) {
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "rule\tseries\tdropped\tsamples dropped\tchanged\t  \n")
	for i := range r.Steps {
		s := &r.Steps[i]
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t  %s%s\n", i+1, s.Series, s.Dropped, s.SamplesDropped, s.Changed, s.Rule, s.remark())
	}
	_ = t.Flush() // writing to b does not fail
}

// remark points at a rule that did nothing, or too much.
func (s *Step) remark() string {
	switch {
	case s.Series == 0:
		return "  ← nothing gets here"
	case s.Dropped == s.Series:
		return "  ← drops all that gets here"
	case s.Dropped+s.Changed == 0:
		return "  ← does nothing"
	}
	return ""
}

func (r *Report) writeExamples(b *strings.Builder) {
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Dropped+s.Changed == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%d  %s\n", i+1, s.Rule)
		for _, dropped := range s.DroppedExamples {
			fmt.Fprintf(b, "   drops %s\n", dropped)
		}
		more(b, s.Dropped-len(s.DroppedExamples), "dropped")
		for _, c := range s.ChangedExamples {
			fmt.Fprintf(b, "   makes %s\n   out of %s\n", c.After, c.Before)
		}
		more(b, s.Changed-len(s.ChangedExamples), "changed")
	}
}

func more(b *strings.Builder, n int, what string) {
	if n > 0 {
		fmt.Fprintf(b, "   … %d more %s\n", n, what)
	}
}

func (r *Report) writeCollisions(b *strings.Builder) {
	if r.CollisionsTotal == 0 {
		return
	}
	fmt.Fprintf(b, "\nCOLLISIONS: %d series become %d. Their samples will be out of order or duplicates of each other.\n",
		r.Colliding, r.CollisionsTotal)
	for _, c := range r.Collisions {
		fmt.Fprintf(b, "   %d series become %s; until now %s told them apart\n", c.Series, c.Becomes, quoted(c.Apart))
		for _, from := range c.From {
			fmt.Fprintf(b, "      %s\n", from)
		}
	}
	if rest := r.CollisionsTotal - len(r.Collisions); rest > 0 {
		fmt.Fprintf(b, "   … %d more collisions\n", rest)
	}
}

func (r *Report) writeNameless(b *strings.Builder) {
	if r.Nameless == 0 {
		return
	}
	fmt.Fprintf(b, "\nWITHOUT A NAME: %d series lose __name__. Prometheus drops them behind a 204 (v1) or a 400 (v2).\n", r.Nameless)
	for _, c := range r.NamelessExamples {
		fmt.Fprintf(b, "   %s becomes %s\n", c.Before, c.After)
	}
}

func (r *Report) writeLeftOut(b *strings.Builder) {
	if r.Invalid > 0 {
		fmt.Fprintf(b, "\n%d records were left out: no receiver takes their labels\n", r.Invalid)
	}
	if r.Beyond > 0 {
		fmt.Fprintf(b, "\n%d records were left out: only the first %d series are tried\n", r.Beyond, MaxSeries)
	}
}

// quoted lists label names, those in quotes that are not plain words.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		if list[i] = name; !model.LegacyValidation.IsValidLabelName(name) {
			list[i] = strconv.Quote(name)
		}
	}
	return strings.Join(list, ", ")
}

package store

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	_ "github.com/cockroachdb/datadriven" // defines -rewrite
)

const causesPage = "../docs/causes.md"

// TestCausesPage keeps docs/causes.md equal to the catalogue; -rewrite writes it.
func TestCausesPage(t *testing.T) {
	want := writeCausesPage()
	if flag.Lookup("rewrite").Value.String() == "true" {
		if err := os.WriteFile(causesPage, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(causesPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from the catalogue at byte %d; run go test ./store -run TestCausesPage -rewrite",
			causesPage, firstDifference(got, want))
	}
}

func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

const causesIntro = `# Causes

Everything that rwscope can find wrong with a request, in the order in which a reader may meet it. The id in
each title is what JSON and the filter language call it. Prometheus' own text is quoted with … for what
varies. Words in braces are filled in from the request: ` + "`{window_needed}`" + ` becomes ` + "`37m`" + `.

An error lost data or will, a warning lost an exemplar or casts doubt, an info is worth knowing. A culprit
caused the answer; a witness is true beside it, like everything that is lost behind a 204.

This page is written by the test that keeps it true: ` + "`go test ./store -run TestCausesPage -rewrite`" + `.
`

func writeCausesPage() []byte {
	var b bytes.Buffer
	b.WriteString(causesIntro)
	for _, group := range catalogueGroups {
		fmt.Fprintf(&b, "\n## %s\n", group.title)
		for i := range group.causes {
			writeCause(&b, &group.causes[i])
		}
	}
	return b.Bytes()
}

func writeCause(b *bytes.Buffer, c *Cause) {
	fmt.Fprintf(b, "\n### %s\n\n%s: %s.\n\n", c.ID, c.Level, c.Line)
	if c.Says != "" {
		fmt.Fprintf(b, "- Prometheus says: `%s`\n", c.Says)
	}
	fmt.Fprintf(b, "- Decided in: %s\n", c.Source)
	for i, name := range c.Facts {
		if i == 0 {
			b.WriteString("- Shown: ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(facts[name].title)
	}
	if len(c.Facts) > 0 {
		b.WriteString("\n")
	}
	for i := range c.Advice {
		writeAdvice(b, &c.Advice[i], len(c.Advice))
	}
}

func writeAdvice(b *bytes.Buffer, a *Advice, of int) {
	when := "\n"
	switch {
	case a.When != "":
		when = "\nIf " + a.When + ": "
	case of > 1:
		when = "\nOtherwise: "
	}
	fmt.Fprintf(b, "%s%s\n", when, a.Why)
	if a.Fix != "" {
		fmt.Fprintf(b, "**Fix:** %s\n", a.Fix)
	}
}

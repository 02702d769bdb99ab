package store

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	_ "github.com/cockroachdb/datadriven" // defines -rewrite

	"rwscope/decode"
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
varies. Words in braces are filled in from the request: ` + "`{window_needed}`" + ` becomes ` + "`37m`" + `, and
` + "`{label_setting}`" + ` what the sender at fault calls it, see below.

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
	writeSettings(&b)
	writeNext(&b)
	return b.Bytes()
}

const settingsIntro = `
## How senders are told

A fix names the setting of the sender that is at fault, known by its User-Agent.

| sender | a label of its own | each series in order | smaller requests | v1 instead of v2 | no exemplars |
|---|---|---|---|---|---|
`

func writeSettings(b *bytes.Buffer) {
	b.WriteString(settingsIntro)
	for i := range products {
		p := &products[i]
		name := p.name
		if len(p.agents) == 0 {
			name = "any other"
		}
		fmt.Fprintf(b, "| %s |", name)
		for _, s := range []setting{labelSetting, orderSetting, batchSetting, v1Setting, exemplarSetting} {
			fmt.Fprintf(b, " %s |", p.settings[s])
		}
		b.WriteString("\n")
	}
}

const nextIntro = `
## What senders do next

| sender | 204 | 204 to v2, nothing written | 400 | 415 | 429 | 503 |
|---|---|---|---|---|---|---|
`

func writeNext(b *bytes.Buffer) {
	b.WriteString(nextIntro)
	for i := range products {
		p := &products[i]
		agent := ""
		if len(p.agents) > 0 {
			agent = p.agents[0]
		}
		fmt.Fprintf(b, "| %s |", p.name)
		for _, c := range []struct {
			kind   decode.Kind
			status int
		}{
			{decode.V1, 204},
			{decode.V2, 204},
			{decode.V1, 400},
			{decode.Unknown, 415}, // headers that are refused declare nothing
			{decode.V1, 429},
			{decode.V1, 503},
		} {
			a := Answer{Status: c.status}
			sent := Counts{Samples: 1}
			why := strings.TrimPrefix(NextWhy(agent, c.kind, a, sent), p.name+" ")
			fmt.Fprintf(b, " %s: %s |", NextFor(agent, c.kind, a, sent), why)
		}
		b.WriteString("\n")
	}
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

package store

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestCatalogueIsComplete checks that every id has an entry and a number, and that
// each entry can always say something.
func TestCatalogueIsComplete(t *testing.T) {
	listed := Causes()
	if got, want := len(listed), len(causeOrder); got != want {
		t.Errorf("catalogue has %d entries, %d causes are numbered", got, want)
	}
	for _, id := range causeOrder {
		if !slices.Contains(listed, id) {
			t.Errorf("%s is numbered, but not in the catalogue", id)
		}
	}
	for _, id := range listed {
		c, ok := CauseOf(id)
		if !ok || c.ID != id {
			t.Fatalf("CauseOf(%q) = %q, %t", id, c.ID, ok)
		}
		if c.Line == "" || c.Source == "" || c.Level == LevelNone || len(c.Advice) == 0 {
			t.Errorf("%s: line, source, level or advice is missing", id)
		}
		for i, a := range c.Advice {
			if last := i == len(c.Advice)-1; last != (a.holds == nil) || last != (a.When == "") {
				t.Errorf("%s: advice %d of %d: only the last one holds always", id, i+1, len(c.Advice))
			}
			if a.Why == "" || a.Fix == "" && c.Level > LevelInfo {
				t.Errorf("%s: advice %d lacks why or fix", id, i+1)
			}
		}
	}
}

// TestCauseNumbers pins the numbers: they are kept in files, so a cause may be
// added at the end and never anywhere else.
func TestCauseNumbers(t *testing.T) {
	for i, id := range causeOrder {
		if got := CauseIndex(id); int(got) != i+1 {
			t.Errorf("CauseIndex(%q) = %d, want %d", id, got, i+1)
		}
		if got := CauseByIndex(uint16(i + 1)); got != id {
			t.Errorf("CauseByIndex(%d) = %q, want %q", i+1, got, id)
		}
	}
	if got := CauseIndex("no such cause"); got != 0 {
		t.Errorf("CauseIndex of an unknown cause = %d, want 0", got)
	}
	for _, i := range []uint16{0, uint16(len(causeOrder) + 1), 65535} {
		if got := CauseByIndex(i); got != "" {
			t.Errorf("CauseByIndex(%d) = %q, want nothing", i, got)
		}
	}
	for number, id := range map[uint16]string{1: "out_of_bounds", 13: "duplicate", 32: "histogram_count_mismatch", 50: "method"} {
		if got := CauseByIndex(number); got != id {
			t.Errorf("cause %d is %q, was %q when files were written", number, got, id)
		}
	}
}

// TestCatalogueWords checks that every word in braces names a fact, so that no
// reader ever sees one.
func TestCatalogueWords(t *testing.T) {
	word := regexp.MustCompile(`\{([a-z_0-9]+)\}`)
	for _, id := range Causes() {
		c, _ := CauseOf(id)
		texts := []string{c.Line}
		for _, a := range c.Advice {
			texts = append(texts, a.Why, a.Fix)
		}
		for _, m := range word.FindAllStringSubmatch(strings.Join(texts, "\n"), -1) {
			if _, ok := facts[m[1]]; !ok {
				t.Errorf("%s: {%s} is no fact", id, m[1])
			}
		}
		for _, name := range c.Facts {
			if facts[name].title == "" {
				t.Errorf("%s: fact %q does not exist or has no title", id, name)
			}
		}
		for _, text := range texts {
			if strings.ContainsFunc(text, unicode.IsControl) {
				t.Errorf("%s: control character in %q", id, text)
			}
		}
	}
}

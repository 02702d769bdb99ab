package filter

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
)

// TestParse reads the filters in testdata/parse, one a line, and prints what was
// understood, or the error with a mark under its place.
func TestParse(t *testing.T) {
	datadriven.Walk(t, "testdata/parse", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var b strings.Builder
			for line := range strings.Lines(d.Input) {
				line = strings.TrimSuffix(line, "\n")
				f, err := Parse(line)
				if err != nil {
					fmt.Fprintf(&b, "%s\n%s^ %s\n", line, strings.Repeat(" ", err.(*Error).Column-1), err)
					continue
				}
				fmt.Fprintln(&b, f)
				checkStable(t, f)
			}
			return b.String()
		})
	})
}

// checkStable parses what f prints.
func checkStable(t *testing.T, f *Filter) {
	t.Helper()
	again, err := Parse(f.String())
	if err != nil {
		t.Fatalf("%q was printed as %q, which does not parse: %v", f, f.String(), err)
	}
	if again.String() != f.String() {
		t.Errorf("printed %q, then %q", f.String(), again.String())
	}
}

func TestParseLimits(t *testing.T) {
	for name, input := range map[string]string{
		"length":   strings.Repeat("a", MaxLength+1),
		"groups":   strings.Repeat("(", MaxDepth+1) + "a" + strings.Repeat(")", MaxDepth+1),
		"nots":     strings.Repeat("not ", MaxDepth+1) + "a",
		"UTF-8":    "status:\xff",
		"printed":  strings.Repeat("\x16", MaxLength/2),
		"matchers": "{" + strings.Repeat("a=\"\",", maxMatchers+1) + "}",
	} {
		if _, err := Parse(input); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	deep := strings.Repeat("not (", MaxDepth/2-1) + "a" + strings.Repeat(")", MaxDepth/2-1)
	if _, err := Parse(deep); err != nil {
		t.Errorf("within the limit: %v", err)
	}
}

// FuzzParse checks that no input panics, that what a filter prints parses to the
// same filter, and that both match alike.
func FuzzParse(f *testing.F) {
	for _, field := range fields {
		f.Add(field.Example)
	}
	for _, seed := range []string{
		`{job="api",__name__=~"http_.*"} status:4xx stored:<sent cause:out_of_order sender:vmagent message:v2 size:>100KB lag:>1m`,
		`up{job!~"a.*"} or not (a "b c" and time:<10:05) tenant:!=x`, `path:~"/api/(v1|v2)/.*" {"utf 8"="x", y='z'}`,
		"{a=`\\`} \"\\xff\"", "hash:0", "size:1.5MiB and lag:<-2d", "looks:!=otlp level:<error",
	} {
		f.Add(seed)
	}
	exchanges := fixture(f)
	f.Fuzz(func(t *testing.T, input string) {
		Complete(input, len(input)/2)
		first, err := Parse(input)
		if err != nil {
			return
		}
		second, err := Parse(first.String())
		if err != nil {
			t.Fatalf("%q was printed as %q, which does not parse: %v", input, first, err)
		}
		if first.String() != second.String() {
			t.Fatalf("%q was printed as %q, then as %q", input, first, second)
		}
		for _, x := range exchanges {
			if a, b := x.match(first), x.match(second); a != b {
				t.Errorf("%q matches exchange %d: %v, what it prints, %q: %v", input, x.ex.ID, a, first, b)
			}
		}
	})
}

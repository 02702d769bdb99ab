package filter

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

// rewrite is the flag of the datadriven library, which it does not export.
func rewrite() bool { return flag.Lookup("rewrite").Value.String() == "true" }

// TestDocumentation keeps docs/filter.md true.
func TestDocumentation(t *testing.T) {
	const path = "../../docs/filter.md"
	if rewrite() {
		if err := os.WriteFile(path, []byte(Markdown()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Markdown() {
		t.Errorf("%s differs from the table of fields; go test ./capture/filter -rewrite", path)
	}
}

func TestFieldsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		if f.Help == "" || f.Example == "" || seen[f.Name] || strings.ToLower(f.Name) != f.Name {
			t.Errorf("field %q: a lower-case name of its own, help and example are needed", f.Name)
		}
		seen[f.Name] = true
		if distinct := slices.Compact(slices.Sorted(slices.Values(f.Values))); len(distinct) != len(f.Values) {
			t.Errorf("field %q has a value twice: %q", f.Name, f.Values)
		}
		if _, keyword := keywords[f.Name]; keyword {
			t.Errorf("field %q is a keyword", f.Name)
		}
		if !strings.HasPrefix(f.Example, f.Name) {
			t.Errorf("field %q: example %q is about something else", f.Name, f.Example)
		}
	}
	for _, kind := range typeHelp {
		if !strings.Contains(Markdown(), "| "+string(kind.name)+" |") {
			t.Errorf("type %s is used by no field", kind.name)
		}
	}
}

package filter

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
)

// TestComplete completes the lines in testdata/complete at the mark ^, or at the
// end, and prints what they can become.
func TestComplete(t *testing.T) {
	datadriven.Walk(t, "testdata/complete", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			input := strings.TrimSuffix(d.Input, "\n")
			cursor := len(input)
			if at := strings.IndexByte(input, '^'); at >= 0 {
				input, cursor = input[:at]+input[at+1:], at
			}
			var b strings.Builder
			for _, s := range Complete(input, cursor) {
				fmt.Fprintf(&b, "%s\n", input[:s.From]+s.Text+input[s.To:])
			}
			return b.String()
		})
	})
}

// TestCompletionsParse follows every suggestion that ends a filter.
func TestCompletionsParse(t *testing.T) {
	for _, f := range fields {
		for _, s := range Complete(f.Name+":", len(f.Name)+1) {
			text := (f.Name + ":")[:s.From] + s.Text
			if _, err := Parse(text); err != nil {
				t.Errorf("%s was suggested: %v", text, err)
			}
		}
	}
}

func TestCompleteOutside(t *testing.T) {
	for _, cursor := range []int{-5, 100} {
		Complete("status:4xx", cursor)
	}
}

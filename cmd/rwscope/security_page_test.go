package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestSecurityPage keeps the table of limits in docs/security.md equal to the flags.
func TestSecurityPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]string)
	for _, m := range regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\| ([^|]+) \\|").FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = m[2]
	}
	var flags liveFlags
	cmd := &cobra.Command{}
	flags.register(cmd)
	flags.access.register(cmd.Flags())
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		limit := strings.HasPrefix(f.Name, "max-") && f.Name != "max-exemplars" || strings.HasSuffix(f.Name, "-timeout")
		if !limit {
			return
		}
		want := f.DefValue
		if want == "" {
			want = "no limit"
		}
		if got := listed[f.Name]; got != want {
			t.Errorf("--%s: the page says %q, its default is %q", f.Name, got, want)
		}
		delete(listed, f.Name)
	})
	for name, value := range listed {
		if f := cmd.Flags().Lookup(name); f == nil {
			t.Errorf("--%s %s is on the page, and is no flag", name, value)
		}
	}
}

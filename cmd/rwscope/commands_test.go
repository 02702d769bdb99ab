package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	_ "github.com/cockroachdb/datadriven" // defines -rewrite
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const commandsPage = "../../docs/commands.md"

// TestCommandsPage keeps docs/commands.md equal to the commands and their flags;
// -rewrite writes it.
func TestCommandsPage(t *testing.T) {
	var want bytes.Buffer
	want.WriteString(`# Commands

What ` + "`rwscope COMMAND --help`" + ` says, on one page. ` + "`rwscope man`" + ` prints it as a manual page, ` + "`rwscope completion SHELL`" + ` makes the
shell complete it. Every flag can also come from the environment variable named beside it; the command line overrules it.

Exit codes: 0 all is fine, 1 something failed or was found, 2 the command line is wrong.
`)
	root := newRoot()
	describe(&want, root)
	for _, c := range root.Commands() {
		describe(&want, c)
	}
	if flag.Lookup("rewrite").Value.String() == "true" {
		if err := os.WriteFile(commandsPage, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(commandsPage)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(want.String(), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if g, w := lineAt(gotLines, i), lineAt(wantLines, i); g != w {
			t.Fatalf("%s:%d differs from the commands; run go test ./cmd/rwscope -run TestCommandsPage -rewrite\ngot  %s\nwant %s",
				commandsPage, i+1, g, w)
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

func describe(b *bytes.Buffer, c *cobra.Command) {
	fmt.Fprintf(b, "\n## %s\n\n", c.CommandPath())
	text := c.Long
	if text == "" {
		text = c.Short + "."
	}
	fmt.Fprintf(b, "    %s\n\n%s\n", c.UseLine(), text)
	if c.Example != "" {
		fmt.Fprintf(b, "\n```sh\n%s\n```\n", c.Example)
	}
	var own []*pflag.Flag
	shared := false
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch {
		case f.Name == "help" || f.Name == "version" || f.Hidden:
		case isRoots(c, f):
			shared = true
		default:
			own = append(own, f)
		}
	})
	if len(own) > 0 {
		b.WriteString("\n| flag | variable | default | |\n|---|---|---|---|\n")
	}
	for _, f := range own {
		kind, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, "| `--%s` | `%s` | %s | %s |\n", strings.TrimSpace(f.Name+" "+kind), envName(f.Name), shownDefault(f), usage)
	}
	if shared {
		b.WriteString("\nThe other flags are those of `rwscope` that have a meaning here; `--help` lists them.\n")
	}
}

// isRoots reports whether a command has a flag from the root command, and so needs
// no explanation of its own.
func isRoots(c *cobra.Command, f *pflag.Flag) bool {
	same := c.Root().Flags().Lookup(f.Name)
	return c.HasParent() && same != nil && same.Usage == f.Usage && same.DefValue == f.DefValue
}

// shownDefault leaves out defaults that mean "not set".
func shownDefault(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "0", "false", "[]":
		return ""
	}
	return "`" + strings.Trim(f.DefValue, "[]") + "`"
}

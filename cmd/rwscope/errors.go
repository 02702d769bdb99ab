package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/prometheus/prometheus/util/strutil"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// hinted is an error with a hint what to do about it.
type hinted struct {
	err  error
	hint string
	code int
}

func (e *hinted) Error() string { return e.err.Error() }

func (e *hinted) Unwrap() error { return e.err }

// withHint adds a hint to what failed.
func withHint(err error, format string, args ...any) error {
	return &hinted{err: err, hint: fmt.Sprintf(format, args...), code: exitFailed}
}

// wrongUsage is an error in the command line.
func wrongUsage(err error, format string, args ...any) error {
	return &hinted{err: err, hint: fmt.Sprintf(format, args...), code: exitUsage}
}

func exitCode(err error) int {
	if err == nil {
		return exitFine
	}
	if h, ok := errors.AsType[*hinted](err); ok {
		return h.code
	}
	return exitFailed
}

// printError is how every error reaches the user: two lines at most.
func printError(w io.Writer, err error) {
	_, _ = fmt.Fprintf(w, "error: %s\n", oneLine(err.Error()))
	if h, ok := errors.AsType[*hinted](err); ok && h.hint != "" {
		_, _ = fmt.Fprintf(w, "hint: %s\n", oneLine(h.hint))
	}
}

// oneLine keeps what joined errors and hostile file names hold on one line.
func oneLine(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r == '\n':
			b.WriteString("; ")
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
			fmt.Fprintf(&b, "\\x%02x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// flagError explains a flag that does not exist or cannot be read.
func flagError(cmd *cobra.Command, err error) error {
	missing, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return wrongUsage(err, "%s --help shows all flags", cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if name := nearest(missing.GetSpecifiedName(), names); name != "" {
		return wrongUsage(err, "did you mean --%s?", name)
	}
	return wrongUsage(err, "%s --help shows all flags", cmd.CommandPath())
}

// args is a check of arguments whose failure is one of usage.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if err := check(cmd, given); err != nil {
			return wrongUsage(err, "usage: %s", cmd.UseLine())
		}
		return nil
	}
}

// noCommand is the check of the root command, whose only arguments can be the
// names of commands that do not exist.
func noCommand(cmd *cobra.Command, given []string) error {
	if len(given) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	err := fmt.Errorf("unknown command %q", given[0])
	if name := nearest(given[0], names); name != "" {
		return wrongUsage(err, "did you mean %s %s?", cmd.CommandPath(), name)
	}
	return wrongUsage(err, "%s --help shows all commands", cmd.CommandPath())
}

// likeness is how alike two words must be, from 0 to 1, for one to be suggested.
const likeness = 0.8

// nearest is the name that is most like the word, empty if none is.
func nearest(word string, names []string) string {
	matcher := strutil.NewJaroWinklerMatcher(strings.ToLower(word))
	best, score := "", likeness
	for _, name := range names {
		if s := matcher.Score(name); s > score {
			best, score = name, s
		}
	}
	return best
}

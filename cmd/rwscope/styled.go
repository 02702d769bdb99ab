package main

import (
	"context"
	"image/color"
	"os"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// style makes help and manual page those of fang. Fang is not given the whole
// program to run, because it asks the terminal for its background before it prints
// an error.
func style(root *cobra.Command) {
	root.Version = version()
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _ = runFang(cmd.Context()) })
	root.AddCommand(&cobra.Command{
		Use:    "man",
		Short:  "Print the manual page",
		Hidden: true,
		Args:   args(cobra.NoArgs),
		RunE:   func(cmd *cobra.Command, _ []string) error { return runFang(cmd.Context()) },
	})
}

// runFang runs the command line once more, which asks for help or for the manual
// page.
func runFang(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	defer askNobody()()
	return fang.Execute(ctx, newRoot(), fang.WithVersion(version()), fang.WithColorSchemeFunc(terminalColours))
}

// terminalColours are the sixteen of the terminal, and its own for text: they can
// be read on any background, which nobody has to ask for then.
func terminalColours[F any](F) fang.ColorScheme {
	scheme := fang.AnsiColorScheme(func(_, _ color.Color) color.Color { return nil })
	scheme.Title = scheme.Command // blue is too dark on many terminals
	return scheme
}

// askNobody takes standard input away until its result is called. Fang asks the
// terminal for its background all the same, and waits seconds for one that does not
// answer, unless there is none to read from.
func askNobody() (undo func()) {
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		return func() {} // it takes longer then
	}
	input := os.Stdin
	os.Stdin = nothing
	return func() {
		os.Stdin = input
		_ = nothing.Close()
	}
}

// newHelp is cobra's help command with an error for what is not there.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		ValidArgsFunction: func(cmd *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(given) == 0 {
				for _, c := range cmd.Root().Commands() {
					names = append(names, c.Name()+"\t"+c.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			target, rest, err := cmd.Root().Find(given)
			if err != nil || len(rest) > 0 {
				return noCommand(cmd.Root(), given)
			}
			target.InitDefaultHelpFlag()
			return target.Help()
		},
	}
}

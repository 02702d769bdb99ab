package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/tui"
)

func newOpen() *cobra.Command {
	var mouse, ascii bool
	cmd := &cobra.Command{
		Use:     "open FILE",
		Short:   "Show the dashboard on a journal, without receiving",
		Example: `rwscope open incident.rwscope`,
		Args:    args(cobra.ExactArgs(1)),

		ValidArgsFunction: completeJournal,
		RunE: func(cmd *cobra.Command, given []string) error {
			if err := wantTerminal(false); err != nil {
				return err
			}
			r, err := capture.OpenReader(cmd.Context(), given[0], capture.ReaderConfig{})
			if err != nil {
				return withHint(err, "%s", journalHint(err))
			}
			g, err := startGuard(given[0])
			if err != nil {
				return errors.Join(err, r.Close())
			}
			defer g.end()
			return tui.Run(cmd.Context(), tui.Config{
				History: r,
				Name:    given[0],
				Stop:    func(context.Context) error { return r.Close() },
				Mouse:   mouse,
				ASCII:   ascii,
			})
		},
	}
	cmd.Flags().BoolVar(&mouse, "mouse", false, "clicks and the wheel work; to select text, hold shift")
	cmd.Flags().BoolVar(&ascii, "ascii", false, "draw with nothing but ASCII")
	return cmd
}

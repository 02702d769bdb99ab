package main

import "github.com/spf13/cobra"

func newRoot() *cobra.Command {
	var flags liveFlags
	root := &cobra.Command{
		Use:   "rwscope",
		Short: "See what Prometheus remote_write senders send, what they are answered, and what is stored",
		Long: `See what Prometheus remote_write senders send, what they are answered, and what is stored.

Point a sender at http://127.0.0.1:9201/api/v1/write (any other path will do) and watch. Every request is answered exactly as Prometheus would answer it, and taken apart: what the bytes hold, what became of each sample, and why.

Every flag can also come from the environment: RWSCOPE_DATA_DIR for --data-dir.`,
		Example: `# receive on 127.0.0.1:9201 and show the dashboard
rwscope

# the same as JSON lines, for ten minutes
rwscope --headless --for 10m > exchanges.jsonl

# what to put into a sender's configuration
rwscope sender prometheus`,
		Args:              noCommand,
		PersistentPreRunE: applyEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLive(cmd, &flags, nil)
		},
	}
	flags.register(root)
	flags.access.register(root.Flags())
	flags.debug.register(root.Flags())
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp())
	root.AddCommand(newDemo(), newDecode(), newOpen(), newPrint(), newReplay(), newExport(), newImport(), newRelabel(), newSender(), newVersion())
	return root
}

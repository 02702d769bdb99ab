package main

import (
	"context"

	"github.com/spf13/cobra"

	"rwscope/capture/demo"
)

func newDemo() *cobra.Command {
	flags := liveFlags{listen: "127.0.0.1:0"}
	var cfg demo.Config
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Receive from a built-in sender that does everything, faults included",
		Long: `Receive from a built-in sender that does everything, faults included.

Seven senders take turns: Prometheus with both messages, an OpenTelemetry collector, vmagent, a pair of replicas, and some that cannot do it right. A port of its own is used unless --listen names one.`,
		Example: `# look at it
rwscope demo

# sixty exchanges as JSON lines
rwscope demo --headless --count 60`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLive(cmd, &flags, func(ctx context.Context, url string) error {
				// Nothing is sent that would be received and not printed.
				cfg.URL, cfg.Count = url, flags.count
				return demo.Run(ctx, cfg)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().Float64Var(&cfg.Rate, "rate", 10, "requests per second")
	cmd.Flags().Uint64Var(&cfg.Seed, "seed", 1, "equal seeds send equal values")
	return cmd
}

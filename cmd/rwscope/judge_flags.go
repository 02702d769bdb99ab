package main

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// judgeFlags are the receiver's flags that change verdicts, for commands that
// judge a recording again.
var judgeFlags = []string{"accept", "out-of-order-time-window", "max-exemplars", "features"}

// registerJudge adds the flags that change verdicts to a command.
func (f *liveFlags) registerJudge(cmd *cobra.Command) {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.registerStore(all)
	all.VisitAll(func(flag *pflag.Flag) {
		if slices.Contains(judgeFlags, flag.Name) {
			cmd.Flags().AddFlag(flag)
		}
	})
	completeFlag(cmd, "accept", "v1", "v2", "v1,v2")
	completeFlag(cmd, "features", featureMetadataWAL, featureTypeAndUnit)
}

// checkJudge finds unknown words among them.
func (f *liveFlags) checkJudge() error {
	if err := oneOf("accept", f.accept, "v1", "v2"); err != nil {
		return err
	}
	return oneOf("features", f.features, featureMetadataWAL, featureTypeAndUnit)
}

// givenJudgeFlag is the first flag that changes verdicts and is on the command
// line, empty if none is.
func givenJudgeFlag(cmd *cobra.Command) string {
	for _, name := range judgeFlags {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

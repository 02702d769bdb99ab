package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// envPrefix begins the variables that flags can come from.
const envPrefix = "RWSCOPE_"

// envName is the variable of a flag: RWSCOPE_DATA_DIR for --data-dir.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(flag))
}

// applyEnv sets the flags that are not on the command line from the environment. They
// do not count as given: a variable is there for all commands, and where one of them
// has no use for its flag nothing is wrong with the command line.
func applyEnv(cmd *cobra.Command, _ []string) error {
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := os.LookupEnv(envName(f.Name))
		if !ok || f.Changed || failed != nil || f.Name == "help" || f.Name == "version" {
			return
		}
		if err := f.Value.Set(value); err != nil {
			failed = wrongUsage(fmt.Errorf("%s=%q: %w", envName(f.Name), value, err), "unset the variable, or overrule it with --%s", f.Name)
		}
	})
	return failed
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// upstream is the module whose receiver rwscope is compared with.
const upstream = "github.com/prometheus/prometheus"

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and which Prometheus it judges by",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "rwscope %s\njudges by Prometheus %s\n%s %s/%s\n",
				version(), prometheusVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// version is what the build knows of itself: a release, or a commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// prometheusVersion is the release of the linked module: v0.316.0 of the module is
// release 3.16.0.
func prometheusVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	for _, dep := range info.Deps {
		if dep.Path != upstream {
			continue
		}
		var minor, patch int
		if _, err := fmt.Sscanf(dep.Version, "v0.%d.%d", &minor, &patch); err == nil && minor >= 300 {
			return fmt.Sprintf("%d.%d.%d", minor/100, minor%100, patch)
		}
		return strings.TrimPrefix(dep.Version, "v")
	}
	return "(unknown)"
}

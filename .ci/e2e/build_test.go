package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// version is what the built binaries call themselves, as the release does.
const version = "3.16.0"

// buildPrometheus builds prometheus and promtool 3.16 from their module, without
// service discovery and web interface. It takes minutes, so they are kept.
var buildPrometheus = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "rwscope-e2e", version)
	if _, err := os.Stat(filepath.Join(dir, "promtool")); err == nil {
		return dir, nil
	}
	return dir, run("go", "build", "-buildvcs=false", "-tags", "remove_all_sd,netgo",
		"-ldflags", "-X github.com/prometheus/common/version.Version="+version,
		"-o", dir+string(filepath.Separator),
		"github.com/prometheus/prometheus/cmd/prometheus",
		"github.com/prometheus/prometheus/cmd/promtool")
})

func prometheus316(t *testing.T) string { return built(t, "prometheus") }

// built is the path of a program of Prometheus 3.16.
func built(t *testing.T, name string) string {
	t.Helper()
	dir, err := buildPrometheus()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// debianPrometheus is the distribution's package; any 2.x will do, the name of
// the test says which one is meant.
func debianPrometheus(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("prometheus")
	if err != nil {
		t.Fatalf("%v: apt-get install prometheus", err)
	}
	return path
}

// run runs a program and returns its output as the error if it fails.
func run(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

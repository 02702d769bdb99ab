// Command badday puts rwscope through bad days: killed, without disk, on a disk that
// stalls, under connections that hang. For each it says what happened, what was kept
// and what the user saw. See README.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// report is how a day went.
type report struct{ happened, kept, saw string }

// day is one bad day. An error says that rwscope did not do what it promises.
type day struct {
	name string
	run  func(dir string) (report, error)
}

var days = []day{
	{"kill", killed},
	{"journal-disk-full", journalDiskFull},
	{"tsdb-disk-full", tsdbDiskFull},
	{"read-only", readOnly},
	{"stall", stalled},
	{"suspend", suspended},
	{"reset", resets},
	{"slow-loris", slowLoris},
	{"two-instances", twoInstances},
}

// program is the rwscope that has the bad days.
var program = flag.String("program", "", "rwscope, built already; else it is built")

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: badday [-program FILE] [DAY]...")
		flag.PrintDefaults()
		for _, d := range days {
			fmt.Fprintln(flag.CommandLine.Output(), "  ", d.name)
		}
	}
	flag.Parse()
	if err := run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "badday:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	dir, err := os.MkdirTemp("", "badday-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if *program == "" {
		*program = filepath.Join(dir, "rwscope")
		if out, err := exec.Command("go", "build", "-o", *program, "./cmd/rwscope").CombinedOutput(); err != nil {
			return fmt.Errorf("build: %w\n%s", err, out)
		}
	}
	failed := 0
	for _, d := range days {
		if len(names) > 0 && !strings.Contains(" "+strings.Join(names, " ")+" ", " "+d.name+" ") {
			continue
		}
		where := filepath.Join(dir, d.name)
		if err := os.Mkdir(where, 0o700); err != nil {
			return err
		}
		r, err := d.run(where)
		fmt.Printf("== %s\nhappened: %s\nkept:     %s\nsaw:      %s\n", d.name, r.happened, r.kept, r.saw)
		if err != nil {
			failed++
			fmt.Printf("FAILED:   %v\n", err)
		}
		fmt.Println()
	}
	if failed > 0 {
		return fmt.Errorf("%d days went worse than they should", failed)
	}
	return nil
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/export"
	"rwscope/capture/filter"
)

// exportFlags are what export takes.
type exportFlags struct {
	format, out, filter, samples string
}

func newExport() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export FILE --format FORMAT",
		Short: "Write the exchanges of a journal in a format that other programs read",
		Long: `Write the exchanges of a journal in a format that other programs read.

  jsonl        one JSON object a line, as print writes it
  har          an HTTP Archive, with everything in it: import makes the same journal of it
  openmetrics  the float samples, for promtool tsdb create-blocks-from openmetrics
  curl         a directory with a script that sends the requests again, and their bodies
  bodies       a directory with one file for each body, and a manifest.jsonl

Files are made for their owner alone. Secrets that the journal does not hold are in none of them.`,
		Example: `rwscope export incident.rwscope --format har -o incident.har
rwscope export incident.rwscope --format openmetrics --samples sent > sent.txt
rwscope export incident.rwscope --format bodies -o bodies --filter 'status:4xx'`,
		Args:              args(cobra.ExactArgs(1)),
		ValidArgsFunction: completeJournal,
		RunE: func(cmd *cobra.Command, given []string) error {
			return runExport(cmd, given[0], &f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.format, "format", "", strings.Join(export.Formats, ", "))
	flags.StringVarP(&f.out, "output", "o", "", "file, or directory for curl and bodies (default standard output)")
	flags.StringVar(&f.filter, "filter", "", "only exchanges that this holds for")
	flags.StringVar(&f.samples, "samples", string(export.SamplesStored), "with openmetrics: stored or sent")
	completeFlag(cmd, "format", export.Formats...)
	completeFlag(cmd, "samples", string(export.SamplesStored), string(export.SamplesSent))
	return cmd
}

func (f *exportFlags) check() error {
	switch {
	case f.format == "":
		return wrongUsage(errors.New("--format is missing"), "known are %s", strings.Join(export.Formats, ", "))
	case !slices.Contains(export.Formats, f.format):
		return wrongUsage(fmt.Errorf("--format %s", f.format), "known are %s", strings.Join(export.Formats, ", "))
	case export.InDir(f.format) && f.out == "":
		return wrongUsage(fmt.Errorf("--format %s without --output", f.format), "it makes several files: name a directory, as in -o out")
	}
	return oneOf("samples", []string{f.samples}, string(export.SamplesStored), string(export.SamplesSent))
}

func runExport(cmd *cobra.Command, path string, f *exportFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	picked, err := parseFilter(f.filter)
	if err != nil {
		return err
	}
	r, err := openReader(cmd, path, allRows)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	tellLacks(cmd, path, r.Lacks())
	if text := secretsKept(r, path); text != "" {
		notice(cmd, text+", and so has what is exported")
	}
	unread, err := f.write(cmd, r, picked)
	if err == nil && unread > 0 {
		err = errUnread
	}
	return err
}

// write writes the exchanges that are picked. What cannot be read is left out and
// counted: the rest is worth having.
func (f *exportFlags) write(cmd *cobra.Command, r *capture.Reader, picked *filter.Filter) (unread int, err error) {
	cfg := export.Config{Format: f.format, Dir: f.out, Version: version()}
	if export.InDir(f.format) {
		return exportExchanges(cmd, r, picked, cfg)
	}
	err = toFile(cmd, f.out, func(out io.Writer) (err error) {
		if f.format == "openmetrics" {
			unread, err = exportOpenMetrics(cmd, r, picked, export.Samples(f.samples), out)
			return err
		}
		cfg.Out = out
		unread, err = exportExchanges(cmd, r, picked, cfg)
		return err
	})
	return unread, err
}

// toFile writes to a file that appears under its name only when it is whole, or to
// standard output if there is no name.
func toFile(cmd *cobra.Command, path string, write func(io.Writer) error) error {
	if path == "" {
		signal.Ignore(syscall.SIGPIPE)
		return endOfReader(buffered(cmd.OutOrStdout(), write))
	}
	// What has the name already and is no plain file, a device, a pipe or a link to
	// something else, is written to: a file that took its place would destroy it.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return toExisting(path, write)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // with mode 0600
	if err != nil {
		return withHint(err, outputWanted)
	}
	if err = errors.Join(buffered(file, write), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

const outputWanted = "name a file in a directory that can be written"

// toExisting writes to what there is under a name, or where a link points to.
func toExisting(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return withHint(err, outputWanted)
	}
	return errors.Join(buffered(file, write), file.Close())
}

// buffered collects what is written.
func buffered(w io.Writer, write func(io.Writer) error) error {
	out := bufio.NewWriterSize(w, lineBuffer)
	return errors.Join(write(out), out.Flush())
}

func exportExchanges(cmd *cobra.Command, r *capture.Reader, f *filter.Filter, cfg export.Config) (unread int, err error) {
	w, err := export.New(cfg)
	if err != nil {
		return 0, withHint(err, "name a directory that is empty or does not exist")
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	p := newProgress(cmd, "exporting", "exchanges")
	defer p.clear()
	for row, err := range filter.ScanOldest(cmd.Context(), r, f, func(at filter.Progress) { p.show(at.Scanned, at.Total, 0) }) {
		var ex *capture.Exchange
		if err == nil {
			ex, err = r.Load(row.ID)
		}
		if err != nil {
			notice(cmd, "warning: "+err.Error())
			unread++
			continue
		}
		if err := w.Write(ex); err != nil {
			return unread, err
		}
	}
	return unread, cmd.Context().Err()
}

func exportOpenMetrics(cmd *cobra.Command, r *capture.Reader, f *filter.Filter, samples export.Samples, out io.Writer) (unread int, err error) {
	p := newProgress(cmd, "exporting", "exchanges")
	result, err := export.WriteOpenMetrics(cmd.Context(), export.OpenMetricsConfig{
		History: r, Filter: f, Samples: samples, Out: out,
		Progress: func(pass int, at filter.Progress) {
			p.what = fmt.Sprintf("pass %d: exporting", pass)
			p.show(at.Scanned, at.Total, 0)
		},
	})
	p.clear()
	for _, line := range result.Notices() {
		notice(cmd, line)
	}
	return result.Unreadable, err
}

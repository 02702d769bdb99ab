package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/filter"
)

// allRows is the size of an index that holds whatever a file has.
const allRows = 1 << 30

func newPrint() *cobra.Command {
	var expr, format string
	cmd := &cobra.Command{
		Use:   "print FILE",
		Short: "Print the exchanges of a journal",
		Long: `Print the exchanges of a journal, oldest first. FILE may be - for standard input.

The filter language is the dashboard's: docs/filter.md describes it.`,
		Example: `rwscope print incident.rwscope --format text
rwscope print incident.rwscope --filter 'status:4xx {job="api"}'`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, given []string) error {
			f, err := parseFilter(expr)
			if err != nil {
				return err
			}
			write, err := formatter(format)
			if err != nil {
				return err
			}
			return printJournal(cmd, given[0], f, write)
		},
	}
	cmd.Flags().StringVar(&expr, "filter", "", "only exchanges that this holds for")
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or text")
	return cmd
}

// parseFilter reads a filter from the command line.
func parseFilter(expr string) (*filter.Filter, error) {
	f, err := filter.Parse(expr)
	if err != nil {
		return nil, wrongUsage(err, "docs/filter.md describes the language; quote it for the shell: --filter 'status:4xx'")
	}
	return f, nil
}

func formatter(name string) (func([]byte, *capture.Exchange) []byte, error) {
	switch name {
	case "jsonl":
		return func(b []byte, x *capture.Exchange) []byte { return append(capture.AppendJSON(b, x), '\n') }, nil
	case "text":
		return capture.AppendText, nil
	default:
		return nil, wrongUsage(fmt.Errorf("--format %s", name), "known are jsonl and text")
	}
}

func printJournal(cmd *cobra.Command, path string, f *filter.Filter, write func([]byte, *capture.Exchange) []byte) (err error) {
	signal.Ignore(syscall.SIGPIPE)
	r, done, err := readJournal(cmd, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	for _, d := range r.Damage() {
		notice(cmd, fmt.Sprintf("warning: %s is damaged at %s", path, d))
	}
	out := bufio.NewWriterSize(cmd.OutOrStdout(), lineBuffer)
	var buf []byte
	var unread error
	for row, err := range filter.ScanOldest(cmd.Context(), r, f, nil) {
		var x *capture.Exchange
		if err == nil {
			x, err = r.Load(row.ID)
		}
		if err != nil {
			notice(cmd, "warning: "+err.Error())
			unread = errors.New("some exchanges could not be read")
			continue
		}
		buf = write(buf[:0], x)
		if _, err := out.Write(buf); err != nil {
			return endOfReader(err)
		}
	}
	return errors.Join(endOfReader(out.Flush()), unread)
}

// endOfReader is nil where whoever reads the output had enough of it.
func endOfReader(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// readJournal opens a journal, which may come from standard input.
func readJournal(cmd *cobra.Command, path string) (*capture.Reader, func() error, error) {
	cfg := capture.ReaderConfig{MaxRows: allRows}
	if path != "-" {
		r, err := capture.OpenReader(cmd.Context(), path, cfg)
		if err != nil {
			return nil, nil, withHint(err, "%s", journalHint(err))
		}
		return r, r.Close, nil
	}
	file, err := spool(cmd.InOrStdin())
	if err != nil {
		return nil, nil, withHint(err, "the journal is copied to a temporary file first: set TMPDIR to where there is room")
	}
	done := func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }
	r, err := readSpooled(cmd.Context(), file, cfg)
	if err != nil {
		return nil, nil, withHint(errors.Join(err, done()), "%s", journalHint(err))
	}
	return r, done, nil
}

func readSpooled(ctx context.Context, file *os.File, cfg capture.ReaderConfig) (*capture.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	r, err := capture.NewReader(ctx, file, info.Size(), cfg)
	if err != nil {
		return nil, fmt.Errorf("read journal from standard input: %w", err)
	}
	return r, nil
}

// spool copies what can be read only once to a file that can be read anywhere.
func spool(src io.Reader) (*os.File, error) {
	file, err := os.CreateTemp("", "rwscope-*.rwscope")
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(file, src); err != nil {
		return nil, errors.Join(fmt.Errorf("read standard input: %w", err), file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}

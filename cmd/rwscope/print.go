package main

import (
	"bufio"
	"errors"
	"fmt"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/filter"
)

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
		ValidArgsFunction: completeJournal,
	}
	cmd.Flags().StringVar(&expr, "filter", "", "only exchanges that this holds for")
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or text")
	completeFlag(cmd, "format", "jsonl", "text")
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

// errUnread says that a part of a journal could not be printed.
var errUnread = errors.New("some exchanges could not be read")

// printer writes exchanges to standard output. On a terminal each is there as soon as
// it is found.
type printer struct {
	out      *bufio.Writer
	write    func([]byte, *capture.Exchange) []byte
	buf      []byte
	progress *progress // nil: none is shown
	terminal bool
}

func (p *printer) print(x *capture.Exchange) error {
	p.buf = p.write(p.buf[:0], x)
	if !p.terminal {
		_, err := p.out.Write(p.buf)
		return err
	}
	if p.progress != nil {
		p.progress.clear()
	}
	_, err := p.out.Write(p.buf)
	return errors.Join(err, p.out.Flush())
}

func printJournal(cmd *cobra.Command, path string, f *filter.Filter, write func([]byte, *capture.Exchange) []byte) (err error) {
	signal.Ignore(syscall.SIGPIPE)
	p := &printer{
		out: bufio.NewWriterSize(cmd.OutOrStdout(), lineBuffer), write: write, terminal: isTerminal(cmd.OutOrStdout()),
	}
	var show func(filter.Progress)
	if !f.Empty() {
		p.progress = newProgress(cmd, "looking through", "exchanges")
		defer p.progress.clear()
		show = func(at filter.Progress) { p.progress.show(at.Scanned, at.Total, 0) }
	}
	src, err := openSource(cmd, path, f, show)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.close()) }()
	var unread error
	for x, err := range src.exchanges {
		if err != nil {
			notice(cmd, "warning: "+err.Error())
			unread = errUnread
			continue
		}
		if err := p.print(x); err != nil {
			return endOfReader(err)
		}
	}
	tellLacks(cmd, path, src.lacks())
	return errors.Join(endOfReader(p.out.Flush()), unread, cmd.Context().Err())
}

// endOfReader is nil where whoever reads the output had enough of it.
func endOfReader(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

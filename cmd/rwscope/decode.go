package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/dissect"
)

func newDecode() *cobra.Command {
	var cfg dissect.Config
	var format string
	cmd := &cobra.Command{
		Use:   "decode [FILE]",
		Short: "Describe one request body: what it is, what is in it, what is wrong with it",
		Long: `Describe one request body: what it is, what is in it, what is wrong with it.

FILE is the body as it was on the wire; - or nothing is standard input. The exit code is 1 when a sender must not send this.`,
		Example: `rwscope decode body.bin
curl -s http://example.com/body | rwscope decode --format json`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, given []string) error {
			if format != "text" && format != "json" {
				return wrongUsage(fmt.Errorf("--format %s", format), "known are text and json")
			}
			wire, err := readBody(cmd, given)
			if err != nil {
				return err
			}
			return printReport(cmd.OutOrStdout(), dissect.New(cfg, wire), format)
		},
	}
	cmd.Flags().StringVar(&cfg.ContentType, "content-type", "", "the request's Content-Type (default what fits the bytes)")
	cmd.Flags().StringVar(&cfg.ContentEncoding, "content-encoding", "", "the request's Content-Encoding (default snappy)")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	completeFlag(cmd, "format", "text", "json")
	cmd.Flags().IntVar(&cfg.Series, "series", 20, "how many series to show; -1 shows all")
	return cmd
}

// readBody reads a body from a file or from standard input. It reads one byte more
// than a receiver would, so that a larger one is seen to be too large.
func readBody(cmd *cobra.Command, given []string) ([]byte, error) {
	src := cmd.InOrStdin()
	if len(given) == 1 && given[0] != "-" {
		file, err := os.Open(given[0])
		if err != nil {
			return nil, withHint(fmt.Errorf("read body: %w", err), "FILE is a request body as it was on the wire, - standard input")
		}
		defer file.Close()
		src = file
	}
	wire, err := io.ReadAll(io.LimitReader(src, int64(capture.DefaultLimits().Body)+1))
	if err != nil {
		return nil, withHint(fmt.Errorf("read body: %w", err), "FILE is a request body as it was on the wire, - standard input")
	}
	return wire, nil
}

func printReport(w io.Writer, report *dissect.Report, format string) error {
	var out []byte
	switch format {
	case "json":
		var err error
		if out, err = json.Marshal(report); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
		out = append(out, '\n')
	default:
		out = report.AppendText(nil)
	}
	if _, err := w.Write(out); err != nil {
		return err
	}
	if report.Errors() > 0 {
		return errors.New("a sender must not send this body")
	}
	return nil
}

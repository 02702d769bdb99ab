package main

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
)

// How many exchanges of a file are held in memory: as many as is usual, for a
// dashboard, or all there are, 120 bytes each.
const (
	usualRows = 0
	allRows   = 1 << 30
)

// source is a journal to be read from its beginning to its end.
type source struct {
	exchanges iter.Seq2[*capture.Exchange, error] // those that the filter picks
	lacks     func() []string                     // known when all are read
	close     func() error
}

// openSource opens a journal file, or standard input for "-". How far reading a file
// has come is told to progress, unless that is nil.
func openSource(cmd *cobra.Command, path string, f *filter.Filter, progress func(filter.Progress)) (*source, error) {
	if path == "-" && f.AsksForMarks() {
		return nil, wrongUsage(errors.New("marks cannot be looked for in standard input"), "they stand behind the exchanges: name the file")
	}
	if path == "-" {
		stream := capture.NewStream(cmd.InOrStdin())
		return &source{exchanges: fromStream(cmd.Context(), stream, f), lacks: stream.Lacks, close: func() error { return nil }}, nil
	}
	r, err := openReader(cmd, path, allRows)
	if err != nil {
		return nil, err
	}
	picked := func(yield func(*capture.Exchange, error) bool) {
		for row, err := range filter.ScanOldest(cmd.Context(), r, f, progress) {
			var x *capture.Exchange
			if err == nil {
				x, err = r.Load(row.ID)
			}
			if !yield(x, err) {
				return
			}
		}
	}
	return &source{exchanges: picked, lacks: r.Lacks, close: r.Close}, nil
}

// openReader opens a journal file, and tells how far it is where that takes long.
func openReader(cmd *cobra.Command, path string, maxRows int) (*capture.Reader, error) {
	p := newProgress(cmd, "reading", "MiB")
	r, err := capture.OpenReader(cmd.Context(), path, capture.ReaderConfig{
		MaxRows:  maxRows,
		Progress: func(done, total int64) { p.show(int(done>>20), int(total>>20), 0) },
	})
	p.clear()
	if err != nil {
		return nil, withHint(err, "%s", journalHint(err))
	}
	return r, nil
}

// secretsKept warns of a journal that must not be passed on as others may; empty if it
// may be.
func secretsKept(r *capture.Reader, path string) string {
	if !r.KeepsSecrets() {
		return ""
	}
	return "warning: " + path + " has secrets in it: it was written with --keep-secrets"
}

// tellLacks warns of what is not in a journal any more, or cannot be read.
func tellLacks(cmd *cobra.Command, path string, lacks []string) {
	if path == "-" {
		path = "standard input"
	}
	for _, text := range lacks {
		notice(cmd, "warning: "+path+" "+text)
	}
}

// fromStream reads what comes only once, until the context is done.
func fromStream(ctx context.Context, stream *capture.Stream, f *filter.Filter) iter.Seq2[*capture.Exchange, error] {
	return func(yield func(*capture.Exchange, error) bool) {
		decoder := decode.NewDecoder(decode.Config{})
		for ctx.Err() == nil {
			x, err := stream.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					yield(nil, err)
				}
				return
			}
			if f.MatchLoaded(&capture.Row{}, x, decoder) && !yield(x, nil) {
				return
			}
		}
	}
}

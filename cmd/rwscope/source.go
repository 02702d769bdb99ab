package main

import (
	"errors"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
)

// allRows is the size of an index that holds whatever a file has.
const allRows = 1 << 30

// source is a journal to be read from its beginning to its end.
type source struct {
	exchanges iter.Seq2[*capture.Exchange, error] // those that the filter picks
	damage    func() []capture.Damage             // known when all are read
	close     func() error
}

// openSource opens a journal file, or standard input for "-". How far reading a file
// has come is told to progress, unless that is nil.
func openSource(cmd *cobra.Command, path string, f *filter.Filter, progress func(filter.Progress)) (*source, error) {
	if path == "-" {
		stream := capture.NewStream(cmd.InOrStdin())
		return &source{exchanges: fromStream(stream, f), damage: stream.Damage, close: func() error { return nil }}, nil
	}
	r, err := capture.OpenReader(cmd.Context(), path, capture.ReaderConfig{MaxRows: allRows})
	if err != nil {
		return nil, withHint(err, "%s", journalHint(err))
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
	return &source{exchanges: picked, damage: r.Damage, close: r.Close}, nil
}

// fromStream reads what comes only once.
func fromStream(stream *capture.Stream, f *filter.Filter) iter.Seq2[*capture.Exchange, error] {
	return func(yield func(*capture.Exchange, error) bool) {
		decoder := decode.NewDecoder(decode.Config{})
		for {
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

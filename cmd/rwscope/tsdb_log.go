package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// patience is how long the TSDB may take to open before anything is said.
	patience = time.Second
	// between two notices of one kind.
	progressEvery = time.Second
	troubleEvery  = 10 * time.Minute
)

// troubles are what the TSDB logs, at level error, when something is wrong with its
// directory. Everything else at that level is about requests, which have exchanges.
var troubles = map[string]bool{
	"compaction failed":                               true,
	"reloadBlocks":                                    true,
	"truncating segments failed":                      true,
	"Loading on-disk chunks failed":                   true,
	"Failed to log out of order samples into the WAL": true,
}

// tsdbLog is the logger of the TSDB. It lets the user know how far the WAL of an
// earlier run is read, if that takes long, and of trouble that no request shows.
type tsdbLog struct {
	progress func(string) // while it opens
	trouble  func(string) // from then on; it must not block
	start    time.Time

	mu   sync.Mutex
	said map[string]time.Time
}

func newTSDBLog(progress, trouble func(string)) *tsdbLog {
	return &tsdbLog{progress: progress, trouble: trouble, start: time.Now(), said: make(map[string]time.Time)}
}

// Enabled leaves out what is never said.
func (l *tsdbLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

// WithAttrs and WithGroup add nothing that would be said.
func (l *tsdbLog) WithAttrs([]slog.Attr) slog.Handler { return l }

// WithGroup is as WithAttrs.
func (l *tsdbLog) WithGroup(string) slog.Handler { return l }

// Handle says what is worth it.
func (l *tsdbLog) Handle(_ context.Context, r slog.Record) error {
	switch {
	case r.Message == "WAL segment loaded" && time.Since(l.start) > patience:
		if l.due("progress", progressEvery) {
			l.progress(fmt.Sprintf("reading what an earlier run left in the WAL: segment %s of %s", attr(r, "segment"), attr(r, "maxSegment")))
		}
	case r.Level >= slog.LevelError && troubles[r.Message]:
		if l.due(r.Message, troubleEvery) {
			l.trouble(fmt.Sprintf("warning: the TSDB: %s: %s", r.Message, attr(r, "err")))
		}
	}
	return nil
}

// due says whether something was not said for a while.
func (l *tsdbLog) due(what string, every time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if last, ok := l.said[what]; ok && time.Since(last) < every {
		return false
	}
	l.said[what] = time.Now()
	return true
}

// attr is the value of an attribute, empty if there is none.
func attr(r slog.Record, key string) (value string) {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == key {
			value = a.Value.String()
		}
		return true
	})
	return value
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// session is everything that runs while rwscope receives.
type session struct {
	url      string
	notices  []string
	news     chan string // notices that come later
	decoder  *decode.Decoder
	store    *store.Store
	journal  *capture.Journal
	temp     string // directory to remove at the end, empty if there is none
	listener net.Listener
	access   *access
	watch    *capture.Watch
	watching sync.WaitGroup
	// tableFull means that the user knows that not all series are known. Whoever
	// watches has it, and then whoever ends the session.
	tableFull bool
	firstID   uint64 // of the first exchange of this run; the journal may hold older ones

	endReceiving context.CancelFunc
	received     chan struct{} // closed when receiving has ended
	receiveErr   error         // why, once received is closed
	// close ends everything in order: requests, journal, TSDB. It may be called more
	// than once.
	close func() error
}

// openSession opens everything that the flags ask for and begins to receive. What
// was opened is closed again when something fails. While it takes long, say tells
// how far it is.
func openSession(f *liveFlags, say func(string)) (_ *session, err error) {
	relaxGC()
	s := &session{received: make(chan struct{}), news: make(chan string, newsRoom)}
	s.close = sync.OnceValue(func() error { return errors.Join(s.stopReceiving(), s.closeFiles()) })
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeFiles())
		}
	}()
	if s.listener, err = listen(f.listen); err != nil {
		return nil, err
	}
	dir := f.dataDir
	if dir == "" {
		if s.temp, err = os.MkdirTemp("", "rwscope-"); err != nil {
			return nil, withHint(fmt.Errorf("temporary directory: %w", err), "name a directory that can be written with --data-dir, or set TMPDIR")
		}
		dir = s.temp
	}
	if s.store, err = openStore(f, dir, newTSDBLog(say, s.tell)); err != nil {
		return nil, err
	}
	if s.access, err = f.access.open(dir, s.listener.Addr()); err != nil {
		return nil, err
	}
	s.url = s.access.scheme() + strings.TrimPrefix(baseURL(s.listener.Addr().String()), "http")
	if s.journal, err = openJournal(f, dir); err != nil {
		return nil, err
	}
	s.firstID = firstID(s.journal)
	s.notices = s.describe(f)
	s.watch = capture.NewWatch(s.journal)
	s.receive(f.limits)
	return s, nil
}

func (s *session) receive(limits capture.Limits) {
	// The judge checks the labels of series that it does not know.
	s.decoder = decode.NewDecoder(decode.Config{Limits: limits.Decode(), LazyLabels: true})
	receiver := capture.NewReceiver(capture.ReceiverConfig{
		Decoder: s.decoder, Judge: s.store, History: s.journal, Limits: limits,
		TLS: s.access.tls, Auth: s.access.auth,
	})
	ctx, cancel := context.WithCancel(context.Background())
	s.endReceiving = cancel
	go capture.BoundGarbage(ctx, limits.InFlight)
	s.watching.Go(func() { s.lookAfter(ctx) })
	go func() {
		s.receiveErr = receiver.Serve(ctx, s.listener)
		close(s.received)
	}()
}

// stopReceiving lets requests that are being handled finish and takes no more.
func (s *session) stopReceiving() error {
	s.endReceiving()
	<-s.received
	return s.receiveErr
}

// closeFiles closes what was opened, in an order in which nothing is lost.
func (s *session) closeFiles() error {
	var errs []error
	if s.listener != nil {
		_ = s.listener.Close() // closed already after an orderly end
	}
	if s.journal != nil {
		errs = append(errs, s.journal.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.temp != "" {
		errs = append(errs, os.RemoveAll(s.temp))
	}
	return errors.Join(errs...)
}

// describe warns about what others can reach, and says where everything is.
func (s *session) describe(f *liveFlags) []string {
	notices := s.access.warnings(s.listener.Addr())
	notices = append(notices, "receiving on "+s.url+"/api/v1/write, or any other path")
	if s.access.made != nil {
		notices = append(notices, "senders trust its certificate by the CA in "+s.access.target.CA)
	}
	if f.dataDir != "" {
		notices = append(notices, "TSDB in "+tsdbDir(f.dataDir))
	}
	if f.record != "" || f.dataDir != "" {
		notices = append(notices, "journal in "+s.journal.Path())
	}
	return notices
}

// firstID is the ID that the next exchange gets.
func firstID(j *capture.Journal) uint64 {
	runs := j.Runs()
	return runs[len(runs)-1].First
}

func tsdbDir(dataDir string) string { return filepath.Join(dataDir, "tsdb") }

func openStore(f *liveFlags, dir string, log slog.Handler) (*store.Store, error) {
	cfg := f.store(tsdbDir(dir))
	cfg.Logger = slog.New(log)
	st, err := store.Open(cfg)
	switch {
	case errors.Is(err, store.ErrInUse):
		return nil, withHint(err, "another rwscope or Prometheus has it open: end that one, or name another directory with --data-dir")
	case err != nil:
		return nil, withHint(err, "name a directory that can be written with --data-dir, or leave it out for a temporary one")
	}
	return st, nil
}

func openJournal(f *liveFlags, dir string) (*capture.Journal, error) {
	cfg := capture.JournalConfig{
		Path:      f.record,
		Run:       capture.Run{Program: "rwscope " + version(), Settings: f.settings()},
		Redaction: capture.Redaction{Headers: f.redact, Keep: f.keepSecrets},
		MaxBytes:  f.maxJournal,
		MaxRows:   f.maxHistory,
	}
	switch {
	case f.record != "":
	case f.dataDir != "":
		cfg.Path = filepath.Join(dir, "journal.rwscope")
	default:
		cfg.Dir = dir
	}
	j, err := capture.OpenJournal(cfg)
	if err != nil {
		return nil, withHint(err, "%s", journalHint(err))
	}
	return j, nil
}

// journalHint says what to do about a journal that cannot be opened.
func journalHint(err error) string {
	switch {
	case errors.Is(err, capture.ErrNotJournal):
		return "it was not written by rwscope, and is left as it is: name another file"
	case errors.Is(err, capture.ErrVersion):
		return "a newer rwscope wrote it: use that one"
	case errors.Is(err, os.ErrNotExist):
		return "check the name and its directory"
	case errors.Is(err, os.ErrPermission):
		return "check the permissions of the file and its directory"
	default:
		return "name another file"
	}
}

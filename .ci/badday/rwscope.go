package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"rwscope/capture"
	"rwscope/store"
)

// rwscope is a running rwscope --headless.
type rwscope struct {
	cmd    *exec.Cmd
	addr   string
	stdout output
	stderr output
}

// output collects what a process writes.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// start starts rwscope and waits until it answers.
func start(args ...string) (*rwscope, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &rwscope{addr: l.Addr().String()}
	if err := l.Close(); err != nil {
		return nil, err
	}
	r.cmd = exec.Command(*program, append([]string{"--headless", "--listen", r.addr}, args...)...)
	r.cmd.Stdout, r.cmd.Stderr = &r.stdout, &r.stderr
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- r.cmd.Wait() }()
	for {
		res, err := http.Get("http://" + r.addr)
		if err == nil {
			return r, res.Body.Close()
		}
		select {
		case err := <-ended:
			return r, fmt.Errorf("rwscope ended: %w: %s", err, r.stderr.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// signal sends a signal and waits for the end of rwscope.
func (r *rwscope) signal(s syscall.Signal) error {
	if err := r.cmd.Process.Signal(s); err != nil {
		return err
	}
	for r.alive() { // start waits for it
		time.Sleep(time.Millisecond)
	}
	return nil
}

func (r *rwscope) alive() bool { return r.cmd.Process.Signal(syscall.Signal(0)) == nil }

// said are the lines of standard error that matter here.
func (r *rwscope) said(words ...string) string {
	var lines []string
	for line := range strings.Lines(r.stderr.String()) {
		for _, w := range words {
			if strings.Contains(line, w) {
				lines = append(lines, strings.TrimSpace(line))
				break
			}
		}
	}
	if len(lines) == 0 {
		return "nothing"
	}
	return strings.Join(lines, " | ")
}

// refused runs rwscope with arguments that it must not run with, and returns its
// exit code and what it said.
func refused(args ...string) (int, string, error) {
	cmd := exec.Command(*program, append([]string{"--headless", "--listen", "127.0.0.1:0", "--for", "10s"}, args...)...)
	out, err := cmd.CombinedOutput()
	text := strings.ReplaceAll(strings.TrimSpace(string(out)), "\n", " | ")
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), text, nil
	}
	return 0, text, err
}

// kept is what is on disk after rwscope ended.
type kept struct {
	exchanges int // in the journal
	answered  int // of those, with 204
	samples   int // in the TSDB
}

func keptIn(journal, tsdb string) (k kept, err error) {
	r, err := capture.OpenReader(context.Background(), journal, capture.ReaderConfig{})
	if err != nil {
		return k, err
	}
	defer r.Close()
	snap := r.Snapshot()
	k.exchanges = snap.Len()
	for i := range snap.Len() {
		if snap.Row(i).Status == http.StatusNoContent {
			k.answered++
		}
	}
	st, err := store.Open(store.Config{Dir: tsdb})
	if err != nil {
		return k, err
	}
	defer st.Close()
	sum, err := st.QueryInstant(context.Background(), "sum(count_over_time("+metric+"[1d]))", time.Now().Add(time.Hour))
	if err != nil {
		return k, err
	}
	if len(sum.Readings) > 0 { // else there is none
		k.samples = int(sum.Readings[0].Points[0].Value)
	}
	return k, nil
}

// within is where rwscope keeps its files in a data directory.
func within(data string) (journal, tsdb string) {
	return filepath.Join(data, "journal.rwscope"), filepath.Join(data, "tsdb")
}

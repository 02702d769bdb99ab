package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// receiver is the rwscope that is watched.
type receiver struct {
	cmd   *exec.Cmd
	url   string
	debug string
	data  string
	temp  string // removed at the end
}

func startReceiver(ctx context.Context, c *config) (*receiver, error) {
	r := &receiver{data: c.dir}
	var err error
	if r.temp, err = os.MkdirTemp("", "soak-"); err != nil {
		return nil, err
	}
	if c.program == "" {
		c.program = filepath.Join(r.temp, "rwscope")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", c.program, "./cmd/rwscope").CombinedOutput(); err != nil {
			return nil, errors.Join(fmt.Errorf("build: %w\n%s", err, out), os.RemoveAll(r.temp))
		}
	}
	if r.data == "" {
		r.data = filepath.Join(r.temp, "data")
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	if r.debug, err = freeAddr(); err != nil {
		return nil, err
	}
	r.url = "http://" + addr
	r.cmd = exec.Command(c.program, "--headless", "--listen", addr, "--debug-listen", r.debug,
		"--data-dir", r.data, "--max-journal", "1GiB", "--retention", "1d",
		"--stale-series-compaction-threshold", c.stale)
	r.cmd.Stderr = os.Stderr // standard output, one line a request, goes nowhere
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	return r, r.await(ctx)
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// await returns when rwscope answers.
func (r *receiver) await(ctx context.Context) error {
	for ctx.Err() == nil {
		_, err := r.goroutines() // served last
		if err == nil {
			return nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return err
		}
	}
	return ctx.Err()
}

// clean ends rwscope in order and removes what it left.
func (r *receiver) clean() {
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	if err := r.cmd.Wait(); err != nil {
		fmt.Fprintln(os.Stderr, "soak: rwscope ended with", err)
	}
	_ = os.RemoveAll(r.temp)
}

// state is what there is to see of rwscope.
type state struct {
	rss        int64 // bytes of its own; files that are mapped are the system's to drop
	files      int64 // bytes of mapped files that are resident
	goroutines int
	fds        int
	blocks     int // of the TSDB, on disk
}

func (r *receiver) state() (s state, err error) {
	proc := fmt.Sprintf("/proc/%d", r.cmd.Process.Pid)
	status, err := os.ReadFile(proc + "/status")
	if err != nil {
		return s, err
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "RssAnon:":
			s.rss = kib << 10
		case "RssFile:":
			s.files = kib << 10
		}
	}
	fds, err := os.ReadDir(proc + "/fd")
	if err != nil {
		return s, err
	}
	s.fds = len(fds)
	blocks, _ := filepath.Glob(filepath.Join(r.data, "tsdb", "*", "meta.json"))
	s.blocks = len(blocks)
	s.goroutines, err = r.goroutines()
	return s, err
}

// goroutines is the number in the first line of Go's profile of them.
func (r *receiver) goroutines() (n int, err error) {
	res, err := http.Get("http://" + r.debug + "/debug/pprof/goroutine?debug=1")
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	line, err := bufio.NewReader(res.Body).ReadString('\n')
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscanf(line, "goroutine profile: total %d", &n)
	return n, err
}

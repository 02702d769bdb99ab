package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// resets ends connections in the middle of bodies, beside a good sender.
func resets(dir string) (rep report, err error) {
	const times = 200
	data := filepath.Join(dir, "data")
	r, err := start("--data-dir", data)
	if err != nil {
		return rep, err
	}
	s := newSender()
	for range times {
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			return rep, err
		}
		_, _ = io.WriteString(conn, "POST /api/v1/write HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf of a body")
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
		if err := s.send(r, 0); err != nil {
			return rep, err
		}
	}
	if err := r.signal(syscall.SIGTERM); err != nil {
		return rep, err
	}
	k, err := keptIn(within(data))
	rows := strings.Count(r.stdout.String(), `"cause":"body_read"`)
	rep.happened = fmt.Sprintf("%d connections were reset in the middle of a body", times)
	rep.kept = fmt.Sprintf("everything of the good sender: %d of %d samples; the bytes that came of the others", k.samples, s.answered*perRequest)
	rep.saw = fmt.Sprintf("%d exchanges with the cause body_read", rows)
	return rep, errors.Join(err, s.complete(k))
}

// slowLoris keeps 500 connections busy that send next to nothing, beside a good
// sender.
func slowLoris(dir string) (rep report, err error) {
	const connections = 500
	data := filepath.Join(dir, "data")
	r, err := start("--data-dir", data)
	if err != nil {
		return rep, err
	}
	before, err := r.rss()
	if err != nil {
		return rep, err
	}
	for i := range connections {
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			return rep, err
		}
		defer conn.Close()
		go func() {
			text := "POST /api/v1/write HTTP/1.1\r\nHost: a\r\nX-Slow: "
			if i%2 == 0 {
				text = "POST /api/v1/write HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
			}
			for _, err := io.WriteString(conn, text); err == nil; _, err = io.WriteString(conn, "a") {
				time.Sleep(time.Second)
			}
		}()
	}
	s := newSender()
	for range 1500 { // for longer than a head may take
		if err := s.send(r, 0); err != nil {
			return rep, err
		}
		time.Sleep(10 * time.Millisecond)
	}
	after, err := r.rss()
	if err != nil {
		return rep, err
	}
	slowest := s.slowest
	_ = r.cmd.Process.Signal(syscall.SIGTERM) // half of them are in the middle of a request
	for r.alive() {
		time.Sleep(10 * time.Millisecond)
	}
	k, err := keptIn(within(data))
	rows := strings.Count(r.stdout.String(), `"cause":"limit_head_timeout"`)
	rep.happened = fmt.Sprintf("%d connections sent a byte a second, half of them in the head of a request, half in its body; memory went from %d to %d MiB", connections, before>>20, after>>20)
	rep.kept = fmt.Sprintf("everything of the good sender: %d of %d samples, its slowest answer took %v", k.samples, s.answered*perRequest, slowest.Round(time.Millisecond))
	rep.saw = fmt.Sprintf("%d exchanges with the cause limit_head_timeout", rows)
	if err = errors.Join(err, s.complete(k)); err == nil && rows < connections/2 {
		err = fmt.Errorf("%d connections were slow in the head, and %d are seen", connections/2, rows)
	}
	return rep, err
}

// rss is the process' resident memory in bytes.
func (r *rwscope) rss() (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", r.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	return pages * int64(os.Getpagesize()), err
}

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// endings are signals that end a process in other ways than an orderly one.
var endings = map[string]syscall.Signal{
	"KILL": syscall.SIGKILL,
	"ABRT": syscall.SIGABRT, // the runtime reports it as it reports a panic
	"TERM": syscall.SIGTERM,
}

// killOnTerminal runs a command with a terminal, kills it when a text shows, with a
// second signal when it says that it is stopping, and fails unless the terminal is
// then as it was. What was shown goes to standard output.
func killOnTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: killtty TEXT SIGNAL[,SIGNAL] COMMAND...")
	}
	ours, theirs, err := openTerminal()
	ts.Check(err)
	defer ours.Close()
	before, err := unix.IoctlGetTermios(int(ours.Fd()), unix.TCGETS)
	ts.Check(err)
	// As in real life the leader of the session is a shell, or the terminal would be
	// gone together with the process.
	cmd := exec.Command("sh", append([]string{"-c", `"$@"; exit $?`, "sh", lookPath(ts, args[2])}, args[3:]...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "TMPDIR="+ts.Getenv("TMPDIR"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(cmd.Start())
	var shown strings.Builder
	signals := strings.Split(args[1], ",")
	wanted := args[0]
	buf := make([]byte, 4096)
	ts.Check(theirs.Close())
	for {
		n, err := ours.Read(buf)
		shown.Write(buf[:n])
		if err != nil { // the last one who had the terminal is gone
			break
		}
		if len(signals) > 0 && strings.Contains(shown.String(), wanted) {
			ts.Check(syscall.Kill(childOf(ts, cmd.Process.Pid), endings[signals[0]]))
			signals, wanted = signals[1:], "stopping"
		}
	}
	if err := cmd.Wait(); err == nil {
		ts.Fatalf("it ended in order; it wrote\n%q", shown.String())
	}
	after, err := unix.IoctlGetTermios(int(ours.Fd()), unix.TCGETS)
	ts.Check(err)
	if *before != *after {
		ts.Fatalf("terminal: got %+v, want %+v as before", after, before)
	}
	_, err = ts.Stdout().Write([]byte(shown.String()))
	ts.Check(err)
}

// hold sends a request and half of another to whoever will listen on $ADDR, and
// then nothing more.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	body, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	addr := ts.Getenv("ADDR")
	request := fmt.Sprintf("POST /api/v1/write HTTP/1.1\r\nHost: %s\r\nContent-Encoding: snappy\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body)
	go func() {
		await(addr)
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return // the script fails then, for nothing is shown
		}
		_, _ = io.WriteString(conn, request+request[:len(request)-1])
		_, _ = io.Copy(io.Discard, conn)
	}()
}

// childOf is the only child of a process.
func childOf(ts *testscript.TestScript, pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	ts.Check(err)
	child, err := strconv.Atoi(strings.TrimSpace(string(b)))
	ts.Check(err)
	return child
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// onTerminal runs a command with a terminal as its standard input, output and
// error, types keys when a text shows, and waits for its end. What it wrote is the
// script's standard output.
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: tty TEXT KEYS COMMAND...")
	}
	ours, theirs, err := openTerminal()
	ts.Check(err)
	defer ours.Close()
	cmd := exec.Command(lookPath(ts, args[2]), args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "TMPDIR="+ts.Getenv("TMPDIR"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(cmd.Start())
	ts.Check(theirs.Close())
	screen, err := typeWhen(ours, args[0], args[1])
	ts.Check(err)
	_, err = io.WriteString(ts.Stdout(), screen)
	ts.Check(err)
	if err := cmd.Wait(); (err != nil) != neg {
		ts.Fatalf("command ended with %v, it wrote\n%q", err, screen)
	}
}

// lookPath finds a command the way the script does.
func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode()&0o111 != 0 {
			return path
		}
	}
	ts.Fatalf("no command %s", name)
	return ""
}

// typeWhen types keys when the terminal has shown text, and returns everything that
// it showed until its other end was closed.
func typeWhen(terminal *os.File, text, keys string) (string, error) {
	var shown []byte
	buf := make([]byte, 4096)
	for typed := false; ; {
		n, err := terminal.Read(buf)
		shown = append(shown, buf[:n]...)
		if !typed && bytes.Contains(shown, []byte(text)) {
			typed = true
			if _, err := io.WriteString(terminal, keys); err != nil {
				return "", err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) { // what Linux says then
			if !typed {
				return "", fmt.Errorf("%q was never shown:\n%q", text, shown)
			}
			return string(shown), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// openTerminal makes a terminal of 120 columns and 36 rows.
func openTerminal() (ours, theirs *os.File, err error) {
	ours, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(ours.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, nil, errors.Join(err, ours.Close())
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, nil, errors.Join(err, ours.Close())
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 36, Col: 120}); err != nil {
		return nil, nil, errors.Join(err, ours.Close())
	}
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, errors.Join(err, ours.Close())
	}
	return ours, theirs, nil
}

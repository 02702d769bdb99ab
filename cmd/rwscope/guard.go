//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
)

// guardScript waits for the end of the process that started it. After an orderly
// one it is silent. After any other, a panic in whatever goroutine, a second signal
// or a kill -9, it gives the terminal back, keeps the report of a panic, and says
// where the journal is.
//
// It is a shell because nothing of the process itself can be relied on then. It
// ignores the signals of the terminal, SIGTTOU among them, which else would stop it
// when it sets a terminal that is not its own any more.
const guardScript = `
trap '' INT TERM HUP QUIT TSTP TTOU
state=$(stty -g <&3 2>/dev/null)
echo ready
IFS= read -r line
[ "$line" = bye ] && exit 0
if [ -n "$state" ]; then
	stty "$state" <&3
	printf '%b' "$1" >&4
fi
if [ -n "$line" ] && { printf '%s\n' "$line"; cat; } 2>/dev/null >"$2.crash.txt"; then
	echo "rwscope: it failed; please report what is in $2.crash.txt" >&2
fi
echo "rwscope: it ended without saying goodbye; all exchanges that were answered are in $2" >&2
`

// leaveScreen ends everything that the dashboard turns on: synchronized output, the
// keyboard protocols, the mouse, focus, pasting and size reports, colours, the
// alternate screen; and it shows the cursor.
const leaveScreen = `\033[?2026l\033[<u\033[>4;0m\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l\033[?2048l\033[0m\033[?1049l\033[?25h`

// guard is a process that outlives this one when it has to.
type guard struct {
	toGuard *os.File
	cmd     *exec.Cmd
}

// startGuard starts the guard of a process that writes or shows a journal. It must
// be called before the terminal is changed.
func startGuard(journal string) (*guard, error) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	defer theirs.Close()
	cmd := exec.Command("/bin/sh", "-c", guardScript, "rwscope", leaveScreen, journal)
	cmd.Stdin, cmd.Stderr = theirs, os.Stderr
	cmd.ExtraFiles = []*os.File{os.Stdin, os.Stdout}
	ready, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = bufio.NewReader(ready).ReadString('\n')
	}
	if err == nil {
		err = debug.SetCrashOutput(ours, debug.CrashOptions{})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("guard: %w", err), ours.Close())
	}
	return &guard{toGuard: ours, cmd: cmd}, nil
}

// end tells the guard that all is well.
func (g *guard) end() {
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_, _ = io.WriteString(g.toGuard, "bye\n")
	_ = g.toGuard.Close()
	_ = g.cmd.Wait() // whatever became of it, nobody needs it any more
}

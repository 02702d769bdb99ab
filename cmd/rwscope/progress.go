package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// How often progress is shown: on a terminal for the eye, elsewhere for a log.
const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 5 * time.Second
)

// progress tells how far something has come, in one line that is drawn again and
// again on a terminal, and in plain lines elsewhere. It goes to standard error.
type progress struct {
	out   io.Writer
	what  string // "replaying"
	unit  string // "requests"
	width int    // of the terminal; 0 if it is none
	begin time.Time
	shown time.Time
}

func newProgress(cmd *cobra.Command, what, unit string) *progress {
	p := &progress{out: cmd.ErrOrStderr(), what: what, unit: unit, begin: time.Now()}
	p.shown = p.begin
	if isTerminal(p.out) {
		p.width = 80
		if width, _, err := term.GetSize(int(p.out.(*os.File).Fd())); err == nil && width > 0 {
			p.width = width
		}
	}
	return p
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// show draws the line if it is time to.
func (p *progress) show(done, total int, bytes int64) {
	now := time.Now()
	every := lineEvery
	if p.width > 0 {
		every = barEvery
	}
	if now.Sub(p.shown) < every {
		return
	}
	p.shown = now
	if line := p.line(done, total, bytes, now.Sub(p.begin)); p.width > 0 {
		_, _ = fmt.Fprintf(p.out, "\r%s\x1b[K", line)
	} else {
		_, _ = fmt.Fprintf(p.out, "rwscope: %s\n", line)
	}
}

// clear takes the line away, so that what follows has the screen for itself.
func (p *progress) clear() {
	if p.width > 0 {
		_, _ = io.WriteString(p.out, "\r\x1b[K")
	}
}

// barCells is how wide the bar is.
const barCells = 20

// line is what is shown: a bar if there is room, count, rates and the time left.
func (p *progress) line(done, total int, bytes int64, taken time.Duration) string {
	parts := []string{fmt.Sprintf("%s %d of %d %s", p.what, done, total, p.unit)}
	if seconds := taken.Seconds(); done > 0 && seconds > 0 {
		parts = append(parts, fmt.Sprintf("%.0f/s", float64(done)/seconds))
		if bytes > 0 {
			parts = append(parts, fmt.Sprintf("%.1f MB/s", float64(bytes)/seconds/1e6))
		}
		if left := time.Duration(float64(taken) / float64(done) * float64(total-done)); total > done {
			parts = append(parts, fmt.Sprintf("%s left", left.Round(time.Second)))
		}
	}
	line := strings.Join(parts, ", ")
	if p.width == 0 {
		return line
	}
	if filled := barCells * done / max(1, total); len(line)+barCells+3 < p.width {
		line = "[" + strings.Repeat("=", filled) + strings.Repeat(" ", barCells-filled) + "] " + line
	}
	return line[:min(len(line), p.width-1)]
}

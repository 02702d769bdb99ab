package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// watch writes a line of CSV on standard output every so often.
type watch struct {
	r     *receiver
	s     *sender
	start time.Time
	seen  []line
}

type line struct {
	at time.Duration
	state
}

func newWatch(r *receiver, s *sender) *watch { return &watch{r: r, s: s, start: time.Now()} }

func (w *watch) run(ctx context.Context, every time.Duration) {
	fmt.Println("seconds,rss_mib,mapped_mib,goroutines,fds,blocks,series_born,samples")
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if s, err := w.r.state(); err != nil {
			fmt.Fprintln(os.Stderr, "soak:", err)
		} else {
			at := time.Since(w.start)
			w.seen = append(w.seen, line{at, s})
			fmt.Printf("%.0f,%d,%d,%d,%d,%d,%d,%d\n", at.Seconds(), s.rss>>20, s.files>>20, s.goroutines, s.fds, s.blocks,
				int(time.Since(w.s.start).Minutes()*float64(w.s.cfg.churn)), w.s.samples.Load())
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// summary says how the second half of the run went. Memory goes up and down with
// each compaction, so that peaks are compared: the run fails if that of the last
// quarter is higher than that of the quarter before by more than maxGrowth per cent.
func (w *watch) summary(out io.Writer, maxGrowth float64) error {
	n := len(w.seen)
	if n < 8 {
		return errors.New("too short for a summary")
	}
	third, fourth := rangeOf(w.seen[n/2:n*3/4]), rangeOf(w.seen[n*3/4:])
	growth := 100 * (float64(fourth.most.rss)/float64(third.most.rss) - 1)
	fmt.Fprintf(out, "third quarter: memory at most %d MiB, goroutines %d to %d, file descriptors %d to %d\n",
		third.most.rss>>20, third.least.goroutines, third.most.goroutines, third.least.fds, third.most.fds)
	fmt.Fprintf(out, "last quarter:  memory at most %d MiB (%+.1f %%), goroutines %d to %d, file descriptors %d to %d\n",
		fourth.most.rss>>20, growth, fourth.least.goroutines, fourth.most.goroutines, fourth.least.fds, fourth.most.fds)
	if maxGrowth > 0 && growth > maxGrowth {
		return fmt.Errorf("memory grew by %.1f %%, want at most %g", growth, maxGrowth)
	}
	return nil
}

// extent is the least and the most of each figure.
type extent struct{ least, most state }

func rangeOf(lines []line) extent {
	e := extent{lines[0].state, lines[0].state}
	for _, l := range lines {
		e.most.rss = max(e.most.rss, l.rss)
		e.least.goroutines, e.most.goroutines = min(e.least.goroutines, l.goroutines), max(e.most.goroutines, l.goroutines)
		e.least.fds, e.most.fds = min(e.least.fds, l.fds), max(e.most.fds, l.fds)
	}
	return e
}

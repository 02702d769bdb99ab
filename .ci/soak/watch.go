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

// summary says how the second half of the run went, and fails if the memory grew.
func (w *watch) summary(out io.Writer, maxSlope float64) error {
	half := w.seen[len(w.seen)/2:]
	if len(half) < 3 {
		return errors.New("too short for a summary")
	}
	slope, mean := fit(half)
	perHour := 100 * slope * time.Hour.Seconds() / mean
	lo, hi := half[0].state, half[0].state
	for _, l := range half {
		lo.rss, hi.rss = min(lo.rss, l.rss), max(hi.rss, l.rss)
		lo.goroutines, hi.goroutines = min(lo.goroutines, l.goroutines), max(hi.goroutines, l.goroutines)
		lo.fds, hi.fds = min(lo.fds, l.fds), max(hi.fds, l.fds)
	}
	fmt.Fprintf(out, "second half: memory %d to %d MiB, mean %.0f MiB, %+.1f %% an hour; goroutines %d to %d; file descriptors %d to %d\n",
		lo.rss>>20, hi.rss>>20, mean/(1<<20), perHour, lo.goroutines, hi.goroutines, lo.fds, hi.fds)
	if maxSlope > 0 && perHour > maxSlope {
		return fmt.Errorf("memory grows by %.1f %% an hour, want at most %g", perHour, maxSlope)
	}
	return nil
}

// fit is the straight line through the memory: bytes a second, and the mean.
func fit(lines []line) (slope, mean float64) {
	var sx, sy, sxx, sxy float64
	n := float64(len(lines))
	for _, l := range lines {
		x, y := l.at.Seconds(), float64(l.rss)
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx), sy / n
}

// Command soak runs rwscope at half of the load that it can take, with series that
// come and go, and watches its memory, goroutines and file descriptors. See README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// config is what a run does.
type config struct {
	program   string        // rwscope
	dir       string        // of its data
	length    time.Duration // of the run
	every     time.Duration // between two lines
	speed     float64       // of the samples' clock
	series    int           // that stay
	churn     int           // series a minute that come and go
	stale     string        // rwscope's --stale-series-compaction-threshold
	rate      float64       // samples a second; 0 finds out
	maxGrowth float64       // of memory's peak from the third quarter to the last, per cent
}

func main() {
	var c config
	flag.StringVar(&c.program, "program", "", "rwscope, built already; else it is built")
	flag.StringVar(&c.dir, "data-dir", "", "directory for its data; else a temporary one that is removed")
	flag.DurationVar(&c.length, "for", time.Hour, "length of the run")
	flag.DurationVar(&c.every, "every", 10*time.Second, "time between two lines")
	flag.Float64Var(&c.speed, "speed", 12, "how fast the samples' clock goes: 12 makes a day of two hours, and the TSDB compact every ten minutes")
	flag.IntVar(&c.series, "series", 20_000, "series that stay")
	flag.IntVar(&c.churn, "churn", 100_000, "series a minute that come, stay for a minute, and are retired")
	flag.StringVar(&c.stale, "stale", "0", "rwscope's --stale-series-compaction-threshold")
	flag.Float64Var(&c.rate, "rate", 0, "samples a second; 0 measures what it can take, and sends half of that")
	flag.Float64Var(&c.maxGrowth, "max-growth", 10, "growth of memory's peak from the third quarter to the last, in per cent, that fails the run; 0 never fails it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, c); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, c config) error {
	r, err := startReceiver(ctx, &c)
	if err != nil {
		return err
	}
	defer r.clean()
	s := newSender(&c, r.url)
	if c.rate == 0 {
		if c.rate, err = s.measure(ctx); err != nil {
			return err
		}
		c.rate /= 2
	}
	fmt.Fprintf(os.Stderr, "%.0f samples/s in %d series, %d new series a minute, the samples' clock goes %g times as fast\n",
		c.rate, c.series, c.churn, c.speed)
	ctx, cancel := context.WithTimeout(ctx, c.length)
	defer cancel()
	sent := make(chan error, 1)
	go func() {
		sent <- s.run(ctx, c.rate)
		cancel() // a run without load shows nothing
	}()
	w := newWatch(r, s)
	w.run(ctx, c.every)
	if err := <-sent; err != nil {
		return err
	}
	return w.summary(os.Stderr, c.maxGrowth)
}

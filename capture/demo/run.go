package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// defaultRate is fast enough to fill a screen in seconds and slow enough to read.
const defaultRate = 10

// Config is where the traffic goes and how much of it.
type Config struct {
	// URL is the receiver's address, "http://127.0.0.1:9201". Each sender adds the
	// path that it uses by default.
	URL string
	// Seed selects the values; equal seeds give equal traffic.
	Seed uint64
	// Rate is requests per second. Default 10.
	Rate float64
	// Count ends the run after this many requests, retries included; 0 means never.
	Count int
	// Transport sends the requests. Default: a transport of its own for each
	// sender, so that each has its own connection.
	Transport http.RoundTripper
}

// Run sends traffic until ctx ends or Count requests were sent, and returns nil
// then. It fails when the receiver cannot be reached.
func Run(ctx context.Context, cfg Config) error {
	if _, err := url.ParseRequestURI(cfg.URL); err != nil {
		return fmt.Errorf("demo: receiver address: %w", err)
	}
	rate := cfg.Rate
	if rate <= 0 {
		rate = defaultRate
	}
	st := newStage(cfg.Seed, time.Now())
	c := newClient(cfg)
	defer c.close()

	tick := time.NewTicker(max(time.Duration(float64(time.Second)/rate), time.Microsecond))
	defer tick.Stop()
	err := play(ctx, st, c, tick.C)
	if errors.Is(err, errDone) || ctx.Err() != nil {
		return nil
	}
	return err
}

// play sends one request at each tick.
func play(ctx context.Context, st *stage, c *client, tick <-chan time.Time) error {
	for {
		requests, err := st.next(time.Now())
		if err != nil {
			return err
		}
		for _, r := range requests {
			status, err := c.send(ctx, r)
			if err != nil {
				return err
			}
			st.answered(r, status)
			select {
			case <-tick:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

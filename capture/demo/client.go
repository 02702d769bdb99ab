package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Prometheus backs off from 30 ms to 5 s and retries for ever. Here a request is
// given up after maxAttempts, since the other senders wait for it.
const (
	minBackoff  = 30 * time.Millisecond
	maxBackoff  = 5 * time.Second
	maxAttempts = 8
)

// maxAnswer is how much of an answer is read: enough to use the connection again.
const maxAnswer = 64 << 10

// errDone says that the wanted number of requests was sent.
var errDone = errors.New("demo: all requests sent")

// client posts requests and does after a 5xx what senders do.
type client struct {
	url        string
	left       int // requests still to send; negative means no end
	transport  http.RoundTripper
	transports map[*sender]*http.Transport
}

func newClient(cfg Config) *client {
	c := &client{
		url: strings.TrimRight(cfg.URL, "/"), left: -1,
		transport: cfg.Transport, transports: map[*sender]*http.Transport{},
	}
	if cfg.Count > 0 {
		c.left = cfg.Count
	}
	return c
}

// close gives the connections back.
func (c *client) close() {
	for _, t := range c.transports {
		t.CloseIdleConnections()
	}
}

// send posts r, again after each 5xx, and returns the last status.
func (c *client) send(ctx context.Context, r request) (int, error) {
	status, err := c.post(ctx, r)
	backoff := minBackoff
	for attempt := 1; err == nil && status/100 == 5 && attempt < maxAttempts; attempt++ {
		select {
		case <-time.After(backoff):
		case <-ctx.Done():
			return status, ctx.Err()
		}
		backoff = min(2*backoff, maxBackoff)
		r.header.Set("Retry-Attempt", strconv.Itoa(attempt))
		status, err = c.post(ctx, r)
	}
	return status, err
}

// post sends r once.
func (c *client) post(ctx context.Context, r request) (int, error) {
	if c.left == 0 {
		return 0, errDone
	}
	c.left--
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+r.from.path, bytes.NewReader(r.body))
	if err != nil {
		return 0, fmt.Errorf("demo: %w", err)
	}
	req.Header = r.header.Clone()
	resp, err := c.via(r.from).RoundTrip(req)
	if err != nil {
		return 0, fmt.Errorf("demo: %w", err)
	}
	defer resp.Body.Close()
	if _, err := io.CopyN(io.Discard, resp.Body, maxAnswer); err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("demo: read answer: %w", err)
	}
	return resp.StatusCode, nil
}

// via returns the sender's transport.
func (c *client) via(s *sender) http.RoundTripper {
	if c.transport != nil {
		return c.transport
	}
	t, ok := c.transports[s]
	if !ok {
		t = &http.Transport{DisableCompression: true}
		c.transports[s] = t
	}
	return t
}

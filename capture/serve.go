package capture

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

const (
	// lastAnswers is how long requests that are being handled may take when the
	// program ends.
	lastAnswers = 5 * time.Second
	// endPoll is how often it is looked whether they are done after that.
	endPoll = 5 * time.Millisecond
	// streams is how many requests one connection may have at a time over HTTP/2.
	// Senders open another connection then. All connections together, with a first
	// read each, stay well within the bytes in flight.
	streams = 8
	// writeAllowance is how long a client may take to read its answer.
	writeAllowance = 30 * time.Second
)

// Serve takes requests from l until ctx ends; then it accepts no more, lets the
// requests that are being handled finish, but not for longer than a few seconds,
// and closes l. It returns nil after such an end.
func (r *Receiver) Serve(ctx context.Context, l net.Listener) error {
	d := newDoor(r, l)
	defer d.Close() // closed already, unless serving failed
	srv := r.server(d)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(d) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
	defer cancel()
	if srv.Shutdown(grace) == nil {
		return nil
	}
	// What has not arrived by now never will. Its connections are closed, and the
	// exchanges of what did arrive are waited for.
	err := srv.Close()
	for r.Active() > 0 {
		time.Sleep(endPoll)
	}
	if err != nil {
		return fmt.Errorf("serve %s: end: %w", l.Addr(), err)
	}
	return nil
}

// server keeps the limits on time and on the size of heads.
func (r *Receiver) server(d *door) *http.Server {
	return &http.Server{
		Handler:           r,
		ReadHeaderTimeout: r.limits.HeadTimeout,
		ReadTimeout:       r.limits.ReadTimeout,
		WriteTimeout:      r.limits.ReadTimeout + writeAllowance,
		IdleTimeout:       r.limits.IdleTimeout,
		MaxHeaderBytes:    r.limits.Header, // net/http lets 4 KiB more in
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: streams},
		ConnContext:       withConn,
		ConnState:         d.state,
		// What net/http has to say is about connections that never became a request;
		// the door tells the history about those.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

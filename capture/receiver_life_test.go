package capture_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// judgeFunc answers as the test wants.
type judgeFunc func(*store.Request) *store.Verdict

func (f judgeFunc) Judge(r *store.Request) *store.Verdict { return f(r) }

func noContent(*store.Request) *store.Verdict {
	return &store.Verdict{Answer: store.Answer{Status: http.StatusNoContent, By: store.ByFast}}
}

// half sends all of a request but the last byte of its body, and returns the
// connection once the receiver is at it.
func (r *rig) half(body []byte) net.Conn {
	r.t.Helper()
	conn := r.dial()
	q := r.post(typeV1, body)
	var wire bytes.Buffer
	if err := q.Write(&wire); err != nil {
		r.t.Fatal(err)
	}
	// The receiver says "continue" when its handler begins to read the body.
	head := strings.Replace(wire.String(), "\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n", 1)
	if _, err := io.WriteString(conn, head[:len(head)-1]); err != nil {
		r.t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n"))); err != nil {
		r.t.Fatal(err)
	}
	return conn
}

func TestBytesInFlightAreLimited(t *testing.T) {
	r := newRig(t, rigConfig{limits: capture.Limits{InFlight: 25 << 10}})
	body := v1Body(t, 1, r.now())
	first := r.half(body) // holds the room of a first read, 16 KiB
	defer first.Close()

	status, answer := r.send(r.post(typeV1, body))
	if status != http.StatusServiceUnavailable || !strings.Contains(answer, "Retry-After: 1\n") || !strings.Contains(answer, "--max-memory") {
		t.Errorf("while another request fills the memory: got\n%s\nwant a 503 with Retry-After that names the limit", answer)
	}
	x := r.last()
	if x.Verdict.Answer.By != store.ByLimit || x.Verdict.Problems[0].Cause != store.CauseLimitInFlight || x.Next != store.NextRetry {
		t.Errorf("exchange: %s\nwant by limit, next RETRY, cause %s", answerOf(x), store.CauseLimitInFlight)
	}

	if _, err := first.Write(body[len(body)-1:]); err != nil {
		t.Fatal(err)
	}
	if status, answer := r.answer(first, r.post(typeV1, body)); status != http.StatusNoContent {
		t.Errorf("the request that was first: got\n%s\nwant 204", answer)
	}
	if status, answer := r.send(r.post(typeV1, v1Body(t, 1, r.now()))); status != http.StatusNoContent {
		t.Errorf("with memory free again: got\n%s\nwant 204", answer)
	}
}

func TestBrokenBodyIsAnExchange(t *testing.T) {
	r := newRig(t, rigConfig{})
	body := v1Body(t, 3, r.now())
	conn := r.half(body)
	conn.Close()

	for <-r.journal.Wake(); r.journal.Snapshot().Len() == 0; <-r.journal.Wake() {
	}
	x := r.last()
	if !bytes.Equal(x.Request.Body, body[:len(body)-1]) {
		t.Errorf("kept %d bytes of the body, want the %d that came", len(x.Request.Body), len(body)-1)
	}
	v := &x.Verdict
	if v.Answer.Status != http.StatusBadRequest || string(v.Answer.Body) != "unexpected EOF\n" || v.Problems[0].Cause != store.CauseBodyRead {
		t.Errorf("got %d %q, %s\nwant 400 unexpected EOF, cause %s", v.Answer.Status, v.Answer.Body, answerOf(x), store.CauseBodyRead)
	}
}

func TestPanicIsAnswered(t *testing.T) {
	broken := true
	r := newRig(t, rigConfig{judge: judgeFunc(func(q *store.Request) *store.Verdict {
		if broken {
			broken = false
			var none *store.Verdict
			none.ProblemsTotal++
		}
		return noContent(q)
	})})
	status, answer := r.send(r.post(typeV1, v1Body(t, 1, r.now())))
	if status != http.StatusInternalServerError || strings.Contains(answer, "goroutine") {
		t.Errorf("got\n%s\nwant a 500 without a stack trace", answer)
	}
	x := r.last()
	if x.Verdict.Answer.By != store.ByFault || x.Next != store.NextRetry || x.Verdict.Sent.Samples != 1 {
		t.Errorf("exchange: %s\nwant by fault, next RETRY, 1 sample sent", answerOf(x))
	}
	if why := x.Verdict.Problems[0].Why; !strings.Contains(why, "nil pointer") || !strings.Contains(why, "TestPanicIsAnswered") {
		t.Errorf("problem says %q\nwant the reason and the place of the panic", why)
	}
	if status, answer := r.send(r.post(typeV1, v1Body(t, 1, r.now()))); status != http.StatusNoContent {
		t.Errorf("the request after it: got\n%s\nwant 204", answer)
	}
}

func TestEndLetsRequestsFinish(t *testing.T) {
	reached, leave := make(chan struct{}), make(chan struct{})
	r := newRig(t, rigConfig{judge: judgeFunc(func(q *store.Request) *store.Verdict {
		close(reached)
		<-leave
		return noContent(q)
	})})
	answered := make(chan int)
	go func() {
		status, _ := r.send(r.post(typeV1, v1Body(t, 1, r.now())))
		answered <- status
	}()
	<-reached
	ended := make(chan error)
	go func() { ended <- r.stop() }()
	for { // until the port is closed
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	close(leave)
	if got := <-answered; got != http.StatusNoContent {
		t.Errorf("request in flight: got status %d, want 204", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: got error %v, want nil", err)
	}
	if got := r.journal.Snapshot().Len(); got != 1 {
		t.Errorf("got %d exchanges, want 1", got)
	}
}

func TestManySendersAtOnce(t *testing.T) {
	const senders, requests = 8, 25
	r := newRig(t, rigConfig{})
	var wg sync.WaitGroup
	for range senders {
		wg.Go(func() {
			for range requests {
				body := v2Body(t, 5, r.now())
				res, err := http.DefaultClient.Do(r.post(typeV2, body))
				if err != nil {
					t.Error(err)
					return
				}
				_ = res.Body.Close()
			}
		})
	}
	wg.Wait()
	snap := r.journal.Snapshot()
	if snap.Len() != senders*requests {
		t.Fatalf("got %d exchanges, want %d", snap.Len(), senders*requests)
	}
	for i := range snap.Len() {
		x, err := r.journal.Load(snap.Row(i).ID)
		if err != nil {
			t.Fatal(err)
		}
		if x.ID != uint64(i+1) || x.Verdict.Sent.Samples != 5 || x.Sender.UserAgent != "Prometheus/3.16.0" ||
			x.Request.Form != decode.FormV2 || x.Took.Total <= 0 || len(x.Request.Body) == 0 {
			t.Fatalf("exchange %d is not whole: %+v", i+1, x)
		}
	}
}

// pipes is a listener whose connections are in memory, so that a synctest bubble
// holds their clock.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.once.Do(func() { close(p.closed) }); return nil }

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

func (p *pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours
}

func TestSlowSendersTimeOut(t *testing.T) {
	journal, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		limits := capture.DefaultLimits()
		r := capture.NewReceiver(capture.ReceiverConfig{
			Decoder: decode.NewDecoder(decode.Config{}), Judge: judgeFunc(noContent), History: journal, Limits: limits,
		})
		served := make(chan error)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { served <- r.Serve(ctx, l) }()

		idle, head, body := l.dial(), l.dial(), l.dial()
		for conn, text := range map[net.Conn]string{
			head: "POST /api/v1/write HTTP/1.1\r\nHo",
			body: "POST /api/v1/write HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
			idle: "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		} {
			if _, err := io.WriteString(conn, text); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		lasts := func(conn net.Conn, answer *string) time.Duration {
			b, _ := io.ReadAll(conn)
			*answer = string(b)
			return time.Since(start)
		}
		var answer string
		var lastedHead, lastedBody, lastedIdle time.Duration
		var wg sync.WaitGroup
		wg.Go(func() { lastedHead = lasts(head, new(string)) })
		wg.Go(func() { lastedBody = lasts(body, &answer) })
		wg.Go(func() { lastedIdle = lasts(idle, new(string)) })
		wg.Wait()
		if lastedHead != limits.HeadTimeout || lastedBody != limits.ReadTimeout || lastedIdle != limits.IdleTimeout {
			t.Errorf("connections lasted: head %v, body %v, idle %v; want %v, %v, %v",
				lastedHead, lastedBody, lastedIdle, limits.HeadTimeout, limits.ReadTimeout, limits.IdleTimeout)
		}
		if !strings.Contains(answer, "408 Request Timeout") || !strings.Contains(answer, "--read-timeout") {
			t.Errorf("slow body: got %q, want a 408 that names the limit", answer)
		}
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: got error %v, want nil", err)
		}
	})
	for id, want := range map[uint64]string{
		1: `POST /api/v1/write: 0 limit limit_head_timeout ""`,
		2: `POST /api/v1/write: 408 limit body_read "abc"`,
	} {
		x, err := journal.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s %s: %d %s %s %q", x.Request.Method, x.Request.Path,
			x.Verdict.Answer.Status, x.Verdict.Answer.By, x.Verdict.Problems[0].Cause, x.Request.Body)
		if got != want {
			t.Errorf("exchange %d: got %s, want %s", id, got, want)
		}
	}
}

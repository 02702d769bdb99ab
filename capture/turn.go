package capture

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// turn is one request on its way to becoming an exchange.
type turn struct {
	r      *Receiver
	q      *http.Request
	x      *Exchange
	buf    *[]byte
	share  share
	over   bool         // its connection is one too many
	unread error        // why the body in buf is not all of it, nil if it is
	body   *decode.Body // nil until it is decoded
	start  time.Time
}

func newTurn(r *Receiver, q *http.Request, over bool) *turn {
	now := time.Now()
	return &turn{
		r:     r,
		q:     q,
		over:  over,
		x:     newExchange(q, now),
		buf:   r.bodies.take(),
		share: share{all: r.inFlight},
		start: now,
	}
}

// end gives back what the turn borrowed. Nothing of the exchange points into it
// any more: the History took what it keeps.
func (t *turn) end() {
	if t.body != nil {
		t.body.Release()
	}
	t.r.bodies.give(t.buf)
	t.share.release()
}

// read takes the body off the connection.
func (t *turn) read() {
	if t.unread = t.r.entry(t.q, t.over); t.unread != nil {
		t.x.shorten()
		return
	}
	*t.buf, t.unread = readBody(t.q.Body, *t.buf, t.r.limits.Body, &t.share)
	if t.unread == nil {
		t.unread = t.share.atLeast(int64(len(*t.buf)) + unpacked(*t.buf, t.r.limits.Decoded))
	}
	t.x.Request.setBody(*t.buf)
	t.x.Took.Read = time.Since(t.start)
}

// decide finds the answer, and everything else that there is to know. Whatever
// goes wrong in there must not cost the sender its answer, nor the history a
// reserved ID.
func (t *turn) decide() {
	t.x.ID = t.r.history.Reserve()
	defer func() {
		if cause := recover(); cause != nil {
			t.fault(cause)
		}
	}()
	t.decode()
	if refusal := t.refuse(); refusal != nil {
		t.settle(refusal)
	} else {
		t.judge()
	}
	t.x.flagPath(t.q.URL.Path)
}

func (t *turn) decode() {
	begin := time.Now()
	t.body = t.r.decoder.Decode(decode.Header{
		ContentType:     t.q.Header.Get("Content-Type"),
		ContentEncoding: t.q.Header.Get("Content-Encoding"),
	}, *t.buf)
	t.x.Request.setDecoded(t.body)
	t.x.Took.Decode = time.Since(begin)
}

// refuse is the answer of Prometheus' router or of a limit, in the order in which
// Prometheus looks at things; nil when the judge is to be asked.
func (t *turn) refuse() *refusal {
	limits := &t.r.limits
	if r := limits.refuseUnserved(t.unread); r != nil {
		return r
	}
	if r := routed(t.q.Method); r != nil {
		return r
	}
	if decode.ParseContentEncoding(t.q.Header.Get("Content-Encoding")) != nil {
		return nil // refused by the judge, who does not look at the body
	}
	if t.unread != nil {
		return limits.refuseUnread(t.unread)
	}
	if r := limits.refuseBody(t.body); r != nil {
		return r
	}
	cost := costOf(t.body)
	if cost > limits.InFlight {
		return limits.refuseCost(cost)
	}
	return limits.refuseUnserved(t.share.atLeast(int64(len(t.body.Wire)+len(t.body.Decoded)) + cost))
}

func (t *turn) judge() {
	begin := time.Now()
	t.x.Verdict = *t.r.judge.Judge(&store.Request{
		ID:     t.x.ID,
		Sender: t.x.Sender.name(),
		Method: t.x.Request.Method,
		Path:   t.q.URL.Path,
		Header: t.x.Request.Header,
		Body:   t.body,
	})
	t.x.Took.Judge = time.Since(begin)
}

// settle answers a request that the judge did not see.
func (t *turn) settle(r *refusal) {
	r.finding.Sender = t.x.Sender.UserAgent
	t.x.Verdict = r.verdict(t.body)
}

// fault is the answer when rwscope itself fails: a status that makes senders try
// again, and the place of the failure for whoever reports it.
func (t *turn) fault(cause any) {
	r := refuse(store.ByFault, http.StatusInternalServerError, store.CauseInternalFault, "rwscope: internal fault, please report it")
	r.finding.Detail = fmt.Sprintf("%v at %s", cause, panicPlace())
	t.settle(r)
}

// panicPlace is the line that panicked, "package/file.go:12": the first one below
// the runtime's own.
func panicPlace() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for panicking := false; ; {
		f, more := frames.Next()
		runtimes := strings.HasPrefix(f.Function, "runtime.")
		if panicking && !runtimes {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		panicking = panicking || runtimes
		if !more {
			return "an unknown place"
		}
	}
}

// record completes the exchange and gives it to the history. What the history
// cannot write it counts in its Totals; it costs the sender nothing.
func (t *turn) record() {
	v := &t.x.Verdict
	t.r.limits.cutErrorText(v)
	t.x.Next = store.NextFor(t.x.Sender.UserAgent, t.x.Request.Meant(), v.Answer, v.Sent)
	t.x.Took.Total = time.Since(t.start)
	_ = t.r.history.Append(t.x)
}

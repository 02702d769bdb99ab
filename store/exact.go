package store

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/prometheus/storage"
)

// attempt is one request on the exact path, from the handler's first look to the
// verdict.
type attempt struct {
	req       *Request
	verdict   *Verdict
	wire      []byte // what the handler gets: the body, or an excerpt
	plan      *plan  // nil if the bytes are not the declared message
	recording recording
	unmatched int // calls that belong to no item of the plan; expected 0
	bounds    bounds
	mover     mover
	counted   int64   // the head's counter of appended samples before
	before    witness // what the TSDB said before and after
	after     witness
	records   []uint32 // to lint
}

// exact lets Prometheus' own write handler answer, and watches. The handler gets no
// more than the record that is expected to be refused, if there is one (a record's
// index, else -1). It returns the records to lint.
func (s *Store) exact(r *Request, v *Verdict, refused int) (suspects []uint32) {
	a := s.attempt(r, v, r.excerpt(refused))
	found := s.handle(a)
	if a.recording.cutShort {
		s.forgo(a.plan)
		*v = Verdict{Sent: v.Sent}
		a = s.attempt(r, v, r.Body.Wire)
		found = s.handle(a)
	}
	found.explain(v) // without the mutex: finding the words takes longest
	s.forgo(a.plan)
	return a.records
}

func (s *Store) attempt(r *Request, v *Verdict, wire []byte) *attempt {
	a := &attempt{req: r, verdict: v, wire: wire}
	a.recording.excerpt = len(wire) != len(r.Body.Wire)
	// A fault in a label may still be hidden here. Then the handler finds it, opens no
	// appender, and the plan is not used.
	if b := r.Body; b.Fault == nil && b.Message != nil && b.Message.Kind == b.Declared {
		a.plan = s.lay(b.Message)
	}
	return a
}

// handle has the request answered and settled, and finds what there is to report.
// The recorder takes the mutex when the handler opens its appender, so that
// unpacking and unmarshalling do not hold up other requests.
func (s *Store) handle(a *attempt) (f findings) {
	defer s.release(a)
	w := &answerWriter{header: make(http.Header)}
	ctx := context.WithValue(context.Background(), attemptKey{}, a)
	s.handler.ServeHTTP(w, handlerRequest(ctx, a.req, a.wire))
	if a.recording.cutShort {
		return f
	}
	a.verdict.Answer = w.answer()
	if a.recording.headWasFull() {
		a.verdict.Answer.By = ByLimit
	}
	if a.recording.appender == nil {
		a.req.Body.Check()
	}
	s.settle(a)
	a.records = a.suspects()
	return s.report(a)
}

// release gives the mutex back, whatever happened. An appender that a panic left
// open is rolled back first, or the head would keep waiting for it.
func (s *Store) release(a *attempt) {
	failed := recover()
	if failed != nil {
		if app := a.recording.appender; app != nil && !a.recording.closed() {
			_ = app.Rollback()
		}
		a.verdict.fault(failed)
	}
	if a.recording.appender != nil {
		s.mu.Unlock()
	}
}

// attemptKey is the context key under which the recorder finds its attempt.
type attemptKey struct{}

// handlerRequest is the request as the handler gets it. It changes the headers, so
// it has its own.
func handlerRequest(ctx context.Context, r *Request, wire []byte) *http.Request {
	req := &http.Request{
		Method: r.Method, URL: &url.URL{Path: r.Path}, Header: r.Header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(wire)), ContentLength: int64(len(wire)),
	}
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	return req.WithContext(ctx)
}

// begin is called by the recorder when the handler opens its appender: from here to
// release nobody else appends.
func (s *Store) begin(a *attempt) storage.ExemplarAppenderV2 {
	s.mu.Lock()
	s.stats.Exact++
	s.table.forget(s.gone.take())
	a.counted = s.counter.total()
	a.bounds = s.bounds()
	a.mover = s.mover
	a.verdict.Limits = a.bounds.limits()
	if a.plan != nil {
		s.findStates(a.plan)
		a.plan.forecast(&a.bounds)
		a.before = s.witness(a)
	}
	return s.appender()
}

// appender opens an appender on the TSDB. The TSDB's takes exemplars beside
// samples, which Prometheus' handler asks for.
func (s *Store) appender() storage.ExemplarAppenderV2 {
	return s.db.AppenderV2(context.Background()).(storage.ExemplarAppenderV2)
}

// bounds are the head's limits now. The store's mutex is held.
func (s *Store) bounds() bounds {
	head := s.db.Head()
	now := time.Now().UnixMilli()
	b := bounds{window: s.cfg.OutOfOrderWindow.Milliseconds(), future: now + maxAhead.Milliseconds()}
	if b.minValid, b.known = head.AppendableMinValidTime(); b.known {
		b.maxTime = head.MaxTime()
	}
	return b
}

func (b bounds) limits() Limits {
	return Limits{
		Known: b.known, MinValid: b.minValid, MaxTime: b.maxTime,
		Now: b.future - maxAhead.Milliseconds(), Window: b.window,
	}
}

// answerWriter collects what the handler answers.
type answerWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answerWriter) Header() http.Header { return w.header }

func (w *answerWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *answerWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *answerWriter) answer() Answer {
	return Answer{Status: w.status, Header: w.header, Body: w.body.Bytes(), By: ByPrometheus}
}

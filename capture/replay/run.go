package replay

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rwscope/capture"
)

// ErrNoAnswer says that the target does not answer, so that going on makes no
// sense.
var ErrNoAnswer = errors.New("no answer from the target")

// maxFailures is how many requests in a row may stay without an answer. The first
// one may not: then the address is wrong.
const maxFailures = 10

// Run sends what was planned. When the context is done it sends no more, waits for
// the answers that are due, and reports what there is; that is no error.
func Run(ctx context.Context, cfg Config, plan *Plan) (*Report, error) {
	if _, serial := cfg.Target.(*Self); serial {
		cfg.Concurrency = 1
	}
	r := &run{
		cfg: cfg, plan: plan, order: newOrder(), preparer: newPreparer(),
		slots: make(chan struct{}, max(1, cfg.Concurrency)), report: newReport(cfg.Shift),
	}
	r.report.Unread = plan.Unread
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	begin := time.Now()
	for round := 1; ; round++ {
		r.round(ctx, round)
		if !cfg.Loop || ctx.Err() != nil || len(plan.IDs) == 0 {
			break
		}
	}
	r.report.Took = time.Since(begin)
	if err := context.Cause(ctx); errors.Is(err, ErrNoAnswer) {
		return r.report, err
	}
	return r.report, nil
}

// run is one replay that is going on.
type run struct {
	cfg      Config
	plan     *Plan
	order    *order
	preparer *preparer
	slots    chan struct{}
	stop     context.CancelCauseFunc

	mu       sync.Mutex // guards what follows
	report   *Report
	progress Progress
	failures int // in a row
}

// round sends everything once.
func (r *run) round(ctx context.Context, number int) {
	r.progress = Progress{Total: len(r.plan.IDs), Round: number, Bytes: r.progress.Bytes}
	start := time.Now()
	by := r.plan.Move(r.cfg.Shift, start, r.cfg.Speed)
	var under sync.WaitGroup
	defer under.Wait()
	for _, id := range r.plan.IDs {
		ex, err := r.cfg.History.Load(id)
		if err != nil {
			r.done(func() { r.report.unreadable(err) })
			continue
		}
		if !sleepUntil(ctx, r.plan.due(ex, start, r.cfg.Speed)) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case r.slots <- struct{}{}:
		}
		ready := r.preparer.prepare(ex, by, cap(r.slots) > 1)
		place := r.order.take(ready.series)
		under.Go(func() {
			defer func() { <-r.slots }()
			defer r.order.leave(place)
			place.wait()
			r.send(ctx, ex, ready, by)
		})
	}
}

// send sends one request and notes what came back. What is under way is not broken
// off: a receiver may have stored it already.
func (r *run) send(ctx context.Context, ex *capture.Exchange, ready prepared, by int64) {
	reply, err := r.cfg.Target.Send(context.WithoutCancel(ctx), ex, ready.body)
	r.done(func() {
		r.progress.Bytes += int64(len(ready.body))
		if err != nil {
			r.failed(ex, err)
			return
		}
		r.failures = 0
		r.report.add(sent{ex: ex, reply: reply, moved: ready.moved, by: by, bytes: len(ready.body), at: time.Now()})
	})
}

// failed notes a request without an answer, and ends the replay if there is no
// hope.
func (r *run) failed(ex *capture.Exchange, err error) {
	r.report.failed(ex, err)
	if r.failures++; r.failures >= maxFailures || r.report.Sent == 0 {
		r.stop(fmt.Errorf("%w: %w", ErrNoAnswer, err))
	}
}

// done notes the end of an exchange.
func (r *run) done(note func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	note()
	r.progress.Done++
	if r.cfg.Progress != nil {
		r.cfg.Progress(r.progress)
	}
}

// sleepUntil reports whether the time came before the context was done.
func sleepUntil(ctx context.Context, at time.Time) bool {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

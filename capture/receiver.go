package capture

import (
	"crypto/tls"
	"net/http"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"rwscope/decode"
	"rwscope/store"
)

// Judge says what a request is answered and what became of it; *store.Store does.
type Judge interface {
	Judge(*store.Request) *store.Verdict
}

// ReceiverConfig is what a Receiver works with.
type ReceiverConfig struct {
	Decoder *decode.Decoder // made with Limits.Decode()
	Judge   Judge
	History History
	Limits  Limits
	// TLS secures the connections; nil receives plain HTTP.
	TLS *tls.Config
	// Auth says who may send; nil lets everybody.
	Auth *Auth
}

// Receiver takes requests from senders: it answers each as Prometheus would,
// within its Limits, and hands the exchange to the History before the answer goes
// out. Every path is a remote_write endpoint to it. It is safe for concurrent use.
type Receiver struct {
	decoder  *decode.Decoder
	judge    Judge
	history  History
	limits   Limits
	tls      *tls.Config
	auth     *Auth
	inFlight *semaphore.Weighted
	bodies   bodyPool
	active   atomic.Int64
}

// NewReceiver returns a Receiver; [Receiver.Serve] puts it on a listener.
func NewReceiver(cfg ReceiverConfig) *Receiver {
	limits := cfg.Limits.withDefaults()
	return &Receiver{
		decoder:  cfg.Decoder,
		judge:    cfg.Judge,
		history:  cfg.History,
		limits:   limits,
		tls:      greetingConfig(cfg.TLS),
		auth:     cfg.Auth,
		inFlight: semaphore.NewWeighted(limits.InFlight),
	}
}

// Active is how many requests are being handled.
func (r *Receiver) Active() int { return int(r.active.Load()) }

// ServeHTTP handles one request, from its head to its answer.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	over := taken(q)
	if isHelp(q) && r.auth.admit(q) == nil {
		serveHelp(w, q)
		return
	}
	r.active.Add(1)
	defer r.active.Add(-1)
	t := newTurn(r, q, over)
	defer t.end()
	t.read()
	t.decide()
	t.record()
	writeAnswer(w, &t.x.Verdict.Answer)
}

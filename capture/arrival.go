package capture

import (
	"net/http"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"rwscope/decode"
	"rwscope/store"
)

// newExchange is the exchange of a request of which only the head was read. It
// takes over the request's header, which net/http makes anew for each request.
func newExchange(q *http.Request, now time.Time) *Exchange {
	h := q.Header
	if q.Host != "" {
		h["Host"] = []string{q.Host} // net/http keeps it apart
	}
	attempt, _ := strconv.Atoi(h.Get("Retry-Attempt"))
	return &Exchange{
		Time: now,
		Sender: Sender{
			Addr:      q.RemoteAddr,
			UserAgent: h.Get("User-Agent"),
			Tenant:    tenantIn(h),
		},
		Request: Request{
			Method:       q.Method,
			Path:         q.URL.RequestURI(),
			Header:       h,
			RetryAttempt: max(0, attempt),
		},
	}
}

// tenantIn is the tenant that Mimir, Loki's relatives and Thanos would see.
func tenantIn(h http.Header) string {
	if tenant := h.Get("X-Scope-OrgID"); tenant != "" {
		return tenant
	}
	return h.Get("THANOS-TENANT")
}

// name is how a conflict names the sender.
func (s Sender) name() string {
	if s.UserAgent == "" {
		return s.Addr
	}
	return s.UserAgent + " " + s.Addr
}

func (r *Request) setBody(wire []byte) {
	r.Body = wire
	r.BodyHash = xxhash.Sum64(wire)
}

func (r *Request) setDecoded(b *decode.Body) {
	r.Declared, r.Form, r.Coding = b.Declared, b.Form, b.Coding
	r.DecodedBytes = len(b.Decoded)
	if b.Message != nil {
		r.Oldest, r.Newest, _ = b.Message.TimeRange()
	}
}

// Meant is the message that the sender takes itself to send.
func (r *Request) Meant() decode.Kind { return decode.Meant(r.Declared, r.Form) }

// sentIn counts what a body holds, whether anybody looked at it or not.
func sentIn(b *decode.Body) store.Counts {
	if b == nil || b.Message == nil {
		return store.Counts{}
	}
	return store.Counts(b.Message.Counts())
}

// ignored are the outcomes of a body that nobody looked at.
func ignored(b *decode.Body) store.Outcomes {
	if b == nil || b.Message == nil {
		return store.Outcomes{}
	}
	return store.Outcomes{
		Samples:    allIgnored(len(b.Message.Samples)),
		Histograms: allIgnored(len(b.Message.Histograms)),
		Exemplars:  allIgnored(len(b.Message.Exemplars)),
	}
}

func allIgnored(n int) []store.Outcome {
	if n == 0 {
		return nil
	}
	outcomes := make([]store.Outcome, n)
	for i := range outcomes {
		outcomes[i] = store.Ignored
	}
	return outcomes
}

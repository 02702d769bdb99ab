package capture

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/golang/snappy"

	"rwscope/decode"
	"rwscope/store"
)

// retryAfterSeconds is what a sender is told to wait when too much is in flight:
// bodies are judged within milliseconds, so there is room again soon.
const retryAfterSeconds = 1

// errHead says that a request's head is larger than the limit; its body is not
// read then.
var errHead = errors.New("request head exceeds the limit")

// errConnections says that a request came over a connection too many.
var errConnections = errors.New("too many connections")

// entry is why a request is refused for its head alone; nil if it is not. Its body
// costs nothing then.
func (r *Receiver) entry(q *http.Request, over bool) error {
	switch {
	case over:
		return errConnections
	case headOf(q) > r.limits.Header:
		return errHead
	}
	if err := fromPage(q); err != nil {
		return err
	}
	return r.auth.admit(q)
}

// headOf is the size of a request's head in bytes, without separators.
func headOf(q *http.Request) int {
	size := len(q.Method) + len(q.RequestURI) + len(q.Host)
	for name, values := range q.Header {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	return size
}

// refuseUnserved refuses a request that rwscope cannot take in, whatever it is;
// nil if err is about something else.
func (l *Limits) refuseUnserved(err error) *refusal {
	if b, ok := errors.AsType[*barred](err); ok {
		return b.refusal
	}
	switch {
	case errors.Is(err, errConnections):
		r := refuseOver(http.StatusServiceUnavailable, store.CauseLimitConnections,
			"too many connections", int64(l.Connections), "max-connections")
		r.answer.Header.Set("Retry-After", strconv.Itoa(retryAfterSeconds))
		r.answer.Header.Set("Connection", "close")
		return r
	case errors.Is(err, errHead):
		return refuseOver(http.StatusRequestHeaderFieldsTooLarge, store.CauseLimitHead,
			"request head too large", int64(l.Header), "max-header")
	case errors.Is(err, errInFlight):
		r := refuseOver(http.StatusServiceUnavailable, store.CauseLimitInFlight,
			"too many bytes of requests in flight", l.InFlight, "max-memory")
		r.answer.Header.Set("Retry-After", strconv.Itoa(retryAfterSeconds))
		return r
	case errors.Is(err, os.ErrDeadlineExceeded):
		r := refuse(store.ByLimit, http.StatusRequestTimeout, store.CauseBodyRead,
			fmt.Sprintf("rwscope: request body did not arrive within %s (--read-timeout)", l.ReadTimeout))
		r.finding.Detail = fmt.Sprintf("%s (--read-timeout)", l.ReadTimeout)
		return r
	default:
		return nil
	}
}

// refuseUnread refuses a body that could not be read to its end, in Prometheus'
// words.
func (l *Limits) refuseUnread(err error) *refusal {
	if errors.Is(err, errTooLarge) {
		r := refuse(store.ByLimit, http.StatusRequestEntityTooLarge, store.CauseBodyTooLarge,
			fmt.Sprintf("request body exceeds the %d bytes limit", l.Body))
		r.finding.Detail = fmt.Sprintf("more than %d bytes (--max-body)", l.Body)
		return r
	}
	// The sender is gone, most likely; this is what it would have been told.
	r := refuse(store.ByPrometheus, http.StatusBadRequest, store.CauseBodyRead, err.Error())
	r.finding.Detail = err.Error()
	return r
}

// refuseBody refuses what would cost Prometheus' own code more than it may; nil
// where nothing does. Damage that costs nothing is left to the judge.
func (l *Limits) refuseBody(b *decode.Body) *refusal {
	if r := l.refusePacked(b); r != nil {
		return r
	}
	m := b.Message
	if m == nil || m.Kind != b.Declared {
		return nil // upstream skips every record of it
	}
	if b.Fault != nil && b.Fault.Limit != "" {
		return l.refuseRecords(b.Fault.Limit)
	}
	if n := expansionBeyond(m, l.Expansion); n > l.Expansion {
		return refuseOver(http.StatusBadRequest, store.CauseLimitSymbols,
			fmt.Sprintf("labels of %d bytes once their symbols are filled in", n), l.Expansion, "max-expansion")
	}
	if n := mostLabels(m, l.Labels); n > l.Labels {
		return refuseOver(http.StatusBadRequest, store.CauseLimitLabels,
			fmt.Sprintf("series with %d labels", n), int64(l.Labels), "max-labels")
	}
	return nil
}

// refusePacked refuses by the decoded size that a snappy block declares. Both
// answers are Prometheus' own: it gives the second one after allocating what six
// bytes told it to.
func (l *Limits) refusePacked(b *decode.Body) *refusal {
	declared, err := snappy.DecodedLen(b.Wire)
	switch {
	case err != nil:
		return nil
	case declared > l.Decoded:
		r := refuse(store.ByLimit, http.StatusBadRequest, store.CauseDecodedTooLarge,
			fmt.Sprintf("decoded size exceeds the %d bytes limit", l.Decoded))
		r.finding.Detail = fmt.Sprintf("%d bytes declared, limit %d (--max-decoded)", declared, l.Decoded)
		return r
	case b.Coding != decode.CodingSnappy && declared > snappyReach*len(b.Wire):
		r := refuse(store.ByLimit, http.StatusBadRequest, store.CauseLimitExpansion, "s2: corrupt input")
		r.finding.Detail = fmt.Sprintf("%d bytes, by a body of %d", declared, len(b.Wire))
		return r
	default:
		return nil
	}
}

// refuseRecords refuses a message that one of the decoder's limits stopped.
func (l *Limits) refuseRecords(limit decode.Limit) *refusal {
	what, value, flag := "too many series", l.Series, "max-request-series"
	switch limit {
	case decode.LimitItems:
		what, value, flag = "too many samples, histograms, exemplars and metadata", l.Items, "max-items"
	case decode.LimitSymbols:
		what, value, flag = "too many symbols", l.Symbols, "max-symbols"
	}
	return refuseOver(http.StatusBadRequest, store.CauseLimitSeries, what, int64(value), flag)
}

// refuseCost refuses a message that could not be handled even with all the memory
// that requests may take.
func (l *Limits) refuseCost(cost int64) *refusal {
	return refuseOver(http.StatusBadRequest, store.CauseLimitSeries,
		fmt.Sprintf("message of small records that take %d bytes of memory", cost), l.InFlight, "max-memory")
}

// cutErrorText keeps an answer's text within the limit, cut after a line if it has
// lines, and says so in it and beside it.
func (l *Limits) cutErrorText(v *store.Verdict) {
	body := v.Answer.Body
	if len(body) <= l.ErrorText {
		return
	}
	keep := l.ErrorText
	if i := bytes.LastIndexByte(body[:keep], '\n'); i >= 0 {
		keep = i
	}
	note := fmt.Sprintf("rwscope: the rest of %d bytes is left out (--max-error-text)", len(body))
	v.Answer.Body = append(slices.Clone(body[:keep]), "\n"+note+"\n"...)
	v.ProblemsTotal++
	if len(v.Problems) < store.MaxProblems {
		v.Problems = append(v.Problems, store.Explain(store.Finding{
			Cause: store.CauseLimitErrorText, Role: store.RoleWitness, Item: store.ItemRequest, Index: -1,
			Detail: fmt.Sprintf("%d of %d bytes sent (--max-error-text)", keep, len(body)), Error: note,
		}))
	}
}

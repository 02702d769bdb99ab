package store

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"rwscope/decode"
)

// Next is what a sender will do after an answer.
type Next string

// What senders do.
const (
	NextOK        Next = "OK"        // goes on with the next batch
	NextDrop      Next = "DROP"      // gives the batch up
	NextRetry     Next = "RETRY"     // sends the same bytes again, with backoff
	NextDowngrade Next = "DOWNGRADE" // sends again in an older format
)

// NextFor predicts what the sender with this User-Agent does after the answer a to
// a request by which it meant a message of this kind, see [decode.Meant], and that held
// what sent says. A sender that is not known is taken to follow the specification.
// Status 0 stands for a connection that ended without an answer.
func NextFor(userAgent string, kind decode.Kind, a Answer, sent Counts) Next {
	next, _ := productOf(userAgent).next(reply{kind, &a, sent})
	return next
}

// NextWhy says in one line why NextFor predicts what it does.
func NextWhy(userAgent string, kind decode.Kind, a Answer, sent Counts) string {
	p := productOf(userAgent)
	_, why := p.next(reply{kind, &a, sent})
	return p.name + " " + why
}

// reply is an answer as a sender sees it.
type reply struct {
	kind decode.Kind // that the sender means
	*Answer
	sent Counts
}

func (r reply) ok() bool        { return r.Status/100 == 2 }
func (r reply) retryable() bool { return r.Status/100 == 5 || r.Status == 0 }
func (r reply) limited() bool   { return r.Status == http.StatusTooManyRequests }

// items is how many samples, histograms and exemplars the request held.
func (r reply) items() int { return r.sent.Samples + r.sent.Histograms + r.sent.Exemplars }

// writtenHeaders are the headers of Remote-Write 2.0 that say what was written.
var writtenHeaders = [...]string{
	"X-Prometheus-Remote-Write-Samples-Written",
	"X-Prometheus-Remote-Write-Histograms-Written",
	"X-Prometheus-Remote-Write-Exemplars-Written",
}

// written sums up what the answer says was written, and says whether it says
// anything at all.
func (r reply) written() (total int, confirmed bool) {
	for _, name := range writtenHeaders {
		if v := r.Header.Get(name); v != "" {
			confirmed = true
			if n, err := strconv.Atoi(v); err == nil { // senders take what they cannot read for 0
				total += n
			}
		}
	}
	return total, confirmed
}

// prometheusNext is storage/remote/client.go and queue_manager.go of 3.16, which
// Alloy and Grafana Agent use too.
func prometheusNext(r reply) (Next, string) {
	switch {
	case r.ok():
		return prometheusAccepts(r)
	case r.retryable():
		return NextRetry, "sends the same bytes again for ever" + backoff(r)
	case r.limited():
		return NextDrop, "drops the batch on 429 unless `queue_config: {retry_on_http_429: true}` is set"
	case r.Status == http.StatusUnsupportedMediaType:
		return NextDrop, "drops the batch: it never falls back to another message or encoding"
	case r.Status/100 == 3:
		return prometheusRedirected(r)
	default:
		return NextDrop, fmt.Sprintf("drops the batch: %d is final", r.Status)
	}
}

// prometheusRedirected is how Go's HTTP client follows redirects: it keeps method and
// body on 307 and 308 alone.
func prometheusRedirected(r reply) (Next, string) {
	if to := r.Header.Get("Location"); to != "" {
		switch r.Status {
		case http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
			return NextRetry, "sends the same bytes to " + clip(to, maxWord) + " unless `follow_redirects: false` is set"
		case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther:
			return NextDrop, "follows the redirect with a GET, which carries no data: the batch is lost"
		}
	}
	return NextDrop, "drops the batch: a redirect that it cannot follow is final"
}

func prometheusAccepts(r reply) (Next, string) {
	written, confirmed := r.written()
	switch {
	case r.kind == decode.V2 && r.items() > 0 && written == 0:
		return NextDrop, "assumes failure and drops the batch: a 2xx to v2 without anything in the Written headers"
	case confirmed && written < r.items():
		return NextOK, fmt.Sprintf("goes on, but logs an error and counts %d of %d items as failed", r.items()-written, r.items())
	default:
		return NextOK, "goes on with the next batch"
	}
}

// backoff says how long Prometheus waits. It goes by a Retry-After of whole seconds
// above zero, or of a date that is not past, which nobody here knows.
func backoff(r reply) string {
	after := r.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(after); err == nil && seconds > 0 {
		return ", next after Retry-After: " + clip(after, maxWord)
	}
	if _, err := time.Parse(http.TimeFormat, after); err == nil {
		return ", next at Retry-After: " + after + " if that is still to come"
	}
	return ", waiting 30ms at first and 5s at most"
}

// vmagentNext is app/vmagent/remotewrite/client.go: it starts with zstd and goes
// back to snappy when that is refused, be it with 415 or with the 400 of others than
// Prometheus. Its headers declare no message of remote write as long as it uses zstd.
func vmagentNext(r reply) (Next, string) {
	refused := r.Status == http.StatusBadRequest || r.Status == http.StatusUnsupportedMediaType
	switch {
	case r.ok():
		return NextOK, "goes on with the next block"
	case refused && r.kind == decode.Unknown:
		return NextDowngrade, "sends the block again with snappy and stays with it"
	case refused, r.Status == http.StatusConflict:
		return NextDrop, fmt.Sprintf("drops the block: %d is final", r.Status)
	default:
		return NextRetry, "sends the same block again for ever: of all errors only 400, 409 and 415 are final"
	}
}

// collectorNext is the Collector's prometheusremotewrite exporter.
func collectorNext(r reply) (Next, string) {
	switch {
	case r.ok():
		return NextOK, "goes on with the next batch"
	case r.retryable():
		return NextRetry, "retries until `retry_on_failure: {max_elapsed_time: 5m}` is over, then drops the batch"
	case r.limited():
		return NextDrop, "drops the batch on 429 unless the feature gate exporter.prometheusremotewritexporter.RetryOn429 is on"
	default:
		return NextDrop, fmt.Sprintf("drops the batch: %d is a permanent error", r.Status)
	}
}

// telegrafNext is Telegraf's outputs.http.
func telegrafNext(r reply) (Next, string) {
	if r.ok() {
		return NextOK, "goes on with the next batch"
	}
	const why = "keeps the batch in its buffer and sends it again at the next flush"
	if r.Status == 0 {
		return NextRetry, why
	}
	return NextRetry, fmt.Sprintf("%s, unless `non_retryable_statuscodes` lists %d", why, r.Status)
}

// vectorNext is Vector's HttpRetryLogic.
func vectorNext(r reply) (Next, string) {
	switch {
	case r.ok():
		return NextOK, "goes on with the next batch"
	case r.Status == http.StatusNotImplemented:
		return NextDrop, "drops the batch: it takes 501 for final"
	case r.retryable(), r.limited(), r.Status == http.StatusRequestTimeout:
		return NextRetry, "retries with backoff, `request: {retry_attempts: …}` times"
	default:
		return NextDrop, fmt.Sprintf("drops the batch: %d is final", r.Status)
	}
}

// k6Next is k6's remote write output, which never tries twice.
func k6Next(r reply) (Next, string) {
	if r.ok() {
		return NextOK, "goes on with the next flush"
	}
	return NextDrop, "logs the error and drops what it flushed: it never retries"
}

// specNext is what Remote-Write 1.0 and 2.0 ask of a sender.
func specNext(r reply) (Next, string) {
	_, confirmed := r.written()
	switch {
	case r.ok() && r.kind == decode.V2 && r.items() > 0 && !confirmed:
		return NextDrop, "should take a 2xx to v2 without Written headers for a 415 (Remote-Write 2.0)"
	case r.ok():
		return NextOK, "goes on with the next batch"
	case r.retryable():
		return NextRetry, "must retry with backoff"
	case r.limited():
		return NextRetry, "may retry a 429 with backoff"
	case r.Status == http.StatusUnsupportedMediaType && r.kind == decode.V2:
		return NextDrop, "must not retry a 415, but may send the data again as v1"
	default:
		return NextDrop, fmt.Sprintf("must not retry a %d", r.Status)
	}
}

package store

import (
	"net/http"
	"strings"
	"testing"

	"rwscope/decode"
)

// TestNextFor holds one line per habit of a sender that differs from others'.
func TestNextFor(t *testing.T) {
	const (
		prom    = "Prometheus/3.16.0"
		alloy   = "Alloy/v1.12.0 (linux; docker)"
		vmagent = "vmagent"
		otel    = "opentelemetry-collector-contrib/0.150.0"
		tele    = "Telegraf/1.39.0"
		vector  = "Vector/0.56.0 (x86_64-unknown-linux-gnu)"
		k6      = "k6-prometheus-rw-output"
		own     = "my-exporter/1.0"
	)
	some := Counts{Series: 2, Samples: 2}
	written := func(n string) http.Header {
		return http.Header{"X-Prometheus-Remote-Write-Samples-Written": {n}}
	}
	location := http.Header{"Location": {"http://new/push"}}
	for _, c := range []struct {
		agent  string
		kind   decode.Kind
		answer Answer
		sent   Counts
		want   Next
		why    string
	}{
		{prom, decode.V1, Answer{Status: 204}, some, NextOK, "next batch"},
		{prom, decode.V2, Answer{Status: 204, Header: written("2")}, some, NextOK, "next batch"},
		{prom, decode.V2, Answer{Status: 204, Header: written("1")}, some, NextOK, "1 of 2"},
		{prom, decode.V2, Answer{Status: 204, Header: written("0")}, some, NextDrop, "assumes failure"},
		{prom, decode.V2, Answer{Status: 204, Header: written("2 samples")}, some, NextDrop, "assumes failure"},
		{prom, decode.V2, Answer{Status: 204, Header: written("99999999999999999999")}, some, NextDrop, "assumes failure"},
		{prom, decode.V2, Answer{Status: 204}, some, NextDrop, "assumes failure"},
		{prom, decode.V2, Answer{Status: 204}, Counts{Metadata: 3}, NextOK, "next batch"},
		{prom, decode.V1, Answer{Status: 204, Header: written("0")}, some, NextOK, "2 of 2"},
		{prom, decode.V1, Answer{Status: 400}, some, NextDrop, "400 is final"},
		{prom, decode.V1, Answer{Status: 429}, some, NextDrop, "retry_on_http_429"},
		{prom, decode.V2, Answer{Status: 415}, some, NextDrop, "never falls back"},
		{prom, decode.V1, Answer{Status: 302}, some, NextDrop, "redirect"},
		{prom, decode.V1, Answer{Status: 307}, some, NextDrop, "cannot follow"},
		{prom, decode.V1, Answer{Status: 304, Header: location}, some, NextDrop, "cannot follow"},
		{prom, decode.V1, Answer{Status: 302, Header: location}, some, NextDrop, "GET"},
		{prom, decode.V1, Answer{Status: 303, Header: location}, some, NextDrop, "GET"},
		{prom, decode.V1, Answer{Status: 307, Header: location}, some, NextRetry, "to http://new/push"},
		{prom, decode.V1, Answer{Status: 308, Header: location}, some, NextRetry, "to http://new/push"},
		{prom, decode.V1, Answer{Status: 500}, some, NextRetry, "for ever"},
		{prom, decode.V1, Answer{Status: 503, Header: http.Header{"Retry-After": {"7"}}}, some, NextRetry, "Retry-After: 7"},
		{prom, decode.V1, Answer{Status: 503, Header: http.Header{"Retry-After": {"Mon, 23 Nov 2026 10:00:00 GMT"}}}, some, NextRetry, "10:00:00 GMT"},
		{prom, decode.V1, Answer{Status: 503, Header: http.Header{"Retry-After": {"0"}}}, some, NextRetry, "waiting 30ms"},
		{prom, decode.V1, Answer{Status: 503, Header: http.Header{"Retry-After": {"-7"}}}, some, NextRetry, "waiting 30ms"},
		{prom, decode.V1, Answer{Status: 503, Header: http.Header{"Retry-After": {"1.5"}}}, some, NextRetry, "waiting 30ms"},
		{prom, decode.V1, Answer{}, some, NextRetry, "for ever"},
		{alloy, decode.V1, Answer{Status: 429}, some, NextDrop, "Alloy"},
		{vmagent, decode.Unknown, Answer{Status: 415, Body: []byte("zstd encoding (compression) is not accepted")}, some, NextDowngrade, "snappy"},
		{vmagent, decode.Unknown, Answer{Status: 415, Body: []byte("unsupported Content-Encoding")}, some, NextDowngrade, "snappy"},
		{vmagent, decode.Unknown, Answer{Status: 400}, some, NextDowngrade, "snappy"},
		{vmagent, decode.V1, Answer{Status: 400}, some, NextDrop, "400 is final"},
		{vmagent, decode.V1, Answer{Status: 415, Body: []byte("expected application/x-protobuf")}, some, NextDrop, "415 is final"},
		{vmagent, decode.V1, Answer{Status: 409}, some, NextDrop, "409 is final"},
		{vmagent, decode.V1, Answer{Status: 413}, some, NextRetry, "for ever"},
		{vmagent, decode.V1, Answer{Status: 404}, some, NextRetry, "for ever"},
		{otel, decode.V1, Answer{Status: 503}, some, NextRetry, "max_elapsed_time"},
		{otel, decode.V1, Answer{Status: 429}, some, NextDrop, "RetryOn429"},
		{otel, decode.V1, Answer{Status: 400}, some, NextDrop, "permanent"},
		{tele, decode.V1, Answer{Status: 400}, some, NextRetry, "non_retryable_statuscodes"},
		{vector, decode.V1, Answer{Status: 429}, some, NextRetry, "backoff"},
		{vector, decode.V1, Answer{Status: 501}, some, NextDrop, "501"},
		{vector, decode.V1, Answer{Status: 400}, some, NextDrop, "400"},
		{k6, decode.V1, Answer{Status: 503}, some, NextDrop, "never retries"},
		{own, decode.V1, Answer{Status: 204}, some, NextOK, "next batch"},
		{own, decode.V2, Answer{Status: 204}, some, NextDrop, "for a 415"},
		{own, decode.V2, Answer{Status: 204, Header: written("0")}, some, NextOK, "next batch"},
		{own, decode.V2, Answer{Status: 415}, some, NextDrop, "as v1"},
		{own, decode.V1, Answer{Status: 429}, some, NextRetry, "may retry"},
		{own, decode.V1, Answer{Status: 500}, some, NextRetry, "must retry"},
		{own, decode.V1, Answer{Status: 400}, some, NextDrop, "must not retry"},
		{"", decode.V1, Answer{Status: 400}, some, NextDrop, "must not retry"},
	} {
		got, why := NextFor(c.agent, c.kind, c.answer, c.sent), NextWhy(c.agent, c.kind, c.answer, c.sent)
		if got != c.want || !strings.Contains(why, c.why) {
			t.Errorf("%s, %s, %d: got %s (%s), want %s (… %s …)", c.agent, c.kind, c.answer.Status, got, why, c.want, c.why)
		}
	}
}

// TestNextWithoutAnswer: no sender is told of a status that there was not.
func TestNextWithoutAnswer(t *testing.T) {
	for i := range products {
		agent := strings.Join(products[i].agents, " ")
		if why := NextWhy(agent, decode.V1, Answer{}, Counts{Samples: 1}); strings.Contains(why, " 0") {
			t.Errorf("%s", why)
		}
	}
}

// TestProductsAreFound checks that every product's User-Agent leads to it, whatever
// its letters, and that a hostile one leads nowhere.
func TestProductsAreFound(t *testing.T) {
	for i := range products {
		for _, agent := range products[i].agents {
			if got := productOf(strings.ToUpper(agent) + "1.0"); got.name != products[i].name {
				t.Errorf("%q leads to %s, want %s", agent, got.name, products[i].name)
			}
		}
	}
	if got := productOf(strings.Repeat("p", 1<<20)); got != &products[0] {
		t.Errorf("nonsense leads to %s", got.name)
	}
}

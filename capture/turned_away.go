package capture

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// newArrival is the exchange of a connection of which nothing is known but where
// it came from.
func newArrival(from net.Addr, at time.Time) *Exchange {
	return &Exchange{Time: at, Sender: Sender{Addr: from.String()}, Request: Request{Header: http.Header{}}}
}

// turnAway puts into the history what never became a request.
func (r *Receiver) turnAway(x *Exchange, why *refusal) {
	x.ID = r.history.Reserve()
	x.Verdict = why.verdict(nil)
	x.Next = store.NextFor(x.Sender.UserAgent, decode.Unknown, x.Verdict.Answer, store.Counts{})
	x.Took.Total = time.Since(x.Time)
	_ = r.history.Append(x) // counted there if it fails
}

// unanswered is a refusal that nobody is told: the connection ends.
func unanswered(by store.By, cause, text, detail string) *refusal {
	return &refusal{
		answer:  store.Answer{Header: http.Header{}, By: by},
		finding: store.Finding{Cause: cause, Role: store.RoleCulprit, Item: store.ItemRequest, Index: -1, Error: text, Detail: detail},
	}
}

// refuseSlowHead refuses a request whose head did not come to its end in time.
func (l *Limits) refuseSlowHead(came int) *refusal {
	detail := fmt.Sprintf("%d bytes within %s (--read-header-timeout)", came, l.HeadTimeout)
	return unanswered(store.ByLimit, store.CauseLimitHeadTimeout, "", detail)
}

// refuseHead is a refusal that net/http pronounced: the answer that it wrote, and
// why.
func (l *Limits) refuseHead(answer, first []byte, lines int) *refusal {
	status, body := ownAnswer(answer)
	r := refuse(store.ByPrometheus, status, store.CauseMalformedRequest, body)
	r.answer.Body = []byte(body)
	r.finding.Detail = "it begins with " + quoteBytes(first)
	switch {
	case lines > maxHeadLines:
		r.answer.By, r.finding.Cause = store.ByLimit, store.CauseLimitHead
		r.finding.Detail = fmt.Sprintf("more than %d lines", maxHeadLines)
	case status == http.StatusRequestHeaderFieldsTooLarge:
		r.answer.By, r.finding.Cause = store.ByLimit, store.CauseLimitHead
		r.finding.Detail = fmt.Sprintf("more than %d bytes (--max-header)", l.Header)
	case len(first) > 0 && first[0] == tlsHandshakeRecord:
		r.finding.Cause = store.CauseTLSUnexpected
		r.finding.Detail = "a TLS ClientHello, on a port without TLS"
	}
	return r
}

// ownAnswer takes an answer apart that net/http wrote in one piece.
func ownAnswer(wire []byte) (status int, body string) {
	head, text, _ := bytes.Cut(wire, []byte("\r\n\r\n"))
	if fields := bytes.Fields(head); len(fields) > 1 {
		status, _ = strconv.Atoi(string(fields[1]))
	}
	return status, string(text)
}

// firstLine is method and path of what may be a request line.
func firstLine(first []byte) (method, path string) {
	line, _, _ := bytes.Cut(first, []byte{'\n'})
	method, rest, ok := strings.Cut(strings.TrimRight(string(line), "\r"), " ")
	if !ok || method == "" || strings.ContainsFunc(method, func(c rune) bool { return c < 'A' || c > 'Z' }) {
		return "", ""
	}
	path, _, _ = strings.Cut(rest, " ")
	return method, path
}

// quoteBytes shows the beginning of what may be anything.
func quoteBytes(b []byte) string {
	const shown = 32
	return strconv.QuoteToASCII(string(b[:min(len(b), shown)]))
}

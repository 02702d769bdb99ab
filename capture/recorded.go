package capture

import (
	"net/http"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// Recorded is a request and its answer as somebody else recorded them: a packet
// capture, a proxy, a browser.
type Recorded struct {
	// Request gives method, URL, Header, Host and RemoteAddr (the client's host:port).
	// Its Body is not read.
	Request *http.Request
	Body    []byte // as it came, still compressed, without transfer coding
	// Time is when the request arrived, and Took how long it was until the answer;
	// Read is the part of it in which the request was received. 0 if not known.
	Time       time.Time
	Read, Took time.Duration
	// Answer is what came back; Status 0 if that was not recorded.
	Answer store.Answer
}

// Exchange is what was recorded in the shape of an exchange that happened here,
// ready to be appended under an ID of its own. Nothing is judged: see
// [store.Recorded].
func (r Recorded) Exchange(decoder *decode.Decoder) *Exchange {
	e := newExchange(r.Request, r.Time)
	e.Request.setBody(r.Body)
	body := decoder.Decode(decode.Header{
		ContentType:     e.Request.Header.Get("Content-Type"),
		ContentEncoding: e.Request.Header.Get("Content-Encoding"),
	}, r.Body)
	defer body.Release()
	e.Request.setDecoded(body)
	e.Verdict = *store.Recorded(&store.Request{
		Method: e.Request.Method, Path: r.Request.URL.Path, Header: e.Request.Header, Body: body,
	}, r.Answer)
	if r.Answer.Status != 0 {
		e.Next = store.NextFor(e.Sender.UserAgent, e.Request.Meant(), e.Verdict.Answer, e.Verdict.Sent)
	}
	e.Took = Took{Read: r.Read, Total: r.Took}
	return e
}

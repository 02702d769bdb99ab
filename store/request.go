package store

import (
	"net/http"

	"rwscope/decode"
)

// Request is what is judged. Body is only read and not kept.
type Request struct {
	ID     uint64 // of the exchange, so that what it writes can be traced to it
	Sender string // how a conflict names the sender: "Prometheus/3.16.0 127.0.0.1:53122"
	Method string
	Path   string
	Header http.Header
	Body   *decode.Body
}

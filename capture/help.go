package capture

import (
	"fmt"
	"net/http"
)

// isHelp says whether a request comes from a person with a browser or curl rather
// than from a sender. It is no exchange.
func isHelp(q *http.Request) bool {
	return q.URL.Path == "/" && (q.Method == http.MethodGet || q.Method == http.MethodHead)
}

const helpText = `rwscope receives Prometheus remote_write here, and shows what was sent, answered and stored.

Point a sender at any path of this address, for example

  remote_write:
    - url: %[2]s://%[1]s/api/v1/write

POST is what senders do; anything else is answered as Prometheus answers it.
"rwscope sender NAME" prints the configuration for prometheus, alloy, otelcol,
vmagent, telegraf, vector and k6.
`

func serveHelp(w http.ResponseWriter, q *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	host := q.Host
	if host == "" {
		host = "127.0.0.1:9201"
	}
	scheme := "http"
	if q.TLS != nil {
		scheme = "https"
	}
	_, _ = fmt.Fprintf(w, helpText, host, scheme)
}

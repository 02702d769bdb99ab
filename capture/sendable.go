package capture

import (
	"net/http"
	"slices"
	"strings"
)

// connectionHeaders belong to one connection, or are made anew for each request.
var connectionHeaders = []string{
	"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding",
	"Upgrade", "Content-Length", "Expect", "Host",
}

// Sendable is the header of a recorded request as it can be sent again: without
// what belongs to the connection it came by, and without the headers whose secrets
// were replaced, which are named in order.
func Sendable(recorded http.Header) (h http.Header, redacted []string) {
	h = recorded.Clone()
	for _, name := range connectionHeaders {
		h.Del(name)
	}
	for _, listed := range recorded.Values("Connection") {
		for name := range strings.SplitSeq(listed, ",") {
			h.Del(strings.TrimSpace(name))
		}
	}
	for name, values := range h {
		if slices.ContainsFunc(values, Redacted) {
			redacted = append(redacted, name)
			delete(h, name)
		}
	}
	slices.Sort(redacted)
	return h, redacted
}

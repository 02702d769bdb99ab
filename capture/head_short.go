package capture

import (
	"fmt"
	"net/http"
)

// What is kept of the head of a request that was refused for its head: enough to
// see who it was and which header it was about. Whoever is not let in must not
// decide how fast the journal grows.
const (
	keptValue   = 256 // bytes of one value, of the method and of the path
	keptHeaders = 50
)

// shorten cuts the head of a refused request, and what was taken from it to say who
// sent it.
func (x *Exchange) shorten() {
	x.Sender.UserAgent, x.Sender.Tenant = shorten(x.Sender.UserAgent), shorten(x.Sender.Tenant)
	x.Request.shorten()
}

func (r *Request) shorten() {
	r.Method, r.Path = shorten(r.Method), shorten(r.Path)
	short := make(http.Header, min(len(r.Header), keptHeaders))
	for name, values := range r.Header {
		if len(short) == keptHeaders {
			break
		}
		kept := values[:min(len(values), 2)]
		short[shorten(name)] = make([]string, len(kept))
		for i, v := range kept {
			short[shorten(name)][i] = shorten(v)
		}
	}
	r.Header = short
}

func shorten(s string) string {
	if len(s) <= keptValue {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes)", s[:keptValue], len(s))
}

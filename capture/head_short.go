package capture

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// What is kept of the head of a request that was refused for its head: enough to
// see who it was and which header it was about. Whoever is not let in must not
// decide how fast the journal grows.
const (
	keptValue   = 256 // bytes of one value, of the method and of the path
	keptHeaders = 50
	keptHead    = 4 << 10 // bytes of all headers
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
	left := keptHead
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		key, values := shorten(name), shortened(r.Header[name])
		for _, v := range values {
			left -= len(key) + len(v)
		}
		if left < 0 || len(short) == keptHeaders {
			break
		}
		short[key] = values
	}
	r.Header = short
}

// shortened is the beginning of a header's values.
func shortened(values []string) []string {
	kept := make([]string, min(len(values), 2))
	for i := range kept {
		kept[i] = shorten(values[i])
	}
	return kept
}

func shorten(s string) string {
	if len(s) <= keptValue {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes)", s[:keptValue], len(s))
}

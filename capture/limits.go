package capture

import (
	"time"

	"rwscope/decode"
)

// Limits bound what requests may cost, one by one and together. What a limit
// refuses is answered before the judge sees it, and is an exchange like any
// other, with store.ByLimit. A field that is not positive means its default.
type Limits struct {
	// Body is the largest request body in bytes as it comes, Decoded the largest once
	// unpacked. Defaults 32 MiB, as in Prometheus 3.16, which answers 413 and 400.
	Body, Decoded int
	// Series caps the series of one request, Items its samples, histograms, exemplars
	// and metadata records together, Symbols its symbols: a record of two bytes costs
	// Prometheus' decoder more than a hundred. Defaults 1,000,000, 4,000,000 and
	// 4,000,000; Prometheus has no such limits.
	Series, Items, Symbols int
	// Labels caps the labels of one series. Default 1,000.
	Labels int
	// Expansion is how many bytes the labels of one request may come to once each
	// symbol reference is replaced by its symbol. Default 32 MiB. Prometheus 3.16 has
	// no such limit: 2 KB can cost it 500 MB.
	Expansion int64
	// ErrorText caps the body of an answer, kept and sent. Default 1 MiB, which is a
	// thousand times what a Prometheus sender logs of it.
	ErrorText int
	// InFlight is how many bytes of bodies, packed and unpacked, all requests together
	// may hold at a time; a request beyond it is answered 503 with Retry-After.
	// Default 256 MiB.
	InFlight int64
	// Connections is how many connections are served at a time; more of them wait to
	// be accepted. Default 512, as in Prometheus.
	Connections int
	// Header is the largest request head in bytes: names and values of all header
	// fields and the request line. Default 64 KiB.
	Header int
	// HeadTimeout is how long a client may take to send the head of a request,
	// ReadTimeout for all of it, and IdleTimeout how long a connection may stay open
	// between two requests. Defaults 10 s, 1 min and 5 min.
	HeadTimeout, ReadTimeout, IdleTimeout time.Duration
}

// DefaultLimits are the Limits that hold where nothing else is said.
func DefaultLimits() Limits {
	return Limits{
		Body:        32 << 20,
		Decoded:     32 << 20,
		Series:      1_000_000,
		Items:       4_000_000,
		Symbols:     4_000_000,
		Labels:      1_000,
		Expansion:   32 << 20,
		ErrorText:   1 << 20,
		InFlight:    256 << 20,
		Connections: 512,
		Header:      64 << 10,
		HeadTimeout: 10 * time.Second,
		ReadTimeout: time.Minute,
		IdleTimeout: 5 * time.Minute,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	setDefault(&l.Body, d.Body)
	setDefault(&l.Decoded, d.Decoded)
	setDefault(&l.Series, d.Series)
	setDefault(&l.Items, d.Items)
	setDefault(&l.Symbols, d.Symbols)
	setDefault(&l.Labels, d.Labels)
	setDefault(&l.Expansion, d.Expansion)
	setDefault(&l.ErrorText, d.ErrorText)
	setDefault(&l.InFlight, d.InFlight)
	setDefault(&l.Connections, d.Connections)
	setDefault(&l.Header, d.Header)
	setDefault(&l.HeadTimeout, d.HeadTimeout)
	setDefault(&l.ReadTimeout, d.ReadTimeout)
	setDefault(&l.IdleTimeout, d.IdleTimeout)
	return l
}

func setDefault[T int | int64 | time.Duration](value *T, byDefault T) {
	if *value <= 0 {
		*value = byDefault
	}
}

// Decode is the part of the limits that the decoder keeps.
func (l Limits) Decode() decode.Limits {
	l = l.withDefaults()
	return decode.Limits{
		Wire:    l.Body,
		Decoded: l.Decoded,
		Series:  l.Series,
		Items:   l.Items,
		Symbols: l.Symbols,
	}
}

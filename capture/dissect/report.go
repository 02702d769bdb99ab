package dissect

import (
	"rwscope/decode"
)

// The headers that are assumed where none are given.
const (
	typeV1 = "application/x-protobuf"
	typeV2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request"
)

// Config is what is known about a body besides its bytes.
type Config struct {
	// ContentType and ContentEncoding are the request's headers. Empty ones are taken
	// to be what fits the bytes.
	ContentType, ContentEncoding string
	// Series is how many series are described in full; negative means all.
	Series int
}

// Report is what was found out about one body.
type Report struct {
	Body     *decode.Body
	Findings []decode.Finding // breaches of the specification, at most ten of each sort
	Total    int              // of all findings, those left out too
	series   int
}

// New takes a body apart.
func New(cfg Config, wire []byte) *Report {
	h := decode.LintHeader{
		Header:    decode.Header{ContentType: cfg.ContentType, ContentEncoding: cfg.ContentEncoding},
		Method:    "POST",
		Version:   "0.1.0",
		UserAgent: "unknown/0",
	}
	if cfg.ContentEncoding == "" {
		h.ContentEncoding = "snappy"
	}
	if cfg.ContentType == "" {
		h.ContentType = typeV1
	}
	decoder := decode.NewDecoder(decode.Config{})
	body := decoder.Decode(h.Header, wire)
	if cfg.ContentType == "" && body.Form == decode.FormV2 {
		h.ContentType = typeV2
		body.Release()
		body = decoder.Decode(h.Header, wire)
	}
	if body.Declared == decode.V2 {
		h.Version = "2.0.0"
	}
	var linter decode.Linter
	linter.Lint(h, body)
	shown := cfg.Series
	if m := body.Message; m != nil && (shown < 0 || shown > len(m.Series)) {
		shown = len(m.Series)
	}
	return &Report{Body: body, Findings: linter.Findings, Total: linter.Total(), series: shown}
}

// Errors is how many things are wrong that a sender must not do, damage included.
func (r *Report) Errors() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Level == decode.LevelError {
			n++
		}
	}
	if n == 0 && r.Body.Fault != nil {
		return 1
	}
	return n
}

// shown is how many series are described.
func (r *Report) shown() int {
	if r.Body.Message == nil {
		return 0
	}
	return r.series
}

// itemsShown bounds the items that are described of one series.
const itemsShown = 20

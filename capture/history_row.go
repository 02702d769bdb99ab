package capture

import (
	"math"
	"net"

	"rwscope/decode"
	"rwscope/store"
)

// answerers and nexts give the codes of Row.By and Row.Next, which are also those
// of the file: a value's code is its index.
var (
	answerers = [...]store.By{"", store.ByFast, store.ByPrometheus, store.ByFault, store.ByLimit, store.ByRecorded, store.ByAccess}
	nexts     = [...]store.Next{"", store.NextOK, store.NextDrop, store.NextRetry, store.NextDowngrade}
)

// AnsweredBy says who gave the answer, empty if that is not known.
func (r *Row) AnsweredBy() store.By { return lookup(answerers[:], r.By) }

// SenderNext says what the sender does next, empty if that is not known.
func (r *Row) SenderNext() store.Next { return lookup(nexts[:], r.Next) }

// DeclaredKind is the message that the headers declare.
func (r *Row) DeclaredKind() decode.Kind { return decode.Kind(r.Declared) }

// FormKind is the message that the bytes are.
func (r *Row) FormKind() decode.Kind { return decode.Kind(r.Form) }

// Items counts what was sent that can be stored: samples, histograms and exemplars.
func (r *Row) Items() int64 {
	return int64(r.Samples) + int64(r.Histograms) + int64(r.Exemplars)
}

// Kept counts what of them was stored.
func (r *Row) Kept() int64 {
	return int64(r.KeptSamples) + int64(r.KeptHistograms) + int64(r.KeptExemplars)
}

// Lost counts what of them was neither stored nor there before.
func (r *Row) Lost() int64 { return max(r.Items()-r.Kept()-int64(r.Doubles), 0) }

// lookup is table[code], or the zero value where a file has a code of the future.
func lookup[T any](table []T, code uint8) (v T) {
	if int(code) < len(table) {
		v = table[code]
	}
	return v
}

// codeOf is the index of v in table, 0 if it is not there.
func codeOf[T comparable](table []T, v T) uint8 {
	for i := range table {
		if table[i] == v {
			return uint8(i)
		}
	}
	return 0
}

// newRow sums an exchange up. Offset, Size, Sender and Cause are left to whoever
// knows them.
func newRow(e *Exchange) Row {
	req, v := &e.Request, &e.Verdict
	return Row{
		ID: e.ID, Time: e.Time.UnixNano(), BodyHash: req.BodyHash,
		WireBytes: clamp(req.WireBytes), DecodedBytes: clamp(req.DecodedBytes),
		Series: clamp(v.Sent.Series), Samples: clamp(v.Sent.Samples), Histograms: clamp(v.Sent.Histograms),
		Exemplars: clamp(v.Sent.Exemplars), Metadata: clamp(v.Sent.Metadata),
		KeptSamples: clamp(v.Stored.Samples), KeptHistograms: clamp(v.Stored.Histograms),
		KeptExemplars: clamp(v.Stored.Exemplars), Doubles: clamp(v.Stored.Duplicates),
		Collateral: clamp(v.Collateral), Problems: clamp(v.ProblemsTotal),
		LagMillis: lagMillis(e), TookMicros: clamp(int(e.Took.Total.Microseconds())),
		Status: clamp16(v.Answer.Status), Retry: clamp16(req.RetryAttempt),
		Declared: uint8(req.Declared), Form: uint8(kindOf(req.Form)), Level: v.Worst(),
		By: codeOf(answerers[:], v.Answer.By), Next: codeOf(nexts[:], e.Next),
		Untrue: untrue(v), Mispredicted: v.Mispredicted, Disagreed: v.Disagreement != "",
	}
}

// lagMillis is how old the newest item was on arrival.
func lagMillis(e *Exchange) int32 {
	if e.Request.Newest == 0 && e.Request.Oldest == 0 {
		return 0
	}
	lag := e.Time.UnixMilli() - e.Request.Newest
	return int32(min(max(lag, math.MinInt32), math.MaxInt32))
}

// untrue reports whether a 2xx answer hides that something was not stored.
func untrue(v *store.Verdict) bool {
	return v.Answer.Status/100 == 2 &&
		(lost(v.Outcomes.Samples) || lost(v.Outcomes.Histograms) || lost(v.Outcomes.Exemplars))
}

// lost reports whether any item is known to be neither stored now nor before.
func lost(outcomes []store.Outcome) bool {
	for _, o := range outcomes {
		if o != store.Stored && o != store.Duplicate && o != store.Unknown {
			return true
		}
	}
	return false
}

// telling is the cause under which an exchange is listed: that of the first
// culprit, or else of the first problem of the worst level.
func telling(v *store.Verdict) string {
	cause, worst := "", store.LevelNone
	for i := range v.Problems {
		p := &v.Problems[i]
		if p.Role == store.RoleCulprit {
			return p.Cause
		}
		if p.Level > worst {
			cause, worst = p.Cause, p.Level
		}
	}
	return cause
}

// kindOf is the message that a form is.
func kindOf(f decode.Form) decode.Kind {
	switch f {
	case decode.FormV1:
		return decode.V1
	case decode.FormV2:
		return decode.V2
	default:
		return decode.Unknown
	}
}

// maxSenderText is how much of each of a sender's strings identifies it.
const maxSenderText = 1024

// cut shortens a sender's strings to what identifies it, so that a table of
// senders is bounded.
func (s Sender) cut() Sender {
	return Sender{
		Addr:      s.Addr[:min(len(s.Addr), maxSenderText)],
		UserAgent: s.UserAgent[:min(len(s.UserAgent), maxSenderText)],
		Tenant:    s.Tenant[:min(len(s.Tenant), maxSenderText)],
	}
}

// host leaves the port out, which is another one for each connection.
func (s Sender) host() Sender {
	if host, _, err := net.SplitHostPort(s.Addr); err == nil {
		s.Addr = host
	}
	return s
}

func clamp(n int) uint32 { return uint32(min(max(n, 0), math.MaxUint32)) }

func clamp16(n int) uint16 { return uint16(min(max(n, 0), math.MaxUint16)) }

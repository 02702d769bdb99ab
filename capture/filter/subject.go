package filter

import (
	"math"
	"net"
	"slices"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// subject is what a filter asks: an exchange as far as it is known. Fields after
// loaded are there only if it is set.
type subject struct {
	id, time, status, problems            int64
	retry, wire, decoded, series, samples int64
	histograms, exemplars, metadata       int64 // sent
	keptItems, keptExemplars              int64 // samples and histograms together
	duplicates, collateral                int64
	took                                  int64 // nanoseconds, whole microseconds
	lagMillis                             int64
	hash                                  uint64
	level                                 store.Level
	by                                    store.By
	next                                  store.Next
	declared                              decode.Kind
	form                                  decode.Form
	formKnown                             bool
	marked, rowUntrue                     bool
	cause                                 string // of the most telling problem
	sender                                capture.Sender

	loaded  bool
	ex      *capture.Exchange
	message func() *decode.Message
}

// rowSubject knows what the index holds.
func rowSubject(row *capture.Row, snap *capture.Snapshot) subject {
	s := subject{
		id: int64(row.ID), time: row.Time, status: int64(row.Status),
		problems: int64(row.Problems), retry: int64(row.Retry),
		wire: int64(row.WireBytes), decoded: int64(row.DecodedBytes),
		series: int64(row.Series), samples: int64(row.Samples),
		histograms: int64(row.Histograms), exemplars: int64(row.Exemplars), metadata: int64(row.Metadata),
		keptItems: int64(row.KeptSamples) + int64(row.KeptHistograms), keptExemplars: int64(row.KeptExemplars),
		duplicates: int64(row.Doubles), collateral: int64(row.Collateral),
		took: int64(row.TookMicros) * int64(time.Microsecond), lagMillis: int64(row.LagMillis),
		hash: row.BodyHash, level: row.Level, by: row.AnsweredBy(), next: row.SenderNext(),
		declared: row.DeclaredKind(), marked: row.Marked, rowUntrue: row.Untrue,
		cause: snap.Cause(row.Cause),
	}
	if kind := row.FormKind(); kind != decode.Unknown {
		s.form, s.formKnown = decode.Form(kind.String()), true
	}
	if int(row.Sender) < len(snap.Senders) {
		s.sender = snap.Senders[row.Sender]
	}
	return s
}

// exchangeSubject knows everything. What the index rounds is rounded here too, so
// that both give the same answer.
func exchangeSubject(ex *capture.Exchange, message func() *decode.Message) subject {
	v, r := &ex.Verdict, &ex.Request
	s := subject{
		id: int64(ex.ID), time: ex.Time.UnixNano(), status: int64(v.Answer.Status),
		problems: int64(v.ProblemsTotal), retry: int64(r.RetryAttempt),
		wire: int64(max(len(r.Body), r.WireBytes)), decoded: int64(r.DecodedBytes),
		series: int64(v.Sent.Series), samples: int64(v.Sent.Samples),
		histograms: int64(v.Sent.Histograms), exemplars: int64(v.Sent.Exemplars), metadata: int64(v.Sent.Metadata),
		keptItems: int64(v.Stored.Samples + v.Stored.Histograms), keptExemplars: int64(v.Stored.Exemplars),
		duplicates: int64(v.Stored.Duplicates), collateral: int64(v.Collateral),
		took: int64(ex.Took.Total.Truncate(time.Microsecond)),
		hash: r.BodyHash, level: v.Worst(), by: v.Answer.By, next: ex.Next,
		declared: r.Declared, form: r.Form, formKnown: true, sender: hostOnly(ex.Sender),
		loaded: true, ex: ex, message: message,
	}
	if r.Oldest != 0 || r.Newest != 0 {
		s.lagMillis = ex.Time.UnixMilli() - r.Newest
	}
	return s
}

func (s *subject) sent() int64 { return s.samples + s.histograms + s.exemplars }

func (s *subject) stored() int64 { return s.keptItems + s.keptExemplars }

// lost leaves exemplars out, of which nobody counts those that were there before.
func (s *subject) lost() int64 {
	return max(0, s.samples+s.histograms-s.keptItems-s.duplicates)
}

func (s *subject) untrue() Verdict {
	if !s.loaded {
		return verdict(s.rowUntrue)
	}
	o := &s.ex.Verdict.Outcomes
	return verdict(s.status/100 == 2 &&
		(slices.ContainsFunc(o.Samples, lost) || slices.ContainsFunc(o.Histograms, lost) || slices.ContainsFunc(o.Exemplars, lost)))
}

func lost(o store.Outcome) bool {
	return o != store.Stored && o != store.Duplicate && o != store.Unknown
}

// lag is in nanoseconds. The index holds it in 32 bits of milliseconds, the ends
// of which stand for anything beyond.
func (s *subject) lag() (int64, bool) {
	if !s.loaded && (s.lagMillis == math.MaxInt32 || s.lagMillis == math.MinInt32) {
		return 0, false
	}
	const limit = math.MaxInt64 / int64(time.Millisecond)
	return max(-limit, min(limit, s.lagMillis)) * int64(time.Millisecond), true
}

// causeIs looks at the causes of all problems, of which the index holds one.
func (s *subject) causeIs(is func(string) bool) Verdict {
	switch {
	case s.loaded:
		return verdict(slices.ContainsFunc(s.ex.Verdict.Problems, func(p store.Problem) bool { return is(p.Cause) }))
	case s.cause != "" && is(s.cause):
		return Yes
	case s.problems > 1, s.problems == 1 && s.cause == "":
		return NeedsContent
	default:
		return No
	}
}

// others is the sender that stands for all that the index has no room for.
const others = "others"

func (s *subject) senderIs(is func(string) bool) Verdict {
	if !s.loaded && s.sender.UserAgent == others && s.sender.Addr == others {
		return NeedsContent
	}
	return verdict(is(s.sender.UserAgent) || is(s.sender.Addr))
}

func (s *subject) tenantIs(is func(string) bool) Verdict {
	if !s.loaded && s.sender.UserAgent == others && s.sender.Addr == others {
		return NeedsContent
	}
	return verdict(is(s.sender.Tenant))
}

// hostOnly cuts the port off, as the index does: it is another one for each
// connection.
func hostOnly(s capture.Sender) capture.Sender {
	if host, _, err := net.SplitHostPort(s.Addr); err == nil {
		s.Addr = host
	}
	return s
}

// addrIs looks at host and port.
func (s *subject) addrIs(is func(string) bool) Verdict {
	if !s.loaded {
		return NeedsContent
	}
	return verdict(is(s.ex.Sender.Addr))
}

func (s *subject) answerIs(is func(string) bool) Verdict {
	if !s.loaded {
		return NeedsContent
	}
	return verdict(is(string(s.ex.Verdict.Answer.Body)))
}

func (s *subject) methodIs(is func(string) bool) Verdict {
	if !s.loaded {
		return NeedsContent
	}
	return verdict(is(s.ex.Request.Method))
}

func (s *subject) pathIs(is func(string) bool) Verdict {
	if !s.loaded {
		return NeedsContent
	}
	return verdict(is(s.ex.Request.Path))
}

func verdict(holds bool) Verdict {
	if holds {
		return Yes
	}
	return No
}

// ordered maps a hash to a number with the same order.
func ordered(hash uint64) int64 { return int64(hash ^ 1<<63) }

package capture

import (
	"maps"
	"net/http"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"rwscope/store"
)

// appendExchange appends the payload of an exchange's frame and returns the
// length of its head. Nothing is allocated for series or samples.
func appendExchange(b []byte, e *Exchange, row *Row) (_ []byte, head int) {
	w := wire{b}
	w.message(1, func(w *wire) { w.summary(row, &e.Took) })
	short := e.Sender.cut()
	w.message(2, func(w *wire) { w.sender(short) })
	w.alwaysString(3, telling(&e.Verdict))
	head = len(w.b) - len(b)
	if short != e.Sender {
		w.message(4, func(w *wire) { w.sender(e.Sender) })
	}
	w.message(5, func(w *wire) { w.request(&e.Request) })
	w.message(6, func(w *wire) { w.verdict(&e.Verdict) })
	w.string(7, string(e.Next))
	w.bytes(15, e.Request.Body)
	return w.b, head
}

func (w *wire) sender(s Sender) {
	w.string(1, s.Addr)
	w.string(2, s.UserAgent)
	w.string(3, s.Tenant)
}

func (w *wire) request(r *Request) {
	w.string(1, r.Method)
	w.string(2, r.Path)
	w.headers(3, r.Header)
	w.uint(4, uint64(r.Declared))
	w.string(5, string(r.Form))
	w.string(6, string(r.Coding))
	w.int(7, r.DecodedBytes)
	w.int(8, r.RetryAttempt)
	w.always64(9, r.BodyHash)
	w.sint(10, r.Oldest)
	w.sint(11, r.Newest)
}

// headers writes headers in the order of their names, so that equal exchanges
// have equal bytes.
func (w *wire) headers(n protowire.Number, h http.Header) {
	var room [24]string
	names := slices.AppendSeq(room[:0], maps.Keys(h))
	slices.Sort(names)
	for _, name := range names {
		w.message(n, func(w *wire) {
			w.string(1, name)
			for _, value := range h[name] {
				w.alwaysString(2, value)
			}
		})
	}
}

func (w *wire) verdict(v *store.Verdict) {
	w.message(1, func(w *wire) { w.answer(&v.Answer) })
	w.message(2, func(w *wire) {
		w.int(1, v.Sent.Series)
		w.int(2, v.Sent.Samples)
		w.int(3, v.Sent.Histograms)
		w.int(4, v.Sent.Exemplars)
		w.int(5, v.Sent.Metadata)
	})
	w.message(3, func(w *wire) {
		w.int(1, v.Stored.Samples)
		w.int(2, v.Stored.Histograms)
		w.int(3, v.Stored.Exemplars)
		w.int(4, v.Stored.Duplicates)
	})
	w.outcomes(4, v.Outcomes.Samples)
	w.outcomes(5, v.Outcomes.Histograms)
	w.outcomes(6, v.Outcomes.Exemplars)
	for i := range v.Problems {
		w.message(7, func(w *wire) { w.problem(&v.Problems[i]) })
	}
	w.int(8, v.ProblemsTotal)
	w.int(9, v.Collateral)
	w.message(10, func(w *wire) { w.limits(v.Limits) })
	w.string(11, v.Disagreement)
	w.bool(12, v.Mispredicted)
}

func (w *wire) answer(a *store.Answer) {
	w.int(1, a.Status)
	w.headers(2, a.Header)
	w.bytes(3, a.Body)
	w.string(4, string(a.By))
}

// outcomes writes runs of equal outcomes. A nil slice, which means that all were
// stored, leaves no field at all.
func (w *wire) outcomes(n protowire.Number, outcomes []store.Outcome) {
	if outcomes == nil {
		return
	}
	w.message(n, func(w *wire) {
		if len(outcomes) == 0 {
			return
		}
		w.message(1, func(w *wire) {
			for rest := outcomes; len(rest) > 0; {
				run := 1
				for run < len(rest) && rest[run] == rest[0] {
					run++
				}
				w.b = protowire.AppendVarint(w.b, uint64(rest[0]))
				w.b = protowire.AppendVarint(w.b, uint64(run))
				rest = rest[run:]
			}
		})
	})
}

func (w *wire) problem(p *store.Problem) {
	w.uint(1, uint64(p.Level))
	w.string(2, p.Cause)
	w.string(3, string(p.Role))
	w.string(4, p.Series)
	w.string(5, string(p.Item))
	w.sint(6, int64(p.Index))
	w.sint(7, p.Timestamp)
	w.string(8, p.Text)
	w.string(9, p.Why)
	w.string(10, p.Fix)
	for _, f := range p.Facts {
		w.message(11, func(w *wire) {
			w.string(1, f.Name)
			w.string(2, f.Value)
		})
	}
	if c := p.Conflict; c != nil {
		w.message(12, func(w *wire) {
			w.uint(1, c.Exchange)
			w.string(2, c.Sender)
			w.sint(3, c.Timestamp)
			w.string(4, c.Value)
		})
	}
}

func (w *wire) limits(l store.Limits) {
	w.bool(1, l.Known)
	w.sint(2, l.MinValid)
	w.sint(3, l.MaxTime)
	w.sint(4, l.Now)
	w.sint(5, l.Window)
}

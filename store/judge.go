package store

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"rwscope/decode"
)

// Judge answers the request as Prometheus 3.16 would, stores what Prometheus would
// store, and says what became of every item. It never fails: what goes wrong is in
// the verdict.
func (s *Store) Judge(r *Request) *Verdict {
	v := &Verdict{}
	if m := r.Body.Message; m != nil {
		v.Sent = Counts(m.Counts())
	}
	suspects, refused, done := s.judgeFast(r, v)
	if !done {
		suspects = s.exact(r, v, refused)
	}
	s.lint(r, v, suspects)
	if v.Disagreement != "" {
		s.mu.Lock()
		s.stats.Disagreements++
		s.mu.Unlock()
		v.add(Finding{Cause: CauseDisagreement, Role: RoleWitness, Item: ItemRequest, Index: -1, Detail: v.Disagreement})
	}
	if v.Mispredicted {
		v.add(Finding{Cause: CauseMisprediction, Role: RoleWitness, Item: ItemRequest, Index: -1})
	}
	return v
}

// add puts one finding into words.
func (v *Verdict) add(f Finding) {
	v.ProblemsTotal++
	if len(v.Problems) < MaxProblems {
		v.Problems = append(v.Problems, Explain(f))
	}
}

// fault is the verdict on a request that made the program itself fail. What was
// appended until then was rolled back.
func (v *Verdict) fault(reason any) {
	*v = Verdict{Sent: v.Sent, Answer: Answer{
		Status: http.StatusInternalServerError, Header: make(http.Header), By: ByFault,
		Body: []byte("rwscope failed to judge this request\n"),
	}}
	v.add(Finding{
		Cause: CauseInternalFault, Role: RoleCulprit, Item: ItemRequest, Index: -1,
		Detail: fmt.Sprintf("%v\n%s", reason, debug.Stack()),
	})
}

// ignoreAll marks everything that the body holds as never looked at.
func (o *Outcomes) ignoreAll(m *decode.Message) {
	o.Samples = ignored(len(m.Samples))
	o.Histograms = ignored(len(m.Histograms))
	o.Exemplars = ignored(len(m.Exemplars))
}

func ignored(n int) []Outcome {
	if n == 0 {
		return nil
	}
	list := make([]Outcome, n)
	for i := range list {
		list[i] = Ignored
	}
	return list
}

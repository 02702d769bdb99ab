package capture

import (
	"fmt"
	"net/http"

	"rwscope/decode"
	"rwscope/store"
)

// refusal is an answer that is given without asking the judge, and why.
type refusal struct {
	answer  store.Answer
	finding store.Finding
}

// refuse makes the refusal that answers with status and text the way http.Error
// does, as all of Prometheus' own errors are.
func refuse(by store.By, status int, cause, text string) *refusal {
	return &refusal{
		answer: store.Answer{
			Status: status,
			Header: http.Header{
				"Content-Type":           {"text/plain; charset=utf-8"},
				"X-Content-Type-Options": {"nosniff"},
			},
			Body: []byte(text + "\n"),
			By:   by,
		},
		finding: store.Finding{Cause: cause, Role: store.RoleCulprit, Item: store.ItemRequest, Index: -1, Error: text},
	}
}

// verdict is that of a request which the judge did not see: nothing of the body is
// stored. The body may be nil.
func (r *refusal) verdict(b *decode.Body) store.Verdict {
	return store.Verdict{
		Answer:        r.answer,
		Sent:          sentIn(b),
		Outcomes:      ignored(b),
		Problems:      []store.Problem{store.Explain(r.finding)},
		ProblemsTotal: 1,
	}
}

// refuseOver refuses what is over a limit that Prometheus does not have. The answer
// says whose limit it is and which flag moves it: senders log it.
func refuseOver(status int, cause, what string, limit int64, flag string) *refusal {
	detail := fmt.Sprintf("%s, over the limit of %d (--%s)", what, limit, flag)
	r := refuse(store.ByLimit, status, cause, "rwscope: "+detail)
	r.finding.Detail = detail
	return r
}

// routed is the answer of Prometheus' router, which lets only POST through to the
// write handler; nil for POST. (web/api/v1/api.go, Register; measured on 3.16.)
func routed(method string) *refusal {
	switch method {
	case http.MethodPost:
		return nil
	case http.MethodOptions:
		r := refuse(store.ByPrometheus, http.StatusNoContent, store.CauseMethod, "")
		r.answer.Header = http.Header{"Vary": {"Accept-Encoding", "Origin"}}
		r.answer.Body = nil
		r.finding.Role, r.finding.Detail = store.RoleWitness, method
		return r
	default:
		r := refuse(store.ByPrometheus, http.StatusMethodNotAllowed, store.CauseMethod, "Method Not Allowed")
		r.answer.Header["Allow"] = []string{"OPTIONS, POST"}
		r.finding.Detail = method
		return r
	}
}

// Package store judges remote_write requests: it answers each exactly as
// Prometheus 3.16 would, stores what Prometheus would store in a real local TSDB,
// and says beside it what became of every item.
//
// # Words
//
//	exchange    one request and its answer, immutable once published
//	verdict     everything that the judge found about one exchange
//	outcome     what became of one sample, histogram or exemplar
//	culprit     an item that caused the answer
//	collateral  a good item that was lost with a culprit
//	problem     one finding: cause, item, facts, explanation, fix
//
// # Two paths
//
//	                 ┌─ surely clean ──▶ append by series reference, commit ──▶ 204
//	request ─▶ predict                                                            │
//	                 └─ anything else ─▶ Prometheus' own write handler over a ────┤
//	                                     recording appender                       ▼
//	                                                                           verdict
//
// The prediction looks at the series table and at the head's limits alone;
// nothing is ever appended to find something out, since even a rolled back
// append leaves an empty series behind that changes later answers.
//
// # Concurrency
//
// One mutex in [Store.Judge] makes appends serial, so that what was predicted still
// holds when it is appended. Reads (queries, read-back, series statistics) go
// to the TSDB beside it.
//
// # Where things are
//
// judge.go chooses the path. fast.go and clean.go are the short one: predict, append.
// exact.go, recorder.go and settle.go are the long one: watch the handler, then bring
// what was foreseen (plan.go, forecast.go), what was recorded and what can be read
// back (witness.go, testify.go) together. excerpt.go shortens it where the handler
// will stop early. newest.go and commit.go hold the rules of
// the head that both foresee by. findings.go collects what there is to say, and the
// catalogue with explain.go finds the words.
package store

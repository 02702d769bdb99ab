// Package demo is a sender of realistic remote_write traffic: real HTTP requests
// of several senders, and a repeating programme of the faults that users of
// remote_write run into.
//
// # Traffic
//
// Seven senders take turns: Prometheus with message v1 and v2, a vmagent, a pair
// of HA replicas, an OpenTelemetry collector, and a few that cannot do it right.
// They scrape a few hundred series of made-up nodes and services, whose values
// are curves that one can look at: load follows a wave, counters only grow (until
// their process restarts), latencies are log-normal. Requests are shaped as the
// senders shape them: Prometheus' queue manager puts every sample, histogram and
// exemplar into a TimeSeries of its own and sends metadata apart (v1), the
// collector groups what belongs to one series.
//
// # Programme
//
//	exchange   1 … 12    each sender twice, so that every series has a past
//	exchange  13 … 56    every scene once, an ordinary request between two
//	after that           one scene every ten exchanges, in the same order, for ever
//
// A [Scene] is a fault, or something that happens to healthy senders too: a pod
// is replaced, a process restarts, an answer gets lost. [Scenes] is the table.
//
// # Determinism
//
// Requests are sent one after another, and everything random comes from one
// seed, so the same seed at the same times gives the same bytes. The clock is the
// time package's, so that a testing/synctest bubble holds it.
package demo

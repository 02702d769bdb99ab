// Package replay sends recorded exchanges again, to a receiver or to a fresh store
// of its own, and compares what comes back with what was recorded.
//
//	history ──▶ filter ──▶ plan ──▶ load ──▶ move times ──▶ order ──▶ target
//	                        │                                          │ answer
//	                 when, how many                      report ◀──────┘
//
// # What is sent
//
// Method, path, headers and the compressed body as they came, with these
// exceptions. Headers that belong to a connection (Connection, Keep-Alive,
// Transfer-Encoding, Content-Length, Expect …) and Host are made anew. A header or
// a query whose secret was replaced in the recording is left out, and reported: a
// fingerprint opens no door. If times are moved, the body is taken apart, moved and
// compressed again; a body that cannot be read is sent as it came, and counted.
//
// # Time
//
// A receiver refuses what is too old. [Shift] moves all times of a recording by one
// offset, so that distances stay: timestamps of samples, histograms and exemplars,
// start timestamps as well. 0 is an absent time and stays. [ShiftNow] chooses the
// offset so that what was fresh when it was recorded is fresh when it arrives: the
// typical newest sample of a request becomes the moment of its arrival. With a
// speed other than 1 that holds for the end of the recording; what comes before
// arrives late rather than from the future, which receivers do not take.
//
// # Order
//
// One request at a time gives the recorded order. With more, a request waits for
// those before it that share a series with it, so that every series keeps its
// order: senders guarantee that, and receivers depend on it. Connections would not
// do, since one sender spreads a series over several. What depends on the order
// between series, such as the age that a receiver still takes, may then differ.
//
// # Judging again
//
// [Rejudge] and a [Self] target judge in process, in a fresh TSDB, one request at
// a time. Times are not moved unless asked for, so what a clock decides, that a
// sample is too far in the future, is decided by today's.
package replay

// Package capture moves requests between the network, the judge and the disk.
//
// # The life of a request
//
//	conn ──▶ Receiver ── limits ──▶ read body ──▶ decode.Decode ──▶ store.Judge
//	                                                                   │ verdict
//	conn ◀── answer ◀── History.Append (journal: write(2)) ◀── Exchange┘
//	                        │
//	                        └─ wake (capacity 1) ──▶ whoever looks: dashboard, JSON lines
//
// The exchange is on disk before its sender gets the answer, so a kill -9 loses
// nothing that was acknowledged. Lookers pull snapshots; they never hold up a
// sender.
//
// # The history
//
// A [History] is the ordered list of all exchanges: an index of fixed-size [Row]s
// in memory, everything else in the journal file, read on demand. See FORMAT.md
// for the file.
package capture

package tui

import (
	"fmt"
	"testing"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// crowd lets senders send, each once more than the one before.
func crowd(t *testing.T, r *rig, senders int) {
	t.Helper()
	for i := range senders {
		for range i + 1 {
			x := &capture.Exchange{
				ID: r.journal.Reserve(), Time: time.Now(),
				Sender:  capture.Sender{Addr: "10.0.0.1:1", UserAgent: fmt.Sprintf("agent-%02d/1", i)},
				Verdict: store.Verdict{Answer: store.Answer{Status: 204}},
			}
			if err := r.journal.Append(x); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.settle()
}

// The list of senders begins at its top, whoever came first; from the first movement
// on the cursor stays with its sender.
func TestSendersBeginAtTheTop(t *testing.T) {
	onRig(t, 0, 120, 24, func(t *testing.T, r *rig) {
		crowd(t, r, 30)
		r.press("2")
		r.mustSee("agent-29/1  10.0.0.1", "requests    30")
		r.press("down", "S")
		r.mustSee("agent-28/1  10.0.0.1", "requests    29")
	})
}

// A sender that sends a refused body again and leaves series behind is told so.
func TestSendersBrokenRules(t *testing.T) {
	onRig(t, 0, 120, 40, func(t *testing.T, r *rig) {
		for i, id := range []uint64{1, 1, 2, 1} {
			x := &capture.Exchange{
				ID: r.journal.Reserve(), Time: time.Now().Add(time.Duration(i) * time.Second),
				Sender:  capture.Sender{Addr: "10.0.0.1:" + string(rune('1'+i)), UserAgent: "stubborn/1"},
				Request: capture.Request{Declared: decode.V1, BodyHash: id, Body: []byte("body"), Newest: time.Now().UnixMilli()},
				Verdict: store.Verdict{Answer: store.Answer{Status: 400}, Sent: store.Counts{Samples: 10 * i}},
			}
			if err := r.journal.Append(x); err != nil {
				t.Fatal(err)
			}
		}
		r.settle()
		r.press("2")
		r.mustSee("stubborn/1", "4 × 400", "3 attempts in", "exchanges 1 to 4",
			"retry after refusal × 2", "exchange 4 has the body of exchange 2, which was refused for good", "MUST NOT retry")
		r.update(abandonedMsg{map[string]store.Abandoned{"stubborn/1 10.0.0.1": {Series: 12, Example: `{__name__="gone"}`}}})
		r.mustSee("12 series without a stale marker", `gone`)
	})
}

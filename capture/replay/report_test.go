package replay

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// TestReportExplainsAge replays an old recording into a receiver that holds newer
// samples: unshifted it is refused, and the table says why; shifted it is taken.
func TestReportExplainsAge(t *testing.T) {
	history := record(t,
		request{series: []string{"up"}},
		request{after: time.Minute, series: []string{"up"}},
	)
	receiver := openSelf(t, store.Config{})
	fresh := request{series: []string{"fresh"}, age: -time.Since(recorded)}.exchange(t, 1)
	if reply, err := receiver.Send(t.Context(), fresh, fresh.Request.Body); err != nil || reply.Answer.Status != 204 {
		t.Fatalf("answered %d, %v", reply.Answer.Status, err)
	}
	server := httptest.NewServer(capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{}), Judge: receiver.Store(), History: openSelf(t, store.Config{}).History(),
	}))
	defer server.Close()
	target, err := NewURL(URLConfig{Address: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	report, err := replay(t, Config{History: history, Target: target})
	if err != nil {
		t.Fatal(err)
	}
	table := tableOf(t, report)
	for _, want := range []string{"0 answered as recorded, 2 differently", "2× 204 → 400 out_of_bounds, first #1", "why: The newest sample of the first such request was ", "fix: Use --shift now"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not say %q:\n%s", want, table)
		}
	}
	report, err = replay(t, Config{History: history, Target: target, Shift: ShiftNow})
	if err != nil || report.Same != 2 {
		t.Errorf("shifted to now: %v\n%s", err, tableOf(t, report))
	}
}

func TestReportTable(t *testing.T) {
	r := newReport(ShiftNone)
	r.Took = 1500 * time.Millisecond
	add := func(id uint64, was, is store.Answer, samples int, leftOut ...string) {
		ex := &capture.Exchange{ID: id, Verdict: store.Verdict{Answer: was, Sent: store.Counts{Samples: samples}}}
		r.add(sent{ex: ex, reply: Reply{Answer: is, LeftOut: leftOut}, moved: id != 2, at: recorded})
	}
	ok, text := store.Answer{Status: 204}, func(status int, body string) store.Answer {
		return store.Answer{Status: status, Body: []byte(body)}
	}
	add(1, ok, ok, 10)
	add(2, ok, ok, 10, "header Authorization")
	add(3, ok, text(400, "out of order sample for series {job=\"a\"}\nout of order sample for series {job=\"b\"}\n"), 10)
	add(4, ok, text(400, "out of order sample for series {job=\"c\"}\n"), 10)
	add(5, text(503, "queue 17 is full \x1b[31m"), text(503, "queue 21 is full \x1b[31m"), 10)
	add(6, store.Answer{}, ok, 10)
	add(7, ok, store.Answer{Status: 204, Header: http.Header{"X-Prometheus-Remote-Write-Samples-Written": {"9"}}}, 10)
	got := tableOf(t, r)
	want := `sent 7 requests, 70 samples in 1.5s: 3 answered as recorded, 3 differently, 1 without a recorded answer
1 requests were sent with their old times: their bodies cannot be read
header Authorization was left out of 1 requests: the recording has only a fingerprint of it (--header gives another)

  recorded  now  answer
         5    3  204
         0    2  400 out_of_order
         1    1  503 queue # is full \x1b[#m
         0    1  204 (says not all written)
         1    0  no answer recorded

2× 204 → 400 out_of_order, first #3
   why: The receiver holds newer samples, or other ones of the same time, of these series: from another sender, or from replaying before.
   fix: Use --shift now, or a fresh receiver: --to self.

1× 204 → 204 (says not all written), first #7
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func tableOf(t *testing.T, r *Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

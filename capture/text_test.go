package capture_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

func textExchange() *capture.Exchange {
	x := &capture.Exchange{
		ID:     17,
		Time:   time.Date(2026, 11, 23, 10, 0, 0, 123e6, time.UTC),
		Sender: capture.Sender{Addr: "127.0.0.1:53122", UserAgent: "Prometheus/3.16.0"},
		Request: capture.Request{
			Method: "POST", Path: "/api/v1/write", Declared: decode.V1, Form: decode.FormV1,
		},
		Verdict: store.Verdict{
			Answer:     store.Answer{Status: 400, By: store.ByPrometheus},
			Sent:       store.Counts{Series: 3, Samples: 3},
			Collateral: 2,
		},
		Next: store.NextDrop,
		Took: capture.Took{Total: 390 * time.Microsecond},
	}
	for range 12 {
		x.Verdict.Problems = append(x.Verdict.Problems, store.Problem{
			Level: store.LevelError, Cause: store.CauseOutOfOrder, Series: `{__name__="up"}`,
			Text: "out of order sample", Why: "The series has a newer sample.", Fix: "Sort them.",
		})
	}
	x.Verdict.ProblemsTotal = 12
	return x
}

func TestAppendText(t *testing.T) {
	const problem = `    error out_of_order {__name__="up"}: out of order sample
`
	const explanation = `      why: The series has a newer sample.
      fix: Sort them.
`
	x := textExchange()
	x.Verdict.Problems[2].Fix = "Sort these."
	want := `#17 2026-11-23T10:00:00.123Z 400 by prometheus, POST /api/v1/write v1 from Prometheus/3.16.0 127.0.0.1:53122
    sent 3 series, 3 samples; stored nothing; 2 lost with a culprit; next DROP; 390µs
` + problem + problem + explanation +
		problem + strings.Replace(explanation, "them", "these", 1) +
		strings.Repeat(problem, 7) + explanation + "    … 2 more problems\n"
	if got := string(capture.AppendText(nil, x)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Everything that came from the network may hold what a terminal obeys.
func TestAppendTextShowsNothingATerminalObeys(t *testing.T) {
	const hostile = "a\x1b[2J\u202eb\r\n\x00\xff"
	x := textExchange()
	x.Sender.UserAgent, x.Request.Method, x.Request.Path = hostile, hostile, hostile
	p := &x.Verdict.Problems[0]
	x.Verdict.Problems[1].Why = "another"
	p.Cause, p.Series, p.Text, p.Why, p.Fix = hostile, hostile, hostile, hostile, hostile
	got := string(capture.AppendText(nil, x))
	if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("character %q at %d of\n%q", got[i], i, got)
	}
	if n := strings.Count(got, `\x1b[2J`); n != 8 {
		t.Errorf("got the hostile text %d times quoted, want 8:\n%s", n, got)
	}
}

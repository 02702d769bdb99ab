package capture

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/cockroachdb/datadriven"

	"rwscope/decode"
	"rwscope/store"
)

// TestSenders reads what senders do, a line for each exchange, and shows what the
// table of senders says then.
//
//	send from=a at=1s body=1 status=503 took=20ms retry=0 samples=100 kept=90 metadata=0 cause=too_old lag=2s
//	show
func TestSenders(t *testing.T) {
	start := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	datadriven.Walk(t, "testdata/senders", func(t *testing.T, path string) {
		j := journalAt(t, t.TempDir()+"/a.rwscope")
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			for line := range strings.Lines(d.Input) {
				if err := j.Append(sentExchange(t, j, start, strings.Fields(line))); err != nil {
					t.Fatal(err)
				}
			}
			live := showSenders(j.Snapshot(), start)
			if scanned := showSenders(openReader(t, j.Path()).Snapshot(), start); scanned != live {
				t.Errorf("%s: scanned\n%s\nlive\n%s", d.Pos, scanned, live)
			}
			return live
		})
	})
}

// sentExchange makes an exchange of a line of key=value.
func sentExchange(t *testing.T, h History, start time.Time, fields []string) *Exchange {
	t.Helper()
	value := make(map[string]string)
	for _, f := range fields {
		name, v, _ := strings.Cut(f, "=")
		value[name] = v
	}
	number := func(name string) int {
		n, err := strconv.Atoi("0" + value[name])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	duration := func(name string) time.Duration {
		d, err := time.ParseDuration("0s" + value[name])
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	at := start.Add(duration("at"))
	e := &Exchange{
		ID: h.Reserve(), Time: at, Sender: Sender{Addr: "10.0.0.1:" + fmt.Sprint(h.Snapshot().Len()), UserAgent: value["from"]},
		Request: Request{
			BodyHash: uint64(number("body")), Body: []byte("body"), Declared: decode.V1, RetryAttempt: number("retry"),
			Newest: at.Add(-duration("lag")).UnixMilli(),
		},
		Verdict: store.Verdict{
			Answer: store.Answer{Status: number("status")},
			Sent:   store.Counts{Samples: number("samples"), Metadata: number("metadata")}, Stored: store.Kept{Samples: number("samples")},
		},
	}
	if _, some := value["kept"]; some {
		e.Verdict.Stored.Samples = number("kept")
	}
	if cause := value["cause"]; cause != "" {
		e.Verdict.Problems = []store.Problem{{Cause: cause, Level: store.LevelError, Role: store.RoleCulprit}}
		e.Verdict.ProblemsTotal = 1
	}
	e.Took.Judge = duration("took")
	e.Took.Journal, e.Took.Total = 1, e.Took.Judge
	return e
}

func showSenders(s Snapshot, start time.Time) string {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, stats := range s.SenderStats {
		lag, _ := stats.Lag()
		fmt.Fprintf(w, "%s %s: %d requests, %v, busy %v, concurrent %d max %d overlaps %d, lag %v max %v, fill %.2f, largest %d, lost %d\n",
			stats.Sender.UserAgent, stats.Sender.Addr, stats.Requests, stats.Statuses, stats.Busy,
			stats.Concurrent, stats.MaxConcurrent, stats.Overlaps, lag, stats.MaxLag, stats.Fill(), stats.LargestBatch, stats.Lost)
		for _, c := range stats.Causes {
			fmt.Fprintf(w, "  %s %d\n", s.Cause(c.Cause), c.Count)
		}
		for _, r := range stats.Retrying {
			fmt.Fprintf(w, "  body %d: %d attempts, exchanges %d to %d, header %d, answered %d, for %v\n",
				r.BodyHash, r.Attempts, r.First, r.Last, r.Attempt, r.Status, r.Lasted())
		}
		for _, f := range stats.Findings() {
			fmt.Fprintf(w, "  %v %v %d: %s\n", f.Rule.Level(), f.Rule, f.Count, f.Text)
		}
	}
	w.Flush()
	return b.String()
}

func TestSenderRates(t *testing.T) {
	var s SenderStats
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for i := range 100 { // ten a second
		s.count(&Row{Time: at.Add(time.Duration(i) * 100 * time.Millisecond).UnixNano(), Samples: 50, WireBytes: 1000})
	}
	for _, c := range []struct {
		now     time.Time
		seconds int
		want    Rate
	}{
		{at.Add(10 * time.Second), 5, Rate{10, 500, 10_000}},
		{at.Add(10 * time.Second), 20, Rate{10, 500, 10_000}}, // since it began
		{at.Add(20 * time.Second), 20, Rate{5, 250, 5_000}},
		{at.Add(15 * time.Second), 10, Rate{5, 250, 5_000}},
		{at.Add(time.Hour), 10, Rate{}},
	} {
		if got := s.Rate(c.now, c.seconds); got != c.want {
			t.Errorf("%v, %d seconds: got %v, want %v", c.now, c.seconds, got, c.want)
		}
	}
	if got := s.PerSecond(at.Add(12*time.Second), 4); !slices.Equal(got, []float64{10, 10, 0, 0}) {
		t.Errorf("requests in each of four seconds: got %v, want 10, 10, 0, 0", got)
	}
}

// TestSenderTableIsBounded sends from more senders than are told apart.
func TestSenderTableIsBounded(t *testing.T) {
	x := newIndex(0)
	for i := range uint64(maxSenders + 100) {
		row := Row{ID: i + 1, Time: int64(i), WireBytes: 1}
		row.Sender = x.internSender(Sender{Addr: fmt.Sprintf("h%d:1", i), UserAgent: strings.Repeat("x", 1<<16)})
		x.add(row)
	}
	x.settle()
	s := x.Snapshot()
	last := s.SenderStats[maxSenders-1]
	if len(s.Senders) != maxSenders || len(s.SenderStats) != maxSenders || last.Requests != 101 || last.Sender.Addr != "others" {
		t.Errorf("%d senders, the last one %v with %d requests", len(s.Senders), last.Sender.Addr, last.Requests)
	}
	if n := len(s.Senders[0].UserAgent); n != maxSenderText {
		t.Errorf("a sender has %d bytes of User-Agent", n)
	}
}

// TestSenderStatsStay looks at old snapshots after new exchanges.
func TestSenderStatsStay(t *testing.T) {
	j := journalAt(t, t.TempDir()+"/a.rwscope")
	var snapshots []Snapshot
	for i := range 10 {
		line := fmt.Sprintf("from=a at=%ds body=%d status=%d took=1ms", i, i/4, 500+i%3)
		if err := j.Append(sentExchange(t, j, time.Unix(1795406400, 0), strings.Fields(line))); err != nil {
			t.Fatal(err)
		}
		snapshots = append(snapshots, j.Snapshot())
	}
	for i, s := range snapshots {
		sum := uint64(0)
		for _, c := range s.SenderStats[0].Statuses {
			sum += c.Count
		}
		if got := s.SenderStats[0].Requests; got != uint64(i+1) || sum != got {
			t.Errorf("snapshot %d: %d requests, %d statuses", i, got, sum)
		}
	}
	if a, b := j.Snapshot(), j.Snapshot(); a.SenderStats[0] != b.SenderStats[0] {
		t.Error("statistics are copied though nothing happened")
	}
}

// BenchmarkTrack is what an exchange costs the table of senders.
func BenchmarkTrack(b *testing.B) {
	var track senderTrack
	names := []Sender{{Addr: "a"}, {Addr: "b"}}
	var row Row
	for b.Loop() {
		row.ID++
		row.Time += 1e6
		row.BodyHash += 0x9e3779b97f4a7c15
		row.WireBytes, row.Samples, row.Status, row.TookMicros, row.Sender = 1, 1, 204, 500, uint32(row.ID%2)
		track.count(&row, names)
	}
}

// TestSendersPage keeps docs/senders.md true. With -rewrite it writes the page.
func TestSendersPage(t *testing.T) {
	const path = "../docs/senders.md"
	want := sendersPage()
	if rewrite := flag.Lookup("rewrite"); rewrite != nil && rewrite.Value.String() == "true" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the table of rules says; run this test with -rewrite", path)
	}
}

func sendersPage() string {
	var out strings.Builder
	out.WriteString(`# Senders

What a sender does over many requests and no single one shows. A sender is a User-Agent, a host and a tenant,
through all of its connections. The Senders screen has a scorecard for each: rate, lag, how full its batches are,
how many requests are under way at once, what was lost and why, which bodies came again, and the rules of the
Remote-Write specifications that it breaks. Without a screen, the rules are told on standard error at the end.

Retries are found by their body: the same bytes of the same sender again. Metadata of v1 does not count; Prometheus
sends all of it again each minute.

| rule | level | what the specification says | what is told |
|---|---|---|---|
`)
	for rule := range sequences {
		r := sequenceRules[rule]
		text := strings.NewReplacer(" of exchange %d", " of exchange M", " after exchange %d", " after exchange M", "exchange %d", "exchange N").Replace(r.text)
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", r.name, r.level, r.spec, text)
	}
	out.WriteString(`
Beside these, series that **ended without a stale marker** are counted: they got nothing for five minutes while their
sender went on, so that queries showed their last value for as long. That a series' samples come in order is judged
sample by sample, see [out_of_order](causes.md#out_of_order).

This page is written by the test that keeps it true: ` + "`go test ./capture -run TestSendersPage -rewrite`" + `.
`)
	return out.String()
}

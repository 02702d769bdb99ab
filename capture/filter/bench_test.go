package filter

import (
	"path/filepath"
	"testing"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// benchExchanges is the size of the history that the budget is about: 1 s for
// fields of the index.
const benchExchanges = 1_000_000

func BenchmarkScan(b *testing.B) {
	history := bigHistory(b, benchExchanges)
	for _, text := range []string{
		"status:4xx",
		"stored:<sent cause:out_of_order sender:vmagent message:v2 size:>100KB lag:>1m",
		"untrue or level:>=warning and not (retry:>0 or time:10:05)",
		`sender:~".*agent.*"`,
	} {
		f := mustParse(b, text)
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				found := 0
				for _, err := range Scan(b.Context(), history, f, 0, nil) {
					if err != nil {
						b.Fatal(err)
					}
					found++
				}
				b.ReportMetric(float64(found), "found")
			}
		})
	}
}

// BenchmarkContent compares the labels of a request of the usual size.
func BenchmarkContent(b *testing.B) {
	x := fixture(b)[0]
	x.ex.Request.Body = manySeries(b, 2000)
	b.SetBytes(int64(len(x.ex.Request.Body)))
	decoder := decode.NewDecoder(decode.Config{LazyLabels: true})
	for _, text := range []string{`{job="absent"}`, `{instance=~"10.0.*",job!~"ap.*"}`} {
		f := mustParse(b, text)
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				f.MatchLoaded(&capture.Row{}, x.ex, decoder)
			}
		})
	}
}

// bigHistory journals n exchanges of varying sorts, without bodies.
func bigHistory(b *testing.B, n int) capture.History {
	b.Helper()
	j, err := capture.OpenJournal(capture.JournalConfig{Path: filepath.Join(b.TempDir(), "big.rwscope")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { j.Close() })
	examples := fixture(b)
	for i := range n {
		ex := *examples[i%len(examples)].ex
		ex.ID, ex.Request.Body = j.Reserve(), nil
		ex.Verdict.Answer.Body, ex.Verdict.Outcomes = nil, store.Outcomes{}
		if err := j.Append(&ex); err != nil {
			b.Fatal(err)
		}
	}
	return j
}

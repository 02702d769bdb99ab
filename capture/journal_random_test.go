package capture

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// made makes random exchanges. Equal seeds make equal exchanges.
type made struct{ *rand.Rand }

func newMade(seed uint64) made { return made{rand.New(rand.NewPCG(seed, 1))} }

// exchange is a random exchange with every field in use now and then, strings
// that are no UTF-8 among them.
func (m made) exchange(id uint64) *Exchange {
	return &Exchange{
		ID:      id,
		Time:    time.Unix(1795406400, m.Int64N(1e15)).UTC(),
		Sender:  Sender{Addr: fmt.Sprintf("10.0.0.%d:%d", m.IntN(4), m.IntN(65536)), UserAgent: m.text(40), Tenant: m.text(8)},
		Request: m.request(),
		Verdict: m.verdict(),
		Next:    nexts[m.IntN(len(nexts))],
		Took: Took{
			Read: m.duration(), Decode: m.duration(), Judge: m.duration(),
			Journal: 1 + m.duration(), Total: 1 + m.duration(),
		},
	}
}

func (m made) request() Request {
	r := Request{
		Method: "POST", Path: "/api/v1/write" + m.text(10), Header: m.header(), Body: m.bytes(3000),
		Declared: decode.Kind(m.IntN(3)), Form: decode.FormV1, Coding: decode.CodingSnappy,
		DecodedBytes: m.IntN(1 << 25), RetryAttempt: m.IntN(3), BodyHash: m.Uint64(),
	}
	if m.IntN(4) > 0 {
		r.Oldest = 1795406000000 + m.Int64N(1e6)
		r.Newest = r.Oldest + m.Int64N(1e6)
	}
	return r
}

func (m made) verdict() store.Verdict {
	v := store.Verdict{
		Answer:        store.Answer{Status: 200 + m.IntN(400), Header: m.header(), Body: m.bytes(100), By: answerers[m.IntN(len(answerers))]},
		Sent:          store.Counts{Series: m.IntN(1e6), Samples: m.IntN(1e6), Histograms: m.IntN(9), Exemplars: m.IntN(9), Metadata: m.IntN(9)},
		Stored:        store.Kept{Samples: m.IntN(1e6), Histograms: m.IntN(9), Exemplars: m.IntN(9), Duplicates: m.IntN(9)},
		Outcomes:      store.Outcomes{Samples: m.outcomes(), Histograms: m.outcomes(), Exemplars: m.outcomes()},
		ProblemsTotal: m.IntN(1000), Collateral: m.IntN(1000),
		Disagreement: m.text(20), Mispredicted: m.IntN(2) == 0,
	}
	for range m.IntN(4) {
		v.Problems = append(v.Problems, m.problem())
	}
	if m.IntN(2) == 0 {
		v.Limits = store.Limits{Known: true, MinValid: m.time(), MaxTime: m.time(), Now: m.time(), Window: m.time()}
	}
	return v
}

func (m made) problem() store.Problem {
	p := store.Problem{
		Level: store.Level(m.IntN(4)), Cause: "cause_" + fmt.Sprint(m.IntN(5)), Role: store.RoleWitness,
		Series: m.text(60), Item: store.ItemSample, Index: m.IntN(1000) - 1, Timestamp: m.time(),
		Text: m.text(80), Why: m.text(200), Fix: m.text(200),
	}
	for range m.IntN(3) {
		p.Facts = append(p.Facts, store.Fact{Name: m.text(10), Value: m.text(20)})
	}
	if m.IntN(2) == 0 {
		p.Conflict = &store.Conflict{Exchange: m.Uint64N(100), Sender: m.text(20), Timestamp: m.time(), Value: m.text(5)}
	}
	return p
}

func (m made) header() http.Header {
	if m.IntN(5) == 0 {
		return nil
	}
	h := http.Header{"Content-Type": {"application/x-protobuf"}, "User-Agent": {m.text(30)}}
	for i := range m.IntN(4) {
		h[fmt.Sprintf("X-%d", i)] = []string{m.text(20), ""}
	}
	return h
}

func (m made) outcomes() []store.Outcome {
	if m.IntN(3) == 0 {
		return nil
	}
	outcomes := []store.Outcome{}
	for range m.IntN(5) {
		o := store.Outcome(m.IntN(7))
		for range m.IntN(300) {
			outcomes = append(outcomes, o)
		}
	}
	return outcomes
}

// text is up to n bytes, often printable.
func (m made) text(n int) string {
	b := make([]byte, m.IntN(n+1))
	for i := range b {
		b[i] = byte(' ' + m.IntN(95))
		if m.IntN(50) == 0 {
			b[i] = byte(m.IntN(256))
		}
	}
	return string(b)
}

// bytes is nil or up to n bytes.
func (m made) bytes(n int) []byte {
	if m.IntN(10) == 0 {
		return nil
	}
	b := make([]byte, 1+m.IntN(n))
	for i := range b {
		b[i] = byte(m.IntN(256))
	}
	return b
}

func (m made) time() int64 { return 1795406400000 + m.Int64N(1e12) - 5e11 }

func (m made) duration() time.Duration { return time.Duration(m.Int64N(1e9)) }

// journalAt opens a journal, with a fixed salt, that the test closes.
func journalAt(t testing.TB, path string) *Journal {
	t.Helper()
	j, err := OpenJournal(JournalConfig{
		Path: path, Redaction: Redaction{Salt: []byte("salt")},
		Run: Run{Program: "rwscope test", Started: time.Unix(1795406400, 0), Settings: []Setting{{"out-of-order-time-window", "10m"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// appendMade appends n random exchanges and returns them.
func appendMade(t testing.TB, j *Journal, m made, n int) []*Exchange {
	t.Helper()
	var exchanges []*Exchange
	for range n {
		e := m.exchange(j.Reserve())
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
		exchanges = append(exchanges, e)
	}
	return exchanges
}

// everything is an exchange in which every field has a value of its own.
func everything() *Exchange {
	return &Exchange{
		ID: 1, Time: time.Unix(0, 2),
		Sender: Sender{Addr: "addr", UserAgent: strings.Repeat("u", maxSenderText+1), Tenant: "tenant"},
		Request: Request{
			Method: "method", Path: "path", Header: http.Header{"Request": {"5", "6"}}, Body: []byte("body"), WireBytes: 4,
			Declared: decode.V1, Form: decode.FormV2, Coding: decode.CodingGzip, DecodedBytes: 8, RetryAttempt: 9, BodyHash: 10,
			Oldest: 11, Newest: 12,
		},
		Verdict: store.Verdict{
			Answer:   store.Answer{Status: 299, Header: http.Header{"Answer": {"14"}}, Body: []byte("answer"), By: store.ByPrometheus},
			Sent:     store.Counts{Series: 31, Samples: 32, Histograms: 33, Exemplars: 34, Metadata: 35},
			Stored:   store.Kept{Samples: 41, Histograms: 42, Exemplars: 43, Duplicates: 44},
			Outcomes: store.Outcomes{Samples: []store.Outcome{0, 0, 1}, Histograms: []store.Outcome{2}, Exemplars: []store.Outcome{3, 4}},
			Problems: []store.Problem{{
				Level: store.LevelError, Cause: "cause", Role: store.RoleCulprit, Series: "series", Item: store.ItemSample,
				Index: 51, Timestamp: 52, Text: "text", Why: "why", Fix: "fix", Facts: []store.Fact{{Name: "name", Value: "value"}},
				Conflict: &store.Conflict{Exchange: 53, Sender: "sender", Timestamp: 54, Value: "55"},
			}},
			ProblemsTotal: 61, Collateral: 62,
			Limits:       store.Limits{Known: true, MinValid: 71, MaxTime: 72, Now: 73, Window: 74},
			Disagreement: "disagreement", Mispredicted: true,
		},
		Next: store.NextDowngrade,
		Took: Took{Read: 81, Decode: 82, Judge: 83, Journal: 84, Total: 85},
	}
}

package tui

import (
	"cmp"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
	"rwscope/store"
)

// tiny is an exchange with next to nothing in it.
func tiny(id uint64, status int, took time.Duration) *capture.Exchange {
	samples := int(id%7) + 1
	return &capture.Exchange{
		ID: id, Time: time.Unix(1_800_000_000, int64(id)*int64(time.Millisecond)),
		Sender:  capture.Sender{Addr: "10.0.0.1:1234", UserAgent: []string{"Prometheus/3.16.0", "vmagent", "k6"}[id%3]},
		Request: capture.Request{Method: http.MethodPost, Path: "/api/v1/write", Declared: decode.V1, Form: decode.FormV1, Newest: 1},
		Verdict: store.Verdict{
			Answer: store.Answer{Status: status, By: store.ByFast}, Sent: store.Counts{Series: samples, Samples: samples},
			Stored: store.Kept{Samples: samples},
		},
		Next: store.NextOK, Took: capture.Took{Total: took},
	}
}

func appendTiny(t testing.TB, j *capture.Journal, n int, random *rand.Rand) {
	t.Helper()
	for range n {
		status := []int{204, 204, 204, 400, 500}[random.IntN(5)]
		if err := j.Append(tiny(j.Reserve(), status, time.Duration(random.IntN(1000))*time.Microsecond)); err != nil {
			t.Fatal(err)
		}
	}
}

// naive is what a listing has to be, found by looking at everything.
func naive(snap capture.Snapshot, f *filter.Filter, by sorting) []uint64 {
	var rows []*capture.Row
	for i := range snap.Len() {
		if f.MatchRow(snap.Row(i), &snap) == filter.Yes {
			rows = append(rows, snap.Row(i))
		}
	}
	ranks := newRanks(snap)
	slices.SortStableFunc(rows, func(a, b *capture.Row) int {
		c := cmp.Compare(specs[by.column].key(a, ranks), specs[by.column].key(b, ranks))
		if by.descending {
			c = -c
		}
		return c
	})
	ids := make([]uint64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

// settleListing searches and sorts until there is nothing left to do.
func settleListing(t *testing.T, l *listing, j *capture.Journal) {
	t.Helper()
	for {
		p, ok := l.todo()
		if !ok {
			break
		}
		s := search{history: j, snap: l.snap, filter: l.filter, decoder: decode.NewDecoder(decode.Config{}), part: p}
		msg := s.run(t.Context())().(searchedMsg)
		l.found(p, msg.ids, max(msg.last, 1))
	}
	l.sorted = nil
	if l.by.column != byTime {
		l.sorted = arrange(l.snap, l.picked(), l.by, 0)().(sortedMsg).ids
	}
}

// A listing is kept up to date in small steps while exchanges arrive and old ones
// are dropped; it always holds what a look at everything would find.
func TestListingAgainstLookingAtEverything(t *testing.T) {
	const seed = 1
	random := rand.New(rand.NewPCG(seed, seed))
	j, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir(), MaxRows: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	}()
	filters := []string{"", "status:4xx", "status:2xx sender:k6", "level:error", "series:>3", "not status:2xx"}
	columns := []column{byTime, byTime, byStatus, byTook, bySender, byStored}
	l := &listing{}
	for step := range 120 {
		switch random.IntN(4) {
		case 0:
			f, err := filter.Parse(filters[random.IntN(len(filters))])
			if err != nil {
				t.Fatal(err)
			}
			l.filterBy(f)
		case 1:
			l.by = sorting{columns[random.IntN(len(columns))], random.IntN(2) == 0}
		default:
			appendTiny(t, j, random.IntN(300), random)
			l.show(j.Snapshot())
		}
		settleListing(t, l, j)
		want := naive(l.snap, l.filter, l.by)
		got := make([]uint64, l.Len())
		for i := range got {
			got[i] = l.ID(i)
			if place, ok := l.Place(got[i]); !ok || place != i {
				t.Fatalf("seed %d, step %d: exchange %d is at %d, but Place says %d, %v", seed, step, got[i], i, place, ok)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d, step %d: %s by %+v lists %d exchanges, want %d", seed, step, l.filter, l.by, len(got), len(want))
		}
		if done := l.searched(); done != 1 && l.snap.Len() > 0 {
			t.Fatalf("seed %d, step %d: searched %v of it", seed, step, done)
		}
	}
	if j.Snapshot().Dropped == 0 {
		t.Error("nothing was dropped, so that was not tried")
	}
}

// While a search is on its way, an empty list never says that nothing matches.
func TestSearchIsNotTakenForItsEnd(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	j, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	appendTiny(t, j, 100, random)
	s := newRequests(t.Context(), Config{History: j})
	s.take(j.Snapshot())
	s.setFilter("status:418")
	if got := s.emptyWords(); got != "searching…" {
		t.Errorf("before the search: %q", got)
	}
	p, _ := s.listing.todo()
	s.searched(searchedMsg{number: s.number, part: p, last: 50})
	if got := s.emptyWords(); got != "searching…" {
		t.Errorf("half way: %q", got)
	}
	s.searched(searchedMsg{number: s.number - 1, part: p, ids: []uint64{1}, last: 1})
	if s.listing.Len() != 0 {
		t.Error("the answer to an older search was taken")
	}
	p, _ = s.listing.todo()
	s.searched(searchedMsg{number: s.number, part: p, last: 1})
	if got := s.emptyWords(); got == "searching…" {
		t.Error("the search has ended, and it is not said")
	}
}

// Where everything was looked at, a newcomer is not worth telling that it has not been
// yet; many are, and that is never called all of it.
func TestSearchOfNewcomersDoesNotFlicker(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	j, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	f, err := filter.Parse("status:4xx")
	if err != nil {
		t.Fatal(err)
	}
	l := &listing{}
	l.filterBy(f)
	for _, c := range []struct {
		arrive  int
		settled bool
	}{{300, false}, {1, true}, {unnoticed, true}, {unnoticed + 1, false}} {
		appendTiny(t, j, c.arrive, random)
		l.show(j.Snapshot())
		l.todo()
		if got := l.searched() == 1; got != c.settled {
			t.Errorf("%d newcomers: searched %v of all", c.arrive, l.searched())
		}
		settleListing(t, l, j)
	}
}

package tui

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
)

// million is a real journal of a million exchanges, made once for all benchmarks.
var million = sync.OnceValues(func() (*capture.Journal, error) {
	j, err := capture.OpenJournal(capture.JournalConfig{})
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 1_000_000 {
		status := []int{204, 204, 204, 400, 500}[random.IntN(5)]
		if err := j.Append(tiny(j.Reserve(), status, time.Duration(random.IntN(1000))*time.Microsecond)); err != nil {
			return nil, err
		}
	}
	return j, nil
})

// sizes are those for which there is a budget: 1 ms and 2 ms.
var sizes = []struct {
	name string
	w, h int
}{{"120x50", 120, 50}, {"200x60", 200, 60}}

func benchApp(b *testing.B, w, h int) (*app, *capture.Journal) {
	b.Helper()
	j, err := million()
	if err != nil {
		b.Fatal(err)
	}
	a := newApp(context.Background(), Config{History: j, Name: "bench", URL: "http://127.0.0.1:9201", Location: time.UTC})
	b.Cleanup(a.cancel)
	a.Update(tea.WindowSizeMsg{Width: w, Height: h})
	a.feed.pull()
	drain(a, a.each(snapshotMsg{a.feed.shown}))
	return a, j
}

// drain runs commands to their end, one after the other.
func drain(a *app, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			drain(a, c)
		}
		return
	}
	if msg != nil {
		_, next := a.Update(msg)
		drain(a, next)
	}
}

// BenchmarkView draws the whole window over a million exchanges.
func BenchmarkView(b *testing.B) {
	for _, size := range sizes {
		for _, screen := range []struct {
			name string
			on   int
		}{{"requests", onRequests}, {"senders", onSenders}, {"problems", onProblems}} {
			b.Run(screen.name+"/"+size.name, func(b *testing.B) {
				a, _ := benchApp(b, size.w, size.h)
				a.on = screen.on
				b.ReportAllocs()
				for b.Loop() {
					a.View()
				}
			})
		}
		b.Run("exchange/"+size.name, func(b *testing.B) {
			a, _ := benchApp(b, size.w, size.h)
			drain(a, a.key(keyMsg("enter")))
			b.ReportAllocs()
			for b.Loop() {
				a.View()
			}
		})
		b.Run("filtered and sorted/"+size.name, func(b *testing.B) {
			a, _ := benchApp(b, size.w, size.h)
			s := a.screens[onRequests].(*requests)
			drain(a, s.setFilter("status:4xx"))
			drain(a, s.sortBy(byTook, true))
			b.ReportAllocs()
			for b.Loop() {
				a.View()
			}
		})
	}
}

// BenchmarkKey is a key press with all that follows, and the frame after it.
func BenchmarkKey(b *testing.B) {
	a, _ := benchApp(b, 120, 50)
	up := true
	for b.Loop() {
		key := "pgdown"
		if up {
			key = "pgup"
		}
		up = !up
		a.Update(keyMsg(key))
		a.View()
	}
}

// BenchmarkArrival is one look at the history after 50 exchanges came, as happens
// twenty times a second when a thousand come in each, and the frame after it.
func BenchmarkArrival(b *testing.B) {
	a, j := benchApp(b, 120, 50)
	random := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		b.StopTimer()
		for range 50 {
			if err := j.Append(tiny(j.Reserve(), 204, time.Duration(random.IntN(1000)))); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		drain(a, a.refresh())
		a.View()
	}
}

// BenchmarkFilter looks at all rows.
func BenchmarkFilter(b *testing.B) {
	a, _ := benchApp(b, 120, 50)
	s := a.screens[onRequests].(*requests)
	for b.Loop() {
		drain(a, s.setFilter("status:5xx sender:vmagent"))
	}
	b.ReportMetric(float64(s.listing.Len()), "found")
}

// BenchmarkSort sorts all rows, outside of the program's loop.
func BenchmarkSort(b *testing.B) {
	a, _ := benchApp(b, 120, 50)
	s := a.screens[onRequests].(*requests)
	down := false
	for b.Loop() {
		down = !down
		drain(a, s.sortBy(byTook, down))
	}
}

// BenchmarkSearchStep is what a search costs per row.
func BenchmarkSearchStep(b *testing.B) {
	j, err := million()
	if err != nil {
		b.Fatal(err)
	}
	f, err := filter.Parse("status:5xx sender:vmagent")
	if err != nil {
		b.Fatal(err)
	}
	s := search{history: j, snap: j.Snapshot(), filter: f, decoder: decode.NewDecoder(decode.Config{})}
	row := s.snap.Row(1000)
	for b.Loop() {
		s.matches(row)
	}
}

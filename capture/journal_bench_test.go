package capture

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"rwscope/store"
)

// nowhere takes everything, so that what remains is our own work.
type nowhere struct{ io.ReaderAt }

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) Truncate(int64) error        { return nil }
func (nowhere) Close() error                { return nil }

// clean is an exchange as nearly all are: 30 KB of body, nothing wrong.
func clean() *Exchange {
	e := documented()
	e.Request.Body = newMade(1).bytes(1)
	e.Request.Body = bytes.Repeat(e.Request.Body, 30<<10)
	e.Verdict = store.Verdict{
		Answer: store.Answer{Status: 204, By: store.ByFast},
		Sent:   store.Counts{Series: 1000, Samples: 1000}, Stored: store.Kept{Samples: 1000},
	}
	e.Request.Header["User-Agent"] = []string{"Prometheus/3.16.0"}
	e.Request.Header["X-Prometheus-Remote-Write-Version"] = []string{"0.1.0"}
	e.Request.Header["Content-Length"] = []string{"30720"}
	return e
}

func BenchmarkAppend(b *testing.B) {
	for _, c := range []struct {
		name string
		file func(*Journal)
	}{
		{"without writing", func(j *Journal) { j.file = nowhere{} }},
		{"with writing", func(*Journal) {}},
	} {
		b.Run(c.name, func(b *testing.B) {
			j, err := OpenJournal(JournalConfig{Dir: b.TempDir(), MaxRows: 1})
			if err != nil {
				b.Fatal(err)
			}
			defer j.Close()
			c.file(j)
			e := clean()
			b.ReportAllocs()
			for b.Loop() {
				e.ID = j.Reserve()
				e.Took = Took{Total: 1}
				if err := j.Append(e); err != nil {
					b.Fatal(err)
				}
				if j.end > 1<<30 {
					b.StopTimer()
					_ = j.file.Truncate(prefixSize)
					j.end = prefixSize
					b.StartTimer()
				}
			}
		})
	}
}

// BenchmarkOpen reports bytes of file a second.
func BenchmarkOpen(b *testing.B) {
	for _, c := range []struct {
		name      string
		exchanges int
		body      int
	}{
		{"30 KB bodies", 10_000, 30 << 10},
		{"1 KB bodies", 100_000, 1 << 10},
	} {
		path := filepath.Join(b.TempDir(), "a.rwscope")
		j, err := OpenJournal(JournalConfig{Path: path})
		if err != nil {
			b.Fatal(err)
		}
		e := clean()
		e.Request.Body = e.Request.Body[:c.body]
		for range c.exchanges {
			e.ID = j.Reserve()
			if err := j.Append(e); err != nil {
				b.Fatal(err)
			}
		}
		scanned, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		unindexed := path + ".scan"
		if err := os.WriteFile(unindexed, scanned, 0o600); err != nil {
			b.Fatal(err)
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
		for name, path := range map[string]string{"scan": unindexed, "index": path} {
			b.Run(name+"/"+c.name, func(b *testing.B) {
				b.SetBytes(int64(len(scanned)))
				for b.Loop() {
					r, err := OpenReader(context.Background(), path, ReaderConfig{})
					if err != nil || r.Snapshot().Len() != c.exchanges {
						b.Fatal(err, r.Snapshot().Len())
					}
					r.Close()
				}
			})
		}
		b.Run("load/"+c.name, func(b *testing.B) {
			r, err := OpenReader(context.Background(), path, ReaderConfig{})
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			for id := uint64(0); b.Loop(); id++ {
				if _, err := r.Load(id%uint64(c.exchanges) + 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

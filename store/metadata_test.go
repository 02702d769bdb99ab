package store

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/tsdb/record"
	"github.com/prometheus/prometheus/tsdb/wlog"
)

// TestMetadataThatChangesWithinRequest sends metadata that goes and comes back in one
// request. The TSDB compares both with what was there before and logs the first alone,
// so that the next request brings news.
func TestMetadataThatChangesWithinRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		s, err := Open(Config{Dir: t.TempDir(), MetadataWAL: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		const one, two = `  meta up counter "one"`, `  meta up counter "two"`
		for _, lines := range [][]string{
			{"up 1 @now", one},
			{"up 1 @now+1s", two, "up 1 @now+2s", one},
			{"up 1 @now+3s", one},
			{"up 1 @now+4s", one},
		} {
			if v := s.Judge(scripted(t, "v2", lines...)); v.Answer.Status != http.StatusNoContent {
				t.Fatalf("%q: got %d %s", lines, v.Answer.Status, v.Answer.Body)
			}
		}
		var help []string
		for _, m := range loggedMetadata(t, s.cfg.Dir) {
			help = append(help, m.Help)
		}
		if want := []string{"one", "two", "one"}; !slices.Equal(help, want) {
			t.Errorf("got metadata %q, want %q", help, want)
		}
	})
}

// loggedMetadata is what the WAL says of the series' metadata, in the order in which it
// was written.
func loggedMetadata(t testing.TB, dir string) (all []record.RefMetadata) {
	segments, err := wlog.NewSegmentsReader(filepath.Join(dir, "wal"))
	if err != nil {
		t.Fatal(err)
	}
	defer segments.Close()
	dec := record.NewDecoder(labels.NewSymbolTable(), slog.New(slog.DiscardHandler))
	for r := wlog.NewReader(segments); r.Next(); {
		if dec.Type(r.Record()) != record.Metadata {
			continue
		}
		list, err := dec.Metadata(r.Record(), nil)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

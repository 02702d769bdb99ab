package store

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rwscope/decode"
)

// TestCloseWithoutDisk takes away the directory that the TSDB closes its chunks
// into. It panics then; what was stored is in the WAL.
func TestCloseWithoutDisk(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Config{Dir: dir})
	const samples = 600 // several chunks
	d, l := decode.NewDecoder(decode.Config{}), newLoad(false, 1)
	for range samples {
		w := l.next(t)
		body := d.Decode(decode.Header{ContentType: w.header.Get("Content-Type"), ContentEncoding: "snappy"}, w.body)
		v := s.Judge(&Request{Method: w.method, Header: w.header, Body: body})
		if v.Answer.Status != http.StatusNoContent {
			t.Fatalf("got %d %s", v.Answer.Status, v.Answer.Body)
		}
		body.Release()
	}
	if err := os.RemoveAll(filepath.Join(dir, "chunks_head")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "no such file or directory") {
		t.Errorf("got error %v, want that the directory is missing", err)
	}
	if got := len(readContents(t, open(t, Config{Dir: dir}).db)); got != samples {
		t.Errorf("%d samples are there again, want %d", got, samples)
	}
}

package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRealBodies decodes bodies that real senders sent: no fault, everything as
// gogo reads it, and in them what the file's name says.
func TestRealBodies(t *testing.T) {
	paths, err := filepath.Glob("testdata/real/*.snappy")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 20 {
		t.Fatalf("got %d recorded bodies, want at least 20", len(paths))
	}
	d := NewDecoder(Config{})
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".snappy")
		t.Run(name, func(t *testing.T) {
			wire, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			header, same := realHeader(name)
			b := d.Decode(header, wire)
			defer b.Release()
			if b.Fault != nil || !b.Clean() {
				t.Fatalf("got fault %v, coding %s, form %s, declared %s; want none, snappy and the same message",
					b.Fault, b.Coding, b.Form, b.Declared)
			}
			if ok, err := same(b.Decoded); !ok || err != nil {
				t.Errorf("gogo takes it: %v, and reads something else: %v", ok, err)
			}
			holds(t, b.Message, name)
		})
	}
}

// realHeader is the header with which the sender of a recorded body sends, and
// the comparison for its message.
func realHeader(name string) (Header, func([]byte) (bool, error)) {
	h := Header{ContentType: "application/x-protobuf", ContentEncoding: "snappy"}
	if strings.Contains(name, "-v1-") {
		return h, sameAsGogoV1
	}
	h.ContentType += ";proto=io.prometheus.write.v2.Request"
	return h, sameAsGogoV2
}

// holds checks that a message counts something of each sort in its file's name,
// and nothing of the sorts that the name leaves out.
func holds(t *testing.T, m *Message, name string) {
	t.Helper()
	c := m.Counts()
	features := "+" + name[strings.LastIndexByte(name, '-')+1:] + "+"
	for feature, n := range map[string]int{
		"samples": c.Samples, "histograms": c.Histograms, "exemplars": c.Exemplars, "metadata": c.Metadata,
	} {
		if want := strings.Contains(features, "+"+feature+"+"); (n > 0) != want {
			t.Errorf("got %d %s, want some: %v", n, feature, want)
		}
	}
	starts, floats := 0, 0
	for _, s := range m.Samples {
		if s.Start != 0 {
			starts++
		}
	}
	for _, h := range m.Histograms {
		if h.Float {
			floats++
		}
	}
	if want := strings.Contains(features, "+start+"); (starts > 0) != want {
		t.Errorf("got %d samples with a start timestamp, want some: %v", starts, want)
	}
	if want := strings.Contains(features, "+float+"); (floats > 0) != want {
		t.Errorf("got %d float histograms, want some: %v", floats, want)
	}
}

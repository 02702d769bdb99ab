package filter

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// newHistory journals the fixture and returns the names of its exchanges.
func newHistory(t *testing.T) (*capture.Journal, []string) {
	t.Helper()
	j, err := capture.OpenJournal(capture.JournalConfig{Path: filepath.Join(t.TempDir(), "test.rwscope")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	var names []string
	for _, x := range fixture(t) {
		if id := j.Reserve(); id != x.ex.ID {
			t.Fatalf("reserved %d, want %d", id, x.ex.ID)
		}
		if err := j.Append(x.ex); err != nil {
			t.Fatal(err)
		}
		names = append(names, x.name)
	}
	return j, names
}

// TestMatch picks from the fixture with the filters in testdata/match, one a line,
// and says which exchanges had to be read from disk for it.
func TestMatch(t *testing.T) {
	history, names := newHistory(t)
	datadriven.Walk(t, "testdata/match", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			var b strings.Builder
			for line := range strings.Lines(d.Input) {
				f, err := Parse(strings.TrimSpace(line))
				if err != nil {
					t.Fatalf("%s: %v", d.Pos, err)
				}
				fmt.Fprintf(&b, "%s\n", describe(t, history, names, f))
			}
			return b.String()
		})
	})
}

func describe(t *testing.T, h capture.History, names []string, f *Filter) string {
	t.Helper()
	var found []string
	last := Progress{}
	for row, err := range ScanOldest(t.Context(), h, f, func(p Progress) { last = p }) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, names[row.ID-1])
	}
	if len(found) == 0 {
		found = []string{"nothing"}
	}
	if last.Loaded > 0 {
		found = append(found, fmt.Sprintf("(read %d)", last.Loaded))
	}
	return strings.Join(found, " ")
}

// TestTiersAgree checks every example of the table, and its opposite: what the
// index decides, the exchange in full decides alike.
func TestTiersAgree(t *testing.T) {
	history, _ := newHistory(t)
	snap := history.Snapshot()
	decoder := decode.NewDecoder(decode.Config{})
	for _, field := range fields {
		for _, text := range append(variants(field), field.Example, "not "+field.Example) {
			f, err := Parse(text)
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			for i := range snap.Len() {
				row := snap.Row(i)
				ex, err := history.Load(row.ID)
				if err != nil {
					t.Fatal(err)
				}
				fromRow, inFull := f.MatchRow(row, &snap), f.MatchLoaded(row, ex, decoder)
				if fromRow != NeedsContent && (fromRow == Yes) != inFull {
					t.Errorf("%s: exchange %d matches by its row: %v, in full: %v", text, row.ID, fromRow == Yes, inFull)
				}
				if fromRow == NeedsContent && !field.Content && mustKnow(field) && row.AnsweredBy() != store.ByRecorded {
					t.Errorf("%s: the index does not decide exchange %d", text, row.ID)
				}
			}
		}
	}
}

// mustKnow leaves out the fields of which the index knows only some values.
func mustKnow(f Field) bool { return f.Name != "cause" && f.Name != "looks" }

// variants compares a field in more ways than its example.
func variants(f Field) []string {
	var all []string
	for _, v := range f.Values {
		all = append(all, f.Name+":"+v, f.Name+":!="+v)
	}
	switch f.Type {
	case TypeNumber:
		for _, op := range []string{"", "!=", "<", "<=", ">", ">="} {
			all = append(all, f.Name+":"+op+"1", f.Name+":"+op+"sent")
		}
	case TypeText, TypeName:
		all = append(all, f.Name+":~.*a.*", f.Name+":!~.*a.*", f.Name+":=vmagent", f.Name+":!=vmagent")
	}
	return all
}

func TestScan(t *testing.T) {
	history, _ := newHistory(t)
	all, none := &Filter{}, mustParse(t, "id:>100")
	for _, c := range []struct {
		name string
		f    *Filter
		from uint64
		want []uint64
	}{
		{"newest first", all, 0, []uint64{5, 4, 3, 2, 1}},
		{"from an exchange on", all, 3, []uint64{3, 2, 1}},
		{"from one that is not there yet", all, 99, []uint64{5, 4, 3, 2, 1}},
		{"with content", mustParse(t, `{job="api"}`), 0, []uint64{5, 1}},
		{"nothing", none, 0, nil},
	} {
		var got []uint64
		for row, err := range Scan(t.Context(), history, c.f, c.from, nil) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestScanStops(t *testing.T) {
	history, _ := newHistory(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for row := range Scan(ctx, history, &Filter{}, 0, nil) {
		t.Errorf("got exchange %d after the context was done", row.ID)
	}
	reports := 0
	for range Scan(t.Context(), history, &Filter{}, 0, func(Progress) { reports++ }) {
		break
	}
	if reports != 1 {
		t.Errorf("progress was called %d times, want once at the end", reports)
	}
}

// TestScanPassesErrorsOn closes the journal under the scan: an exchange that
// cannot be read must not look like one that does not match.
func TestScanPassesErrorsOn(t *testing.T) {
	history, _ := newHistory(t)
	if err := history.Close(); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, err := range Scan(t.Context(), history, mustParse(t, `{job="api"}`), 0, nil) {
		if err == nil {
			t.Error("got an exchange from a closed journal")
		}
		failed++
	}
	if failed != 4 { // all that hold a message
		t.Errorf("got %d errors, want 4", failed)
	}
}

func mustParse(t testing.TB, input string) *Filter {
	t.Helper()
	f, err := Parse(input)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAsksForMarks(t *testing.T) {
	for expr, want := range map[string]bool{
		"": false, "status:4xx": false, "untrue": false, `"marked"`: false, "marked": true,
		"not marked": true, "status:4xx (untrue or not marked)": true,
	} {
		f, err := Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.AsksForMarks(); got != want {
			t.Errorf("%q: got %t, want %t", expr, got, want)
		}
	}
}

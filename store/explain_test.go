package store

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestExplainNothing checks that every cause can be explained from a finding
// without any facts, and that no braces are left.
func TestExplainNothing(t *testing.T) {
	for _, id := range Causes() {
		p := Explain(Finding{Cause: id, Role: RoleCulprit, Item: ItemSample, Index: -1})
		if p.Cause != id || p.Text == "" || p.Why == "" || p.Level == LevelNone {
			t.Errorf("%s: incomplete: %+v", id, p)
		}
		if p.Conflict != nil {
			t.Errorf("%s: conflict with nobody: %+v", id, p.Conflict)
		}
	}
}

func TestExplainUnknownCause(t *testing.T) {
	p := Explain(Finding{Cause: "from_the_future", Error: "boom\n"})
	if p.Cause != "from_the_future" || p.Text != "boom" || p.Level != LevelError {
		t.Errorf("got %+v, want cause and text kept", p)
	}
}

// TestExplainIsBounded checks that hostile labels and values cannot blow a verdict
// up, and that no character is cut in half.
func TestExplainIsBounded(t *testing.T) {
	huge := strings.Repeat("ä\n{time}\x1b[31m", 10_000)
	f := Finding{
		Role: RoleWitness, Item: ItemSample, Series: huge, Value: huge, Error: huge, Detail: huge, Sender: huge, From: huge,
		Limits: Limits{Known: true, Now: testNow}, Timestamp: testNow,
		Newest:    Newest{Known: true, Kind: "float", Conflict: Conflict{Exchange: 1, Sender: huge, Value: huge}},
		HeadMover: Conflict{Exchange: 1, Sender: huge, Value: huge}, HeadSeries: huge,
	}
	const most = 20 << 10
	for _, id := range Causes() {
		f.Cause = id
		p := Explain(f)
		all := []string{p.Series, p.Text, p.Why, p.Fix}
		for _, fact := range p.Facts {
			all = append(all, fact.Value)
		}
		if p.Conflict != nil {
			all = append(all, p.Conflict.Sender, p.Conflict.Value)
		}
		size := 0
		for _, s := range all {
			size += len(s)
			if !utf8.ValidString(s) {
				t.Errorf("%s: not UTF-8: %q", id, s)
			}
		}
		if size > most {
			t.Errorf("%s: %d bytes of text, want at most %d", id, size, most)
		}
	}
}

// TestSenders checks who counts as another sender.
func TestSenders(t *testing.T) {
	for _, c := range []struct {
		newest, from string
		want         bool
	}{
		{"Prometheus/3.16.0 10.0.0.1:5001", "Prometheus/3.16.0 10.0.0.1:5002", false},
		{"Prometheus/3.16.0 10.0.0.1:5001", "Prometheus/3.16.0 10.0.0.2:5001", true},
		{"Prometheus/3.16.0 [::1]:5001", "Prometheus/3.16.0 [::1]:77", false},
		{"Prometheus/3.16.0 10.0.0.1:5001", "vmagent 10.0.0.1:5001", true},
		{"", "vmagent 10.0.0.1:5001", false},
		{"vmagent 10.0.0.1:5001", "", false},
	} {
		s := newScene(Finding{From: c.from, Newest: Newest{Known: true, Conflict: Conflict{Sender: c.newest}}})
		if got := otherSender(&s); got != c.want {
			t.Errorf("%q and %q are two senders: got %t, want %t", c.newest, c.from, got, c.want)
		}
	}
}

func TestExpandKeepsOtherBraces(t *testing.T) {
	s := newScene(Finding{Item: ItemSample, Detail: "{item}"})
	const text = "`queue_config: {max_samples_per_send: 500}` {item} {detail} {nothing} {"
	const want = "`queue_config: {max_samples_per_send: 500}` sample {item} {nothing} {"
	if got := s.expand(text); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

package decode

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/golang/snappy"
	"github.com/protocolbuffers/protoscope"
)

// TestLint runs testdata/lint. The input is a message in protoscope's language;
// arguments change the request that it comes in, which is a proper one otherwise:
//
//	lint [v2] [method=TEXT] [type=TEXT] [encoding=TEXT] [version=TEXT] [agent=TEXT] [repeated=TEXT] [pack=…] [max-series=N …]
//
// The text "a*1025" stands for as many letters. Every check has to be reached by a case.
func TestLint(t *testing.T) {
	reached := map[string]bool{}
	datadriven.RunTest(t, "testdata/lint", func(t *testing.T, td *datadriven.TestData) string {
		raw, err := protoscope.NewScanner(longTexts.ReplaceAllStringFunc(td.Input, longText)).Exec()
		if err != nil {
			td.Fatalf(t, "%v", err)
		}
		h := lintHeaderArgs(t, td)
		b := NewDecoder(Config{Limits: limitArgs(t, td)}).Decode(h.Header, pack(t, td, raw))
		var l Linter
		l.Lint(h, b)
		var out strings.Builder
		for _, f := range l.Findings {
			reached[f.Check.ID] = true
			fmt.Fprintf(&out, "%s %s: %s %d/%d at %d: %s\n", f.Level, f.Check.ID, f.Item, f.Series, f.Index, f.Offset, f.Text)
		}
		for _, c := range Checks() {
			if n := l.Count(c); n > findingsKept {
				fmt.Fprintf(&out, "%s: %d in all\n", c.ID, n)
			}
		}
		return out.String()
	})
	for _, c := range Checks() {
		if !reached[c.ID] {
			t.Errorf("no case in testdata/lint reaches %s", c.ID)
		}
	}
}

var longTexts = regexp.MustCompile(`"[a-z]\*[0-9]+"`)

func longText(short string) string {
	n, err := strconv.Atoi(short[3 : len(short)-1])
	if err != nil {
		panic(err) // the expression matches digits alone
	}
	return strconv.Quote(strings.Repeat(short[1:2], n))
}

func lintHeaderArgs(t *testing.T, td *datadriven.TestData) LintHeader {
	h := LintHeader{
		Header:    Header{ContentType: contentTypes[V1], ContentEncoding: "snappy"},
		Method:    "POST",
		Version:   "0.1.0",
		UserAgent: "Prometheus/3.16.0",
	}
	if td.HasArg("v2") {
		h.ContentType, h.Version = contentTypes[V2], "2.0.0"
	}
	for name, value := range map[string]*string{
		"method": &h.Method, "type": &h.ContentType, "encoding": &h.ContentEncoding, "version": &h.Version, "agent": &h.UserAgent,
	} {
		if slices.ContainsFunc(td.CmdArgs, func(a datadriven.CmdArg) bool { return a.Key == name && len(a.Vals) == 0 }) {
			*value = ""
		} else {
			td.MaybeScanArgs(t, name, value)
		}
	}
	if td.HasArg("repeated") {
		td.ScanArgs(t, "repeated", &h.Repeated)
	}
	return h
}

// TestLintIsQuiet: proper requests of the usual senders break no rule.
func TestLintIsQuiet(t *testing.T) {
	for _, w := range workloads {
		m, _ := walkAll(w.kind, w.body)
		b := &Body{Wire: []byte{1}, Coding: CodingSnappy, Declared: w.kind, Form: formOf(w.kind), Message: m}
		h := LintHeader{
			Header: Header{ContentType: contentTypes[w.kind], ContentEncoding: "snappy"},
			Method: "POST", Version: map[Kind]string{V1: "0.1.0", V2: "2.0.0"}[w.kind], UserAgent: "Prometheus/3.16.0",
		}
		var l Linter
		l.Lint(h, b)
		for _, f := range l.Findings {
			if f.Level != LevelInfo {
				t.Errorf("%s: %s %s: %s", w.name, f.Level, f.Check.ID, f.Text)
			}
		}
	}
}

// TestLintInParts: label sets linted one by one, and the rest of the request, come
// to the same as all at once but for the checks across series.
func TestLintInParts(t *testing.T) {
	body := requestV1([]string{"b", "1", "a", ""}, []string{"__name__", "x-y"})
	m, _ := walkAll(V1, body)
	b := &Body{Wire: body, Coding: CodingSnappy, Declared: V1, Form: FormV1, Message: m}
	var all, parts Linter
	all.Lint(LintHeader{}, b)
	parts.Request(LintHeader{}, b)
	for i := range m.Series {
		parts.Labels(m, i)
	}
	text := func(fs []Finding) (out []string) {
		for _, f := range fs {
			out = append(out, fmt.Sprint(f.Check.ID, f.Series, f.Text))
		}
		slices.Sort(out)
		return out
	}
	if got, want := text(parts.Findings), text(all.Findings); !slices.Equal(got, want) {
		t.Errorf("in parts %q, at once %q", got, want)
	}
	parts.Reset()
	if parts.Total() != 0 || len(parts.Findings) != 0 {
		t.Errorf("%d findings after Reset", parts.Total())
	}
}

// TestFindingNamesItsRule: what the headers say of a message goes by the rules of the
// kind that they declare, what is in it by those of the kind that it is.
func TestFindingNamesItsRule(t *testing.T) {
	body := []byte("\x22\x05first") // a symbol table of v2, in a request that declares v1
	h := LintHeader{Header: Header{ContentType: mediaType, ContentEncoding: "snappy"}, Version: "2.0.0"}
	var l Linter
	l.Lint(h, NewDecoder(Config{}).Decode(h.Header, snappy.Encode(nil, body)))
	got := map[string]string{}
	for i := range l.Findings {
		got[l.Findings[i].Check.ID] = l.Findings[i].Where()
	}
	for id, want := range map[string]string{
		"version_header_wrong":    "Remote-Write 1.0, Protocol",
		"symbols_first_not_empty": "Remote-Write 2.0-rc.4, Symbols",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
}

// TestLintPage keeps docs/lint.md true. With -rewrite it writes the page.
func TestLintPage(t *testing.T) {
	const path = "../docs/lint.md"
	want := lintPage()
	if rewrite := flag.Lookup("rewrite"); rewrite != nil && rewrite.Value.String() == "true" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the table of checks says; run this test with -rewrite", path)
	}
}

func lintPage() string {
	var out strings.Builder
	out.WriteString(`# Lint

What a single request can show to be against the Remote-Write specifications, whether or not Prometheus
minds. Each line is one check; its id is what JSON and the filter language call it.

An error breaks a MUST, a warning breaks a SHOULD or is what receivers drop silently, an info is worth knowing:
also a SHOULD that Prometheus itself does not follow as it comes. Behind the level stands the heading in
[Remote-Write 1.0](https://prometheus.io/docs/specs/prw/remote_write_spec/) or
[2.0-rc.4](https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/), or what else asks for it; a dash means that this
version says nothing.

This page is written by the test that keeps it true: ` + "`go test ./decode -run TestLintPage -rewrite`" + `.

| check | what it finds | with v1 | with v2 |
|---|---|---|---|
`)
	rule := func(r Rule) string {
		if r.Level == "" {
			return "–"
		}
		return fmt.Sprintf("%s: %s", r.Level, strings.TrimPrefix(r.Where(V1), "Remote-Write 1.0, "))
	}
	for _, c := range Checks() {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", c.ID, c.Title, rule(c.V1), rule(c.V2))
	}
	return out.String()
}

package capture

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rwscope/decode"
	"rwscope/store"
)

// documented is the exchange in docs/json.md.
func documented() *Exchange {
	return &Exchange{
		ID:     17,
		Time:   time.Date(2026, 11, 23, 11, 0, 0, 123456789, time.FixedZone("CET", 3600)),
		Sender: Sender{Addr: "127.0.0.1:53122", UserAgent: "Prometheus/3.16.0"},
		Request: Request{
			Method: "POST", Path: "/api/v1/write", WireBytes: 61, DecodedBytes: 59, BodyHash: 0x9c1e0f3a5b7d2e48,
			Header:   http.Header{"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"}},
			Declared: decode.V1, Form: decode.FormV1, Coding: decode.CodingSnappy,
		},
		Verdict: store.Verdict{
			Answer: store.Answer{Status: 400, Body: []byte("out of order sample\n"), By: store.ByPrometheus},
			Sent:   store.Counts{Series: 1, Samples: 1},
			Problems: []store.Problem{{
				Level: store.LevelError, Cause: "out_of_order", Role: store.RoleCulprit, Series: `{__name__="up"}`,
				Item: store.ItemSample, Timestamp: 1795428000000, Text: "out of order sample",
				Why: "The series has a newer sample already.", Fix: "out_of_order_time_window: 1m",
				Facts: []store.Fact{{Name: "newest in series", Value: "2026-11-23T10:00:12Z, 12s later"}},
				Conflict: &store.Conflict{
					Exchange: 16, Sender: "Prometheus/3.16.0 127.0.0.1:53122", Timestamp: 1795428012000, Value: "1",
				},
			}},
			ProblemsTotal: 1,
		},
		Next: store.NextDrop,
		Took: Took{
			Read: 120 * time.Microsecond, Decode: 80 * time.Microsecond, Judge: 140 * time.Microsecond,
			Journal: 30 * time.Microsecond, Total: 390 * time.Microsecond,
		},
	}
}

func jsonDoc(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

func TestJSONIsAsDocumented(t *testing.T) {
	_, rest, _ := strings.Cut(jsonDoc(t), "```json\n")
	want, _, _ := strings.Cut(rest, "\n```")
	if got := string(AppendJSON(nil, documented())); got != want {
		t.Errorf("docs/json.md\n got %s\nwant %s", got, want)
	}
}

// TestJSONFieldsAreDocumented compares names and types in exchanges that have
// everything between them with the table in docs/json.md.
func TestJSONFieldsAreDocumented(t *testing.T) {
	full, partly := documented(), documented()
	full.Verdict.Mispredicted, full.Verdict.Disagreement = true, "two stories"
	full.Verdict.Answer.Header = http.Header{
		"X-Prometheus-Remote-Write-Samples-Written":    {"7"},
		"X-Prometheus-Remote-Write-Histograms-Written": {"7"},
		"X-Prometheus-Remote-Write-Exemplars-Written":  {"7"},
	}
	partly.Verdict.Answer.Header = http.Header{"X-Prometheus-Remote-Write-Samples-Written": {"many"}}
	partly.Verdict.Problems = []store.Problem{{}}
	fields := make(map[string][]string)
	for _, e := range []*Exchange{full, partly, documented()} {
		var object map[string]any
		if err := json.Unmarshal(AppendJSON(nil, e), &object); err != nil {
			t.Fatal(err)
		}
		collectFields("", object, fields)
	}

	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([a-z ]+) \\|")
	doc := make(map[string]string)
	for _, match := range row.FindAllStringSubmatch(jsonDoc(t), -1) {
		doc[match[1]] = match[2]
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if got := strings.Join(slices.Sorted(slices.Values(fields[name])), " or "); doc[name] != got {
			t.Errorf("%s is %q, documented as %q", name, got, doc[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		if fields[name] == nil {
			t.Errorf("%s is documented, but never written", name)
		}
	}
}

// collectFields notes the types that every member below value was seen with.
func collectFields(path string, value any, fields map[string][]string) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			at := strings.TrimPrefix(path+"."+name, ".")
			if typ := jsonType(member); !slices.Contains(fields[at], typ) {
				fields[at] = append(fields[at], typ)
			}
			collectFields(at, member, fields)
		}
	case []any:
		for _, element := range v {
			collectFields(path+"[]", element, fields)
		}
	}
}

func jsonType(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case float64:
		return "number"
	case bool:
		return "boolean"
	default:
		return "string"
	}
}

// TestJSONValuesAreDocumented wants every word that the program has for these
// fields in the field's row of the table.
func TestJSONValuesAreDocumented(t *testing.T) {
	words := make(map[string][]string)
	for _, by := range answerers[1:] {
		words["answered.by"] = append(words["answered.by"], string(by))
	}
	for _, next := range nexts[1:] {
		words["sender_next"] = append(words["sender_next"], string(next))
	}
	for _, kind := range []decode.Kind{decode.Unknown, decode.V1, decode.V2} {
		words["request.message"] = append(words["request.message"], kind.String())
	}
	for level := store.LevelInfo; level <= store.LevelError; level++ {
		words["problems[].level"] = append(words["problems[].level"], level.String())
	}
	for field, words := range words {
		_, row, _ := strings.Cut(jsonDoc(t), "| `"+field+"` |")
		row, _, _ = strings.Cut(row, "\n")
		for _, word := range words {
			if !strings.Contains(row, "`"+word+"`") {
				t.Errorf("%s: %q is not documented", field, word)
			}
		}
	}
}

func TestJSONStrings(t *testing.T) {
	for in, want := range map[string]string{
		"":                                `""`,
		`a "b" \c`:                        `"a \"b\" \\c"`,
		"<script>&amp;</script>":          `"<script>&amp;</script>"`,
		"\n\r\t\x00\x1b[31m\x7f":          `"\n\r\t\u0000\u001b[31m\u007f"`,
		"\u009b31m \u0085":                `"\u009b31m \u0085"`,
		"\u202etxt\u2066\u2028\ufeff":     `"\u202etxt\u2066\u2028\ufeff"`,
		"\U000e0041":                      `"\udb40\udc41"`,
		"h\u00e9 \u65e5\u672c \U0001f600": "\"h\u00e9 \u65e5\u672c \U0001f600\"",
		"\xff\xc3(\xe2\x82":               `"\ufffd\ufffd(\ufffd\ufffd"`,
		"\ufffd":                          "\"\ufffd\"",
	} {
		got := string(appendJSONString(nil, in))
		if got != want {
			t.Errorf("%q\n got %s\nwant %s", in, got, want)
		}
		if again := string(appendJSONString(nil, []byte(in))); again != got {
			t.Errorf("%q: as bytes %s, as a string %s", in, again, got)
		}
	}
}

// FuzzAppendJSON wants every exchange to be one valid line that says what
// encoding/json would.
func FuzzAppendJSON(f *testing.F) {
	f.Add("Prometheus/3.16.0", "up{a=\"\x1b\"}", []byte("out of order\n\xff"))
	f.Add("\u202e", "\xe2\x82", []byte{0})
	f.Fuzz(func(t *testing.T, agent, series string, body []byte) {
		e := documented()
		e.Sender.UserAgent, e.Verdict.Problems[0].Series, e.Verdict.Answer.Body = agent, series, body
		line := AppendJSON(nil, e)
		for rest := line; len(rest) > 0; {
			r, size := utf8.DecodeRune(rest)
			if commands(r) || r == utf8.RuneError && size == 1 {
				t.Fatalf("%q has %U", line, r)
			}
			rest = rest[size:]
		}
		var got struct {
			Sender   struct{ User_agent string }
			Answered struct{ Body string }
			Problems []struct{ Series string }
		}
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		for _, pair := range [][2]string{
			{got.Sender.User_agent, agent}, {got.Problems[0].Series, series}, {got.Answered.Body, string(body)},
		} {
			if want := wellFormed(t, pair[1]); pair[0] != want {
				t.Errorf("got %q, want %q", pair[0], want)
			}
		}
	})
}

// wellFormed is what encoding/json makes of a string.
func wellFormed(t *testing.T, s string) (out string) {
	b, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func BenchmarkAppendJSON(b *testing.B) {
	e := documented()
	e.Verdict.Problems = nil
	var line []byte
	for b.Loop() {
		line = AppendJSON(line[:0], e)
	}
	b.SetBytes(int64(len(line)))
}

package har

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// message is the body of a real request, which is anything but text.
func message(t testing.TB) []byte {
	t.Helper()
	b, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "city", Value: "Zürich"}},
		Samples: []prompb.Sample{{Value: -1.5, Timestamp: 1767322800000}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return snappy.Encode(nil, b)
}

func exchanges(t testing.TB) []*capture.Exchange {
	body := message(t)
	full := &capture.Exchange{
		ID: 1, Time: time.Date(2026, 1, 2, 3, 0, 0, 123456789, time.UTC),
		Sender: capture.Sender{Addr: "10.0.0.1:1234", UserAgent: "Prometheus/3.16.0", Tenant: "a"},
		Request: capture.Request{
			Method: "POST", Path: "/api/v1/write?b=2&a=1", Body: body, WireBytes: len(body), BodyHash: xxhash.Sum64(body),
			Header: http.Header{
				"Content-Type": {"application/x-protobuf"}, "Host": {"receiver:9201"}, "X-Twice": {"1", "2"},
				"X-Odd": {"\x1b[31m \u202e \u0085 é <&>"},
			},
			Declared: decode.V1, Form: decode.FormV1, Coding: decode.CodingSnappy, DecodedBytes: 40, Oldest: 1767322800000, Newest: 1767322800000,
		},
		Verdict: store.Verdict{
			Answer:   store.Answer{Status: 400, Body: []byte("out of order sample\n"), By: store.ByPrometheus, Header: http.Header{"Content-Type": {"text/plain"}}},
			Sent:     store.Counts{Series: 1, Samples: 1},
			Outcomes: store.Outcomes{Samples: []store.Outcome{store.Rejected}},
			Problems: []store.Problem{{Level: store.LevelError, Cause: store.CauseOutOfOrder, Role: store.RoleCulprit, Item: store.ItemSample, Why: "w"}}, ProblemsTotal: 1,
		},
		Next: store.NextDrop,
		Took: capture.Took{Read: 2 * time.Millisecond, Total: 7 * time.Millisecond},
	}
	empty := &capture.Exchange{
		ID: 2, Time: full.Time.Add(time.Second),
		Request: capture.Request{Method: "GET", Path: "*", Form: decode.FormEmpty, Coding: decode.CodingUnknown, BodyHash: xxhash.Sum64(nil)},
		Verdict: store.Verdict{Answer: store.Answer{By: store.ByRecorded}},
	}
	return []*capture.Exchange{full, empty}
}

func write(t testing.TB, all ...*capture.Exchange) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, "1.0")
	for _, ex := range all {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, archive string) []Entry {
	t.Helper()
	var all []Entry
	err := Read(t.Context(), strings.NewReader(archive), Config{}, func(e Entry) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRoundTrip(t *testing.T) {
	want := exchanges(t)
	got := read(t, string(write(t, want...)))
	if len(got) != len(want) {
		t.Fatalf("got %d entries, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Err != nil || !reflect.DeepEqual(got[i].Exchange, want[i]) {
			t.Errorf("entry %d: %v\ngot  %+v\nwant %+v", i, got[i].Err, got[i].Exchange, want[i])
		}
	}
}

// TestFormat checks what HAR 1.2 requires of every archive.
func TestFormat(t *testing.T) {
	archive := write(t, exchanges(t)...)
	var parsed struct {
		Log struct {
			Version string
			Creator struct{ Name, Version string }
			Entries []map[string]any
		}
	}
	if err := json.Unmarshal(archive, &parsed); err != nil {
		t.Fatal(err)
	}
	if parsed.Log.Version != "1.2" || parsed.Log.Creator.Name != "rwscope" || len(parsed.Log.Entries) != 2 {
		t.Errorf("log %+v", parsed.Log)
	}
	required := map[string][]string{
		"":                 {"startedDateTime", "time", "request", "response", "cache", "timings"},
		"request":          {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
		"response":         {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"},
		"response/content": {"size", "mimeType"},
		"timings":          {"send", "wait", "receive"},
	}
	for _, e := range parsed.Log.Entries {
		for path, names := range required {
			object := e
			for part := range strings.SplitSeq(path, "/") {
				if part != "" {
					object = object[part].(map[string]any)
				}
			}
			for _, name := range names {
				if value, ok := object[name]; !ok || value == nil {
					t.Errorf("%s has no %s", path, name)
				}
			}
		}
		timings := e["timings"].(map[string]any)
		if sum := timings["send"].(float64) + timings["wait"].(float64) + timings["receive"].(float64); sum != e["time"] {
			t.Errorf("timings make %v, time is %v", sum, e["time"])
		}
	}
	q := parsed.Log.Entries[0]["request"].(map[string]any)
	if q["url"] != "http://receiver:9201/api/v1/write?b=2&a=1" {
		t.Errorf("url %v", q["url"])
	}
	text := q["postData"].(map[string]any)["text"].(string)
	if b, err := base64.StdEncoding.DecodeString(text); err != nil || !bytes.Equal(b, message(t)) {
		t.Errorf("postData %q: %v", text, err)
	}
	for _, r := range string(archive) {
		if r == 0x1b || r == '\u202e' || r == '\u0085' {
			t.Errorf("%U is not escaped", r)
		}
	}
}

func TestEmptyArchive(t *testing.T) {
	if got := read(t, string(write(t))); len(got) != 0 {
		t.Errorf("got %d entries", len(got))
	}
}

// foreign is an archive as a browser or a proxy writes it.
func foreign(t testing.TB, body string, size int, more string) string {
	t.Helper()
	return fmt.Sprintf("\xef\xbb\xbf"+`{"log":{"pages":[{"id":"p","deep":[[{}]]}],"entries":[{
		"startedDateTime":"2026-01-02T04:00:00.5+01:00","time":12.5,"_initiator":{"type":"script"},
		"request":{"method":"POST","url":"http://receiver:9090/api/v1/push?x=1","headers":[{"name":":method","value":"POST"},{"name":"content-type","value":"application/x-protobuf"},{"name":"content-encoding","value":"snappy"},{"name":"user-agent","value":"vmagent"}],
			"bodySize":%d,"postData":{"mimeType":"application/x-protobuf","text":%s%s}},
		"response":{"status":400,"headers":[{"name":"content-type","value":"text/plain"}],"content":{"size":9,"text":"too old\n"}},
		"timings":{"send":-1,"wait":12.5,"receive":0},"connection":"443"}],"version":"1.2"},"after":1}`, size, body, more)
}

// spell writes bytes as JSON strings in the ways that others do.
func spell(b []byte, unit func(byte) string) string {
	var s strings.Builder
	s.WriteByte('"')
	for _, c := range b {
		if c < 0x20 || c == '"' || c == '\\' {
			fmt.Fprintf(&s, `\u%04x`, c)
		} else if c < 0x80 {
			s.WriteByte(c)
		} else {
			s.WriteString(unit(c))
		}
	}
	return s.String() + `"`
}

func TestForeignBodies(t *testing.T) {
	body := message(t)
	latin := spell(body, func(c byte) string { return string(rune(c)) })
	for _, c := range []struct {
		name, text, more string
		size             int
	}{
		{"one character for each byte", latin, "", len(body)},
		{"one character for each byte, no size", latin, "", -1},
		{"lone surrogates", spell(body, func(c byte) string { return fmt.Sprintf(`\udc%02x`, c) }), "", -1},
		{"base64", `"` + base64.StdEncoding.EncodeToString(body) + `"`, `,"encoding":"base64"`, -1},
	} {
		got := read(t, foreign(t, c.text, c.size, c.more))[0]
		if got.Err != nil || got.Exchange != nil || !bytes.Equal(got.Recorded.Body, body) {
			t.Errorf("%s: %v\ngot  %x\nwant %x", c.name, got.Err, got.Recorded.Body, body)
		}
	}
	lost := spell(body, func(byte) string { return "\ufffd" })
	if got := read(t, foreign(t, lost, len(body), ""))[0]; !errors.Is(got.Err, ErrBodyLost) {
		t.Errorf("got %v, want ErrBodyLost", got.Err)
	}
	text := read(t, foreign(t, `"Z\u00fcrich \ud83d\ude00 \n\t\""`, -1, ""))[0]
	if want := "Zürich \U0001f600 \n\t\""; string(text.Recorded.Body) != want {
		t.Errorf("text: got %q, want %q", text.Recorded.Body, want)
	}
}

func TestForeignEntry(t *testing.T) {
	got := read(t, foreign(t, `"x"`, 1, ""))[0].Recorded
	ex := got.Exchange(decode.NewDecoder(decode.Config{}))
	if !ex.Time.Equal(time.Date(2026, 1, 2, 3, 0, 0, 500e6, time.UTC)) || ex.Took.Total != 12500*time.Microsecond || ex.Took.Read != 0 {
		t.Errorf("time %s, took %+v", ex.Time, ex.Took)
	}
	if ex.Sender.UserAgent != "vmagent" || ex.Sender.Addr != "" || ex.Request.Path != "/api/v1/push?x=1" || ex.Request.Header.Get("Host") != "receiver:9090" {
		t.Errorf("sender %+v, request %+v", ex.Sender, ex.Request)
	}
	if a := ex.Verdict.Answer; a.Status != 400 || string(a.Body) != "too old\n" || a.By != store.ByRecorded {
		t.Errorf("answer %+v", a)
	}
}

// TestChangedArchive edits our own archive: an exchange that does not belong to
// its body any more is not believed.
func TestChangedArchive(t *testing.T) {
	archive := string(write(t, exchanges(t)[0]))
	was := base64.StdEncoding.EncodeToString(message(t))
	edited := strings.Replace(archive, was, base64.StdEncoding.EncodeToString([]byte("other")), 1)
	got := read(t, edited)[0]
	if got.Exchange != nil || string(got.Recorded.Body) != "other" {
		t.Errorf("got %+v", got)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, archive := range map[string]string{
		"nothing": "", "no JSON": "hello", "no object": "[]", "no log": `{"a":{"log":1}}`, "no entries": `{"log":{"version":"1.2"}}`,
		"entries are no list": `{"log":{"entries":{}}}`, "cut off": `{"log":{"entries":[{"time":1`, "wrong type": `{"log":{"entries":[{"time":"x"}]}}`,
	} {
		err := Read(t.Context(), strings.NewReader(archive), Config{}, func(Entry) error { return nil })
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%s: got %v, want ErrFormat", name, err)
		}
	}
	large := fmt.Sprintf(`{"log":{"comment":"x","entries":[{"comment":"%s"}]}}`, strings.Repeat("x", 1<<20))
	if err := Read(t.Context(), strings.NewReader(large), Config{MaxEntry: 1 << 16}, func(Entry) error { return nil }); !errors.Is(err, errEntryTooLarge) {
		t.Errorf("got %v, want errEntryTooLarge", err)
	}
}

// FuzzRead looks for panics; what is read of our own writes again to the same.
func FuzzRead(f *testing.F) {
	f.Add(write(f, exchanges(f)...))
	f.Add([]byte(foreign(f, `"a\ud83d\ude00\udc80"`, 3, "")))
	f.Add([]byte(`{"log":{"entries":[{"request":{"postData":{"text":"\u"}}}]}}`))
	f.Fuzz(func(t *testing.T, archive []byte) {
		decoder := decode.NewDecoder(decode.Config{})
		_ = Read(t.Context(), bytes.NewReader(archive), Config{MaxEntry: 1 << 20}, func(e Entry) error {
			if e.Err != nil {
				return nil
			}
			ex := e.Exchange
			if ex == nil {
				ex = e.Recorded.Exchange(decoder)
			}
			again := read(t, string(write(t, ex)))
			if len(again) != 1 || again[0].Err != nil {
				t.Errorf("written again: %+v", again)
			}
			return nil
		})
	})
}

func TestUnquote(t *testing.T) {
	for raw, want := range map[string][]rune{
		`"a\u00e9\"\\\/\b\f\n\r\t"`: []rune("aé\"\\/\b\f\n\r\t"),
		`"\ud83d\ude00"`:            {0x1f600},
		`"\udc80\ud83d"`:            {0xdc80, 0xd83d},
		`null`:                      nil,
	} {
		got, err := unquote(json.RawMessage(raw))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %U, %v; want %U", raw, got, err, want)
		}
	}
	for _, bad := range []string{`"\"`, `"x`, `"\u12"`, `"\uzzzz"`, `12`} {
		if _, err := unquote(json.RawMessage(bad)); err == nil {
			t.Errorf("%s was taken for a string", bad)
		}
	}
}

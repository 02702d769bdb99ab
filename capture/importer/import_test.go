package importer

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/capture/har"
	"rwscope/decode"
	"rwscope/store"
)

func newJournal(t testing.TB) *capture.Journal {
	t.Helper()
	j, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// load returns all exchanges of a journal.
func load(t testing.TB, j *capture.Journal) []*capture.Exchange {
	t.Helper()
	snap := j.Snapshot()
	var all []*capture.Exchange
	for i := range snap.Len() {
		ex, err := j.Load(snap.Row(i).ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ex)
	}
	return all
}

func importBytes(t testing.TB, j *capture.Journal, cfg Config, b []byte) Result {
	t.Helper()
	cfg.Journal = j
	result, err := Import(t.Context(), File{Reader: bytes.NewReader(b), Name: "file", Time: time.Unix(5, 0)}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestRealCapture imports what tcpdump recorded between a real Prometheus and a
// receiver, and compares it with what the receiver printed.
func TestRealCapture(t *testing.T) {
	file, err := os.ReadFile("testdata/prometheus.pcap")
	if err != nil {
		t.Fatal(err)
	}
	printed, err := os.ReadFile("testdata/prometheus.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	j := newJournal(t)
	result := importBytes(t, j, Config{}, file)
	lines := strings.Split(strings.TrimSpace(string(printed)), "\n")
	if result.Kind != KindPcap || result.Imported != len(lines) || result.Skipped != 0 || len(result.Notices) != 0 {
		t.Fatalf("got %+v, want %d exchanges", result, len(lines))
	}
	for i, ex := range load(t, j) {
		got, want := object(t, capture.AppendJSON(nil, ex)), object(t, []byte(lines[i]))
		for _, name := range []string{"id", "sender", "request", "sent"} {
			if !reflect.DeepEqual(got[name], want[name]) {
				t.Errorf("exchange %d: %s is\n%v, want\n%v", i+1, name, got[name], want[name])
			}
		}
		gotAnswer, wantAnswer := got["answered"].(map[string]any), want["answered"].(map[string]any)
		for _, name := range []string{"status", "body", "written"} {
			if !reflect.DeepEqual(gotAnswer[name], wantAnswer[name]) {
				t.Errorf("exchange %d: answered %s %v, want %v", i+1, name, gotAnswer[name], wantAnswer[name])
			}
		}
		if gotAnswer["by"] != "recorded" {
			t.Errorf("exchange %d: answered by %v", i+1, gotAnswer["by"])
		}
		at, err := time.Parse(time.RFC3339Nano, want["time"].(string))
		if err != nil {
			t.Fatal(err)
		}
		// The packet passes before the receiver sees it.
		if early := at.Sub(ex.Time); early < 0 || early > 100*time.Millisecond {
			t.Errorf("exchange %d: the packet came %s before the request", i+1, early)
		}
	}
}

func object(t testing.TB, line []byte) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(line, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOwnArchive exports a journal and imports it: every exchange comes back with
// its verdict, its ID and its body.
func TestOwnArchive(t *testing.T) {
	from := newJournal(t)
	file, err := os.ReadFile("testdata/prometheus.pcap")
	if err != nil {
		t.Fatal(err)
	}
	from.SkipTo(7)
	importBytes(t, from, Config{}, file)
	var archive bytes.Buffer
	w := har.NewWriter(&archive, "test")
	want := load(t, from)
	want[1].Verdict = store.Verdict{Answer: store.Answer{Status: 204, By: store.ByFast}, Stored: store.Kept{Samples: 3}}
	for _, ex := range want {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	to := newJournal(t)
	if result := importBytes(t, to, Config{}, archive.Bytes()); result.Kind != KindHAR || result.Imported != len(want) {
		t.Fatalf("got %+v", result)
	}
	for i, got := range load(t, to) {
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("exchange %d:\ngot  %+v\nwant %+v", i, got, want[i])
		}
	}
}

// TestTornArchive cuts an archive off within its last entry: those before it are
// imported, and what is missing is said.
func TestTornArchive(t *testing.T) {
	file, err := os.ReadFile("testdata/prometheus.pcap")
	if err != nil {
		t.Fatal(err)
	}
	from := newJournal(t)
	importBytes(t, from, Config{}, file)
	var archive bytes.Buffer
	w := har.NewWriter(&archive, "test")
	exchanges := load(t, from)
	for _, ex := range exchanges {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	to := newJournal(t)
	result := importBytes(t, to, Config{}, archive.Bytes()[:archive.Len()-100])
	if want := len(exchanges) - 1; result.Imported != want || to.Snapshot().Len() != want {
		t.Errorf("imported %d, %d in the journal, want %d", result.Imported, to.Snapshot().Len(), want)
	}
	if len(result.Notices) != 1 || !strings.HasPrefix(result.Notices[0], "the file is cut off or damaged") {
		t.Errorf("notices %q", result.Notices)
	}
}

func v1Body(t testing.TB) []byte {
	t.Helper()
	b, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels: []prompb.Label{{Name: "__name__", Value: "up"}}, Samples: []prompb.Sample{{Value: 1, Timestamp: 1000}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBody(t *testing.T) {
	message := v1Body(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(message); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name           string
		body           []byte
		encoding, kind string
		form           decode.Form
	}{
		{"snappy", snappy.Encode(nil, message), "snappy", "application/x-protobuf", decode.FormV1},
		{"gzip", packed.Bytes(), "gzip", "application/x-protobuf", decode.FormV1},
		{"plain", message, "", "application/x-protobuf", decode.FormV1},
		{"JSON", []byte(`{"resourceMetrics":[]}`), "", "application/json", ""},
	} {
		j := newJournal(t)
		if result := importBytes(t, j, Config{}, c.body); result.Kind != KindBody || result.Imported != 1 {
			t.Errorf("%s: %+v", c.name, result)
			continue
		}
		ex := load(t, j)[0]
		h := ex.Request.Header
		if h.Get("Content-Encoding") != c.encoding || h.Get("Content-Type") != c.kind || c.form != "" && ex.Request.Form != c.form {
			t.Errorf("%s: headers %v, form %s", c.name, h, ex.Request.Form)
		}
		if ex.Verdict.Answer.Status != 0 || ex.Verdict.Answer.By != store.ByRecorded || !ex.Time.Equal(time.Unix(5, 0)) || !bytes.Equal(ex.Request.Body, c.body) {
			t.Errorf("%s: %+v", c.name, ex)
		}
	}
	j := newJournal(t)
	importBytes(t, j, Config{Header: http.Header{"X-Own": {"1"}}}, []byte("x"))
	if h := load(t, j)[0].Request.Header; !reflect.DeepEqual(h, http.Header{"X-Own": {"1"}}) {
		t.Errorf("own headers: %v", h)
	}
}

func TestKindOf(t *testing.T) {
	for want, begins := range map[Kind][]string{
		KindPcap: {"\xd4\xc3\xb2\xa1rest", "\xa1\xb2\x3c\x4d", "\x0a\x0d\x0d\x0a"},
		KindHAR:  {`{"log":{`, "\xef\xbb\xbf \n{\n \"log\": {"},
		KindBody: {"", "x", "{}", "\x1f\x8b", "{\"resourceLogs\":[]}"},
	} {
		for _, begin := range begins {
			if got := kindOf([]byte(begin)); got != want {
				t.Errorf("%q is a %s, want %s", begin, got, want)
			}
		}
	}
}

func TestSelection(t *testing.T) {
	archive := func(method, url, headers, text string) []byte {
		return []byte(`{"log":{"entries":[{"startedDateTime":"2026-01-02T03:00:00Z","request":{"method":"` + method + `","url":"` + url +
			`","headers":[` + headers + `],"postData":{"text":"` + text + `"}},"response":{"status":200}}]}}`)
	}
	for _, c := range []struct {
		name string
		file []byte
		want int
	}{
		{"by path", archive("POST", "http://x/api/v1/write", "", ""), 1},
		{"by path, with GET", archive("GET", "http://x/api/v1/push?x", "", ""), 1},
		{"by header", archive("POST", "http://x/any", `{"name":"x-prometheus-remote-write-version","value":"0.1.0"}`, ""), 1},
		{"scrape", archive("GET", "http://x/metrics", "", ""), 0},
		{"another POST", archive("POST", "http://x/login", `{"name":"content-type","value":"application/json"}`, "{}"), 0},
	} {
		if got := importBytes(t, newJournal(t), Config{}, c.file); got.Imported != c.want || got.Skipped != 1-c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
		if got := importBytes(t, newJournal(t), Config{All: true}, c.file); got.Imported != 1 {
			t.Errorf("%s, all wanted: %+v", c.name, got)
		}
	}
}

func TestBadEntriesAreNotices(t *testing.T) {
	entries := slices.Repeat([]string{`{"startedDateTime":"noon"}`}, maxNotices+5)
	result := importBytes(t, newJournal(t), Config{}, []byte(`{"log":{"entries":[`+strings.Join(entries, ",")+`]}}`))
	if result.Imported != 0 || len(result.Notices) != maxNotices+1 || result.Notices[maxNotices] != "and 5 more" {
		t.Errorf("got %d notices, the last %q", len(result.Notices), result.Notices[len(result.Notices)-1])
	}
}

// TestSecrets imports a capture with a password and a token and looks for them in
// the journal.
func TestSecrets(t *testing.T) {
	file, err := os.ReadFile("testdata/prometheus.pcap")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.rwscope")
	j, err := capture.CreateJournal(capture.JournalConfig{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	importBytes(t, j, Config{}, file)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"planted-secret-2", "dXNlcjpwbGFudGVkLXNlY3JldC0x"} { // user:planted-secret-1
		if !bytes.Contains(file, []byte(secret)) {
			t.Errorf("%s is not in the capture", secret)
		}
		if bytes.Contains(written, []byte(secret)) {
			t.Errorf("%s is in the journal", secret)
		}
	}
}

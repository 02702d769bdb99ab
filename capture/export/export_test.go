package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
)

func oneSample(t testing.TB) []byte {
	return pack(t, &prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{Labels: labelPairs("__name__", "up"), Samples: samples(1)}}})
}

// write exports exchanges in a format of several files, or of one.
func write(t testing.TB, format string, all []*capture.Exchange) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	var out bytes.Buffer
	w, err := New(Config{Format: format, Out: &out, Dir: dir, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, ex := range all {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if InDir(format) {
		return filesUnder(t, dir)
	}
	return map[string]string{"": out.String()}
}

func TestJSONL(t *testing.T) {
	all := exchangesOf(t, record(t, oneSample(t), []byte("not snappy")))
	got := write(t, "jsonl", all)[""]
	want := string(capture.AppendJSON(nil, all[0])) + "\n" + string(capture.AppendJSON(nil, all[1])) + "\n"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBodies(t *testing.T) {
	all := exchangesOf(t, record(t, oneSample(t), []byte("not snappy")))
	files := write(t, "bodies", all)
	if files["000001.bin"] != string(all[0].Request.Body) || files["000002.bin"] != "not snappy" || len(files) != 3 {
		t.Errorf("got %d files", len(files))
	}
	for i, line := range strings.Split(strings.TrimSpace(files["manifest.jsonl"]), "\n") {
		var m struct {
			File     string
			Headers  http.Header
			Exchange json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if files[m.File] != string(all[i].Request.Body) || !bytes.Equal(m.Exchange, capture.AppendJSON(nil, all[i])) {
			t.Errorf("line %d: %s", i, line)
		}
		if m.Headers.Get("X-Command") != "\x1b[31m\u202e" || strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("line %d: headers %v", i, m.Headers)
		}
	}
}

// TestCurlScript runs the script with a real shell and a real curl.
func TestCurlScript(t *testing.T) {
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	all := exchangesOf(t, record(t, oneSample(t), []byte("not snappy")))
	var got []*http.Request
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		b, _ := io.ReadAll(q.Body)
		got, bodies = append(got, q), append(bodies, string(b))
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	dir := t.TempDir()
	for name, content := range write(t, "curl", all) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("sh", filepath.Join(dir, "replay.sh"), server.URL).CombinedOutput()
	if err != nil || string(out) != "#1 204\n#2 204\n" {
		t.Fatalf("%v: %s", err, out)
	}
	for i, q := range got {
		if bodies[i] != string(all[i].Request.Body) || q.RequestURI != "/api/v1/write" || q.Method != "POST" {
			t.Errorf("request %d: %s %s %q", i, q.Method, q.RequestURI, bodies[i])
		}
		want := http.Header{
			"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"}, "User-Agent": {"Prometheus/3.16.0"},
			"X-Prometheus-Remote-Write-Version": {"0.1.0"}, "X-Plain": {"it's; $(touch pwned) `id`"}, "X-Empty": {""},
		}
		q.Header.Del("Content-Length")
		if len(q.Header) != len(want) {
			t.Errorf("request %d: headers %v, want %v", i, q.Header, want)
		}
		for name := range want {
			if q.Header.Get(name) != want.Get(name) {
				t.Errorf("request %d: %s is %q, want %q", i, name, q.Header.Get(name), want.Get(name))
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the script ran what a header says")
	}
}

// TestCurlHostile writes what an imported archive may hold.
func TestCurlHostile(t *testing.T) {
	ex := &capture.Exchange{ID: 1, Request: capture.Request{
		Method: "POST; id", Path: "/x\n$(id)", Header: http.Header{"@/etc/passwd": {"x"}, "A\nB": {"x"}, "C": {"x\r\nD: y"}},
	}}
	script := write(t, "curl", []*capture.Exchange{ex})["replay.sh"]
	script = script[len(curlHead):]
	want := "# recorded 0001-01-01T00:00:00.000Z, answered 0\n" +
		"# left out: a path that is none\n# left out: \"@/etc/passwd\", which is not text\n# left out: \"A\\nB\", which is not text\n# left out: \"C\", which is not text\n" +
		"send 1 '/api/v1/write' --request 'POST' \\\n\t--header 'Accept:' \\\n\t--header 'Expect:' \\\n\t--header 'User-Agent:'\n\n"
	if script != want {
		t.Errorf("got\n%s\nwant\n%s", script, want)
	}
}

// TestSecrets plants secrets into requests and looks for them in all formats.
func TestSecrets(t *testing.T) {
	journal := record(t, oneSample(t))
	outputs := map[string]map[string]string{}
	for _, format := range Formats {
		if format == "openmetrics" {
			var b bytes.Buffer
			if _, err := WriteOpenMetrics(t.Context(), OpenMetricsConfig{History: journal, Samples: SamplesSent, Out: &b}); err != nil {
				t.Fatal(err)
			}
			outputs[format] = map[string]string{"": b.String()}
			continue
		}
		outputs[format] = write(t, format, exchangesOf(t, journal))
	}
	for format, files := range outputs {
		for name, content := range files {
			if content == "" {
				t.Errorf("%s: %s is empty", format, name)
			}
			if found := secretsIn(content); len(found) > 0 {
				t.Errorf("%s: %s holds %s", format, name, found)
			}
		}
	}
}

// secretsIn looks for what was planted, in plain text and in base64.
func secretsIn(content string) (found []string) {
	for _, secret := range []string{password, bearer, cookie, query} {
		if strings.Contains(content, secret) || strings.Contains(decodedBase64(content), secret) {
			found = append(found, secret)
		}
	}
	return found
}

// TestSecretsAreFound shows that the search finds what is there: the headers of an
// exchange that was never redacted.
func TestSecretsAreFound(t *testing.T) {
	ex := &capture.Exchange{ID: 1, Request: capture.Request{
		Method: "POST", Path: "/?token=" + query,
		Header: http.Header{"Authorization": {"Bearer " + bearer}, "Cookie": {cookie}, "Proxy-Authorization": {password}},
	}}
	for format, name := range map[string]string{"har": "", "bodies": "manifest.jsonl", "curl": "replay.sh"} {
		if found := secretsIn(write(t, format, []*capture.Exchange{ex})[name]); len(found) != 4 {
			t.Errorf("%s: found only %s", format, found)
		}
	}
	archive := write(t, "har", []*capture.Exchange{ex})[""]
	payload := archive[strings.Index(archive, `"_rwscope":`):]
	if found := secretsIn(payload); len(found) != 4 {
		t.Errorf("in the payload of the archive: found only %s", found)
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New(Config{Format: "xml"}); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v, want ErrFormat", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "other"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"curl", "bodies"} {
		if _, err := New(Config{Format: format, Dir: dir}); !errors.Is(err, errNotEmpty) {
			t.Errorf("%s: got %v, want errNotEmpty", format, err)
		}
	}
}

package capture

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// redactor returns a Redactor with a fixed salt.
func redactor(t testing.TB, headers ...string) *Redactor {
	t.Helper()
	r, err := NewRedactor(Redaction{Salt: []byte("salt"), Headers: headers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// marks is fingerprints made equal, since their digits are of no interest.
var marks = regexp.MustCompile(`\[redacted:[0-9a-f]{6}\]`)

func TestRedactHeader(t *testing.T) {
	r := redactor(t, "x-team", " X-Other ")
	for _, c := range []struct{ name, value, want string }{
		{"Authorization", "Bearer planted", "Bearer *"},
		{"Authorization", "basic cGxhbnRlZA==", "basic *"},
		{"Authorization", "planted", "*"},
		{"Authorization", "planted with spaces", "*"},
		{"Authorization", "AWS4-HMAC-SHA256 Credential=planted, Signature=planted", "AWS4-HMAC-SHA256 *"},
		{"Proxy-Authorization", "Basic planted", "Basic *"},
		{"Cookie", "a=planted; b=planted", "*"},
		{"Set-Cookie", "a=planted; Secure", "*"},
		{"X-Api-Key", "planted", "*"},
		{"Api-Key", "planted", "*"},
		{"X-License-Key", "planted", "*"},
		{"X-Auth-Token", "planted", "*"},
		{"X-Goog-Iap-Jwt-Assertion", "planted", "*"},
		{"Referer", "https://me:planted@host/p?token=planted&q=up", "https://*@host/p?token=*&q=up"},
		{"X-Team", "planted", "*"},
		{"X-Other", "planted", "*"},
		{"X-Scope-Orgid", "tenant-1", "tenant-1"},
		{"User-Agent", "Prometheus/3.16.0", "Prometheus/3.16.0"},
		{"Authorization", "", ""},
	} {
		in := http.Header{c.name: {"", c.value}}
		out := r.Header(in)
		if got := marks.ReplaceAllString(out[c.name][1], "*"); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.value, out[c.name][1], c.want)
		}
		if in[c.name][1] != c.value {
			t.Errorf("%s: the caller's header was changed", c.name)
		}
		if again := r.Header(out); again[c.name][1] != out[c.name][1] {
			t.Errorf("%s: redacted twice it is %s", c.name, again[c.name][1])
		}
	}
}

func TestRedactURL(t *testing.T) {
	r := redactor(t)
	for in, want := range map[string]string{
		"/api/v1/write":                              "/api/v1/write",
		"/api/v1/write?db=a&precision=ms":            "/api/v1/write?db=a&precision=ms",
		"/w?token=planted":                           "/w?token=*",
		"/w?a=1;access_token=planted;b=2":            "/w?a=1;access_token=*;b=2",
		"/w?API-Key=planted&x=%zz":                   "/w?API-Key=*&x=%zz",
		"/w?%74oken=planted":                         "/w?%74oken=*",
		"/w?token":                                   "/w?token",
		"/w#access_token=planted&state=s":            "/w#access_token=*&state=s",
		"http://me:planted@host:9090/w?u=1":          "http://*@host:9090/w?u=1",
		"http://host/people/@me":                     "http://host/people/@me",
		"//planted@host":                             "//*@host",
		"/w?password=planted&password=planted%20two": "/w?password=*&password=*",
	} {
		got := r.URL(in)
		if marked := marks.ReplaceAllString(got, "*"); marked != want {
			t.Errorf("%s\n got %s\nwant %s", in, marked, want)
		}
		if again := r.URL(got); again != got {
			t.Errorf("%s: redacted twice it is %s", got, again)
		}
	}
}

func TestFingerprints(t *testing.T) {
	a, b := redactor(t), redactor(t)
	other, err := NewRedactor(Redaction{})
	if err != nil {
		t.Fatal(err)
	}
	secret := func(r *Redactor, value string) string {
		return r.Header(http.Header{"Authorization": {"Bearer " + value}}).Get("Authorization")
	}
	if secret(a, "one") != secret(b, "one") || a.Key() != b.Key() {
		t.Error("equal secrets and salts: different fingerprints")
	}
	if secret(a, "one") == secret(a, "two") {
		t.Error("different secrets: equal fingerprints")
	}
	if secret(a, "one") == secret(other, "one") || a.Key() == other.Key() {
		t.Error("different salts: equal fingerprints")
	}
}

func TestSecretsAreNotWritten(t *testing.T) {
	const planted = "pl4nted-s3cret"
	for _, keep := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "a.rwscope")
		j, err := OpenJournal(JournalConfig{Path: path, Redaction: Redaction{Headers: []string{"X-Mine"}, Keep: keep}})
		if err != nil {
			t.Fatal(err)
		}
		e := newMade(1).exchange(j.Reserve())
		e.Request.Path = "/api/v1/write?token=" + planted
		e.Request.Header = http.Header{
			"Authorization": {"Bearer " + planted}, "Cookie": {"id=" + planted}, "X-Api-Key": {planted, planted}, "X-Mine": {planted},
		}
		e.Verdict.Answer.Header = http.Header{"Set-Cookie": {planted}}
		if err := j.Append(e); err != nil {
			t.Fatal(err)
		}
		recent, _ := j.Recent(e.ID)
		loaded, err := j.Load(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file = AppendJSON(AppendJSON(file, recent), loaded)
		if bytes.Contains(file, []byte(planted)) != keep {
			t.Errorf("keep secrets %v: secrets are there: %v", keep, !keep)
		}
		if got := strings.Count(string(file), redactedMark); !keep && got < 6 {
			t.Errorf("%d fingerprints", got)
		}
		if run := openReader(t, path).Runs()[0]; run.KeepsSecrets != keep {
			t.Errorf("run says that secrets are kept: %v, want %v", run.KeepsSecrets, keep)
		}
	}
}

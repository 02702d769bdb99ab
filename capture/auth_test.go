package capture_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"rwscope/capture"
	"rwscope/store"
)

const secretWord = "correct-horse"

func newAuth(t testing.TB, cfg capture.AuthConfig) *capture.Auth {
	t.Helper()
	a, err := capture.NewAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func bcryptOf(t testing.TB, secret string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(hash)
}

func TestCredentials(t *testing.T) {
	basic := capture.AuthConfig{Given: []string{"basic:agent:" + secretWord}}
	bearer := capture.AuthConfig{Given: []string{"bearer:" + secretWord}}
	hashed := capture.AuthConfig{Hashed: map[string]string{"agent": bcryptOf(t, secretWord)}}
	all := capture.AuthConfig{Given: []string{"bearer:" + secretWord, "bearer:b", "basic:other:pass:word"}, Hashed: hashed.Hashed}
	user := func(name, pass string) func(*http.Request) {
		return func(q *http.Request) { q.SetBasicAuth(name, pass) }
	}
	header := func(value string) func(*http.Request) {
		return func(q *http.Request) { q.Header.Set("Authorization", value) }
	}
	for _, c := range []struct {
		name string
		auth capture.AuthConfig
		with func(*http.Request)
		want string // status, cause, WWW-Authenticate
	}{
		{"none wanted, none given", capture.AuthConfig{}, func(*http.Request) {}, "204"},
		{"none wanted, one given", capture.AuthConfig{}, user("agent", "x"), "204"},
		{"basic", basic, user("agent", secretWord), "204"},
		{"basic, none", basic, func(*http.Request) {}, "401 credentials_missing [Basic]"},
		{"basic, wrong password", basic, user("agent", secretWord+"x"), "401 credentials_wrong [Basic]: the user is known, the password is another"},
		{"basic, wrong user", basic, user("Agent", secretWord), "401 credentials_wrong [Basic]: no such user"},
		{"basic, bearer given", basic, header("Bearer " + secretWord), "401 credentials_wrong [Basic]: the scheme is Bearer, and rwscope wants Basic"},
		{"basic, nonsense", basic, header("Basic ::"), "401 credentials_wrong [Basic]: it cannot be read as user and password"},
		{"bearer", bearer, header("bearer  " + secretWord), "204"},
		{"bearer, wrong", bearer, header("Bearer " + secretWord[1:]), "401 credentials_wrong [Bearer]: no such token"},
		{"bearer, empty", bearer, header("Bearer "), "401 credentials_wrong [Bearer]: no such token"},
		{"bcrypt", hashed, user("agent", secretWord), "204"},
		{"bcrypt, wrong password", hashed, user("agent", ""), "401 credentials_wrong [Basic]: the user is known, the password is another"},
		{"bcrypt, wrong user", hashed, user("nobody", secretWord), "401 credentials_wrong [Basic]: no such user"},
		{"all, bcrypt", all, user("agent", secretWord), "204"},
		{"all, plain with a colon", all, user("other", "pass:word"), "204"},
		{"all, second token", all, header("Bearer b"), "204"},
		{"all, none", all, func(*http.Request) {}, "401 credentials_missing [Basic Bearer]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, rigConfig{auth: newAuth(t, c.auth)})
			q := r.post(typeV1, v1Body(t, 1, r.now()))
			c.with(q)
			res, err := http.DefaultTransport.RoundTrip(q)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			x, got := r.last(), fmt.Sprint(res.StatusCode)
			if len(x.Verdict.Problems) > 0 && x.Verdict.Answer.By == store.ByAccess {
				p := x.Verdict.Problems[0]
				got += fmt.Sprintf(" %s %v", p.Cause, res.Header["Www-Authenticate"])
				if len(p.Facts) > 0 && p.Cause == store.CauseCredentialsWrong {
					got += ": " + p.Facts[0].Value
				}
				if len(x.Request.Body) > 0 {
					t.Errorf("kept %d bytes of the body, want none", len(x.Request.Body))
				}
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestSecretsAreNotRecorded checks that neither right nor wrong credentials are
// anywhere in the journal.
func TestSecretsAreNotRecorded(t *testing.T) {
	r := newRig(t, rigConfig{auth: newAuth(t, capture.AuthConfig{Given: []string{"basic:agent:" + secretWord}})})
	const wrong = "wrong-horse"
	var encoded []string
	for _, pass := range []string{secretWord, wrong} {
		q := r.post(typeV1, v1Body(t, 1, r.now()))
		q.SetBasicAuth("agent", pass)
		encoded = append(encoded, strings.TrimPrefix(q.Header.Get("Authorization"), "Basic "))
		r.send(q)
	}
	q := r.post(typeV1, nil)
	q.Header.Set("Authorization", wrong+" "+wrong) // as if it were a scheme
	r.send(q)
	file, err := os.ReadFile(r.journal.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(encoded, secretWord, wrong) {
		if bytes.Contains(file, []byte(secret)) {
			t.Errorf("the journal holds %q", secret)
		}
	}
	if !bytes.Contains(file, []byte("Basic [redacted:")) {
		t.Error("the journal has no fingerprint, so this test proves nothing")
	}
}

// TestStrangersAreKeptShort sends heads that are long in each of their parts, without
// credentials: who is not let in must not decide how fast the journal grows.
func TestStrangersAreKeptShort(t *testing.T) {
	r := newRig(t, rigConfig{auth: newAuth(t, capture.AuthConfig{Given: []string{"bearer:" + secretWord}})})
	long := strings.Repeat("X", 60_000)
	for part, with := range map[string]func(q *http.Request){
		"method":        func(q *http.Request) { q.Method = long },
		"path":          func(q *http.Request) { q.URL.Path = "/" + long },
		"query":         func(q *http.Request) { q.URL.RawQuery = long },
		"host":          func(q *http.Request) { q.Host = long },
		"user agent":    func(q *http.Request) { q.Header.Set("User-Agent", long) },
		"tenant":        func(q *http.Request) { q.Header.Set("X-Scope-OrgID", long) },
		"origin":        func(q *http.Request) { q.Header.Set("Origin", long) },
		"authorization": func(q *http.Request) { q.Header.Set("Authorization", "Bearer "+long) },
		"encoding":      func(q *http.Request) { q.Header.Set("Content-Encoding", long) },
		"any other":     func(q *http.Request) { q.Header.Set("X-Other", long) },
		"many others": func(q *http.Request) {
			for i := range 40 {
				name := fmt.Sprintf("X-%d-%s", i, long[:200])
				q.Header[name] = []string{long[:150], long[:150], long[:150]}
			}
		},
	} {
		q := r.post(typeV1, nil)
		with(q)
		if status, answer := r.send(q); status/100 != 4 {
			t.Errorf("%s: got %s, want a refusal", part, answer)
		}
		snap := r.journal.Snapshot()
		if size := snap.Row(snap.Len() - 1).Size; size > 6000 {
			t.Errorf("long %s: %d bytes in the journal, want 6000 at most", part, size)
		}
	}
}

// TestHelpIsForThoseWhoMayEnter checks that a page for people is behind the door,
// too.
func TestHelpIsForThoseWhoMayEnter(t *testing.T) {
	r := newRig(t, rigConfig{auth: newAuth(t, capture.AuthConfig{Given: []string{"bearer:" + secretWord}})})
	q := r.post("", nil)
	q.Method, q.URL.Path = http.MethodGet, "/"
	if status, answer := r.send(q); status != http.StatusUnauthorized {
		t.Errorf("without credentials: got %s, want 401", answer)
	}
	q.Header.Set("Authorization", "Bearer "+secretWord)
	if status, answer := r.send(q); status != http.StatusOK || !strings.Contains(answer, "remote_write") {
		t.Errorf("with credentials: got %s, want the help", answer)
	}
}

func TestWebPagesMayNotSend(t *testing.T) {
	r := newRig(t, rigConfig{judge: judgeFunc(noContent)})
	for _, c := range []struct {
		name, value string
		want        int
	}{
		{"Origin", "https://news.example", http.StatusForbidden},
		{"Origin", "null", http.StatusForbidden},
		{"Sec-Fetch-Site", "cross-site", http.StatusForbidden},
		{"Sec-Fetch-Site", "same-origin", http.StatusForbidden}, // a name that was bound to this address
		{"Sec-Fetch-Mode", "cors", http.StatusNoContent},        // Node's fetch says so, and is no browser
	} {
		q := r.post(typeV1, v1Body(t, 1, r.now()))
		q.Header.Set(c.name, c.value)
		if status, answer := r.send(q); status != c.want {
			t.Errorf("%s: %s: got\n%s\nwant %d", c.name, c.value, answer, c.want)
		}
		if x := r.last(); c.want == http.StatusForbidden && x.Verdict.Problems[0].Cause != store.CauseWebPage {
			t.Errorf("%s: %s: exchange: %s\nwant cause %s", c.name, c.value, answerOf(x), store.CauseWebPage)
		}
	}
}

// TestCredentialsTakeTurns checks many at once, right ones and wrong ones, for the
// race detector.
func TestCredentialsTakeTurns(t *testing.T) {
	r := newRig(t, rigConfig{
		judge: judgeFunc(noContent),
		auth:  newAuth(t, capture.AuthConfig{Hashed: map[string]string{"agent": bcryptOf(t, secretWord)}}),
	})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			pass, want := secretWord, http.StatusNoContent
			if i%2 == 1 {
				pass, want = fmt.Sprint(i), http.StatusUnauthorized
			}
			q := r.post(typeV1, nil)
			q.SetBasicAuth("agent", pass)
			if status, _ := r.send(q); status != want {
				t.Errorf("password %q: got %d, want %d", pass, status, want)
			}
		})
	}
	wg.Wait()
}

// TestErrorsHoldNoSecret checks what is said about credentials that cannot be read.
func TestErrorsHoldNoSecret(t *testing.T) {
	for _, given := range []string{secretWord, "basic:" + secretWord, "basic::" + secretWord, "digest:agent:" + secretWord, "bearer:", "basic:agent:"} {
		a, err := capture.NewAuth(capture.AuthConfig{Given: []string{given}})
		if err == nil || a != nil {
			t.Errorf("%q: got no error", given)
		} else if strings.Contains(err.Error(), secretWord) {
			t.Errorf("%q: the error %q holds the secret", given, err)
		}
	}
	if _, err := capture.NewAuth(capture.AuthConfig{Hashed: map[string]string{"agent": secretWord}}); err == nil || strings.Contains(err.Error(), secretWord) {
		t.Errorf("a password that is no hash: got error %v, want one without it", err)
	}
}

func TestWebConfig(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	m := made(t, time.Now(), "localhost")
	write("cert.pem", string(m.Cert))
	write("key.pem", string(m.Key))
	tlsPart := "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n"
	hash := bcryptOf(t, secretWord)
	for _, c := range []struct {
		name, text string
		want       string // TLS protocols, users
		err        string
	}{
		{"nothing", "", "[] 0", ""},
		{"TLS", tlsPart, "tls[] 0", ""},
		{"TLS and users", tlsPart + "basic_auth_users:\n  agent: " + hash + "\n", "tls[] 1", ""},
		{"no HTTP/2", tlsPart + "http_server_config:\n  http2: false\n", "tls[http/1.1] 0", ""},
		{"headers", "http_server_config:\n  headers:\n    X-Frame-Options: deny\n", "", "http_server_config.headers: not supported here"},
		{"rate limit", "rate_limit:\n  interval: 1s\n  burst: 3\n", "", "rate_limit: not supported here"},
		{"a word that is not known", "tls: {}\n", "", "field tls not found"},
		{"a password in plain text", "basic_auth_users:\n  agent: " + secretWord + "\n", "", "hashedSecret too short"},
		{"no key", "tls_server_config:\n  cert_file: cert.pem\n", "", "missing one of key or key_file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := capture.ReadWebConfig(write("web.yml", c.text))
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) || strings.Contains(err.Error(), secretWord) {
					t.Errorf("got error %v, want %q in it", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("[] %d", len(cfg.Users))
			if cfg.TLS != nil {
				got = fmt.Sprintf("tls%v %d", cfg.TLS.NextProtos, len(cfg.Users))
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTLSFiles(t *testing.T) {
	dir := t.TempDir()
	m := made(t, time.Now(), "localhost")
	cert, key, empty := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "empty.pem")
	for path, text := range map[string][]byte{cert: m.Cert, key: m.Key, empty: nil} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		files capture.TLSFiles
		err   string
	}{
		{capture.TLSFiles{Cert: cert, Key: key}, ""},
		{capture.TLSFiles{Cert: cert, Key: key, ClientCA: cert}, ""},
		{capture.TLSFiles{Cert: cert, Key: key, ClientCA: empty}, "no certificate in PEM"},
		{capture.TLSFiles{Cert: cert, Key: key, ClientCA: "nowhere.pem"}, "no such file"},
		{capture.TLSFiles{Cert: cert, Key: cert}, "failed to load X509KeyPair"},
		{capture.TLSFiles{Cert: cert}, "missing one of key"},
	} {
		_, err := c.files.Config()
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%+v: got error %v, want %q", c.files, err, c.err)
		}
	}
}

package capture_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rwscope/capture"
	"rwscope/store"
)

// made is a certificate for the names, valid at a time.
func made(t testing.TB, now time.Time, names ...string) *capture.MadeCertificate {
	t.Helper()
	m, err := capture.MakeCertificate(names, now)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// secured is a receiver's configuration with this certificate, and with those who
// the client CA signed only, if there is one.
func secured(t testing.TB, m, clients *capture.MadeCertificate) *tls.Config {
	t.Helper()
	file := ""
	if clients != nil {
		file = filepath.Join(t.TempDir(), "clients.pem")
		if err := os.WriteFile(file, clients.CA, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := m.Config(file)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func pool(m *capture.MadeCertificate) *x509.CertPool {
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(m.CA)
	return p
}

func pair(t testing.TB, m *capture.MadeCertificate) []tls.Certificate {
	t.Helper()
	c, err := tls.X509KeyPair(m.Cert, m.Key)
	if err != nil {
		t.Fatal(err)
	}
	return []tls.Certificate{c}
}

// over sends a request the way a client does that is configured like this.
func (r *rig) over(client *tls.Config, http2 bool) (*http.Response, error) {
	q := r.post(typeV1, v1Body(r.t, 2, r.now()))
	q.URL.Scheme = "https"
	transport := &http.Transport{TLSClientConfig: client, ForceAttemptHTTP2: http2}
	defer transport.CloseIdleConnections()
	res, err := transport.RoundTrip(q)
	if err == nil {
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
	return res, err
}

// waitFor returns the exchange with this ID when it is there.
func (r *rig) waitFor(id uint64) *capture.Exchange {
	r.t.Helper()
	for {
		snap := r.journal.Snapshot()
		if i, ok := snap.Find(id); ok {
			x, err := r.journal.Load(snap.Row(i).ID)
			if err != nil {
				r.t.Fatal(err)
			}
			return x
		}
		<-r.journal.Wake()
	}
}

func TestTLS(t *testing.T) {
	m := made(t, time.Now(), "localhost", "127.0.0.1")
	for _, http2 := range []bool{false, true} {
		r := newRig(t, rigConfig{tls: secured(t, m, nil)})
		res, err := r.over(&tls.Config{RootCAs: pool(m)}, http2)
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{false: 1, true: 2}[http2]; res.StatusCode != http.StatusNoContent || res.ProtoMajor != want {
			t.Errorf("got %s %s, want 204 over HTTP/%d", res.Proto, res.Status, want)
		}
		if x := r.waitFor(1); x.Verdict.Stored.Samples != 2 {
			t.Errorf("stored %d samples, want 2", x.Verdict.Stored.Samples)
		}
	}
}

// TestFailedHandshakes checks what the history says about clients that do not get
// as far as a request.
func TestFailedHandshakes(t *testing.T) {
	now := time.Now()
	good, other := made(t, now, "localhost", "127.0.0.1"), made(t, now, "localhost", "127.0.0.1")
	old := made(t, now.Add(-2*365*24*time.Hour), "127.0.0.1")
	elsewhere := made(t, now, "metrics.example")
	for _, c := range []struct {
		name   string
		server *tls.Config
		client *tls.Config
		cause  string
		says   string
	}{
		{
			"CA unknown", secured(t, good, nil), &tls.Config{RootCAs: pool(other)},
			store.CauseTLSCertificate, "certificate signed by unknown authority",
		},
		{
			"CA unknown, by name", secured(t, good, nil), &tls.Config{RootCAs: pool(other), ServerName: "localhost"},
			store.CauseTLSCertificate, `it asked for "localhost"`,
		},
		{
			"another name", secured(t, good, nil), &tls.Config{RootCAs: pool(good), ServerName: "prom.example"},
			store.CauseTLSCertificate, `not valid for "prom.example"`,
		},
		{
			"another address", secured(t, elsewhere, nil), &tls.Config{RootCAs: pool(elsewhere)},
			store.CauseTLSCertificate, `not valid for "127.0.0.1"`,
		},
		{
			"out of date", secured(t, old, nil), &tls.Config{RootCAs: pool(old)},
			store.CauseTLSCertificate, "the certificate is expired: valid from ",
		},
		{
			"no client certificate", secured(t, good, other), &tls.Config{RootCAs: pool(good)},
			store.CauseTLSClientMissing, "didn't provide a certificate",
		},
		{
			"no client certificate, TLS 1.2", secured(t, good, other), &tls.Config{RootCAs: pool(good), MaxVersion: tls.VersionTLS12},
			store.CauseTLSClientMissing, "didn't provide a certificate",
		},
		{
			"client certificate of another CA", secured(t, good, other),
			&tls.Config{RootCAs: pool(good), Certificates: nil, GetClientCertificate: clientWith(t, good)},
			store.CauseTLSClientCertificate, "unknown authority (subject CN=rwscope ",
		},
		{
			"version too old", secured(t, good, nil), &tls.Config{RootCAs: pool(good), MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
			store.CauseTLSVersion, "unsupported versions",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, rigConfig{tls: c.server})
			if res, err := r.over(c.client, false); err == nil {
				t.Fatalf("got %s, want no answer", res.Status)
			}
			x := r.waitFor(1)
			p := x.Verdict.Problems[0]
			if got := x.Verdict.Answer; got.Status != 0 || got.By != store.ByAccess || p.Cause != c.cause {
				t.Errorf("got %d by %s, cause %s; want 0 by access, %s", got.Status, got.By, p.Cause, c.cause)
			}
			if all := fmt.Sprint(p.Why, p.Facts); !strings.Contains(all, c.says) {
				t.Errorf("it says\n%s\nwant %q in it", all, c.says)
			}
			if x.Next != store.NextRetry || !strings.HasPrefix(x.Sender.Addr, "127.0.0.1:") {
				t.Errorf("sender %s does next: %s; want an address, RETRY", x.Sender.Addr, x.Next)
			}
		})
	}
}

// clientWith shows a certificate whoever asks for one.
func clientWith(t testing.TB, m *capture.MadeCertificate) func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	c := pair(t, m)
	return func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &c[0], nil }
}

// TestWrongProtocol checks what the history says about bytes that are not what the
// port speaks.
func TestWrongProtocol(t *testing.T) {
	m := made(t, time.Now(), "127.0.0.1")
	hello := clientHello(t)
	for _, c := range []struct {
		name   string
		secure bool
		bytes  string
		want   string // method and path, status, by, cause
		answer string // what it begins with
	}{
		{
			"HTTP on the TLS port", true, "POST /api/v1/write HTTP/1.1\r\nHost: a\r\nUser-Agent: agent/1\r\nContent-Length: 3\r\n\r\nabc",
			"POST /api/v1/write agent/1: 400 access tls_plain_http", "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
		},
		{"a proxy's line on the TLS port", true, "\r\n\r\n\x00\r\nQUIT\n", "  : 0 access tls_not_tls", ""},
		{"TLS on the plain port", false, hello, "  : 400 prometheus tls_unexpected", "HTTP/1.1 400 Bad Request\r\n"},
		{"no HTTP", false, "hello there\r\n\r\n", "  : 400 prometheus malformed_request", "HTTP/1.1 400 Bad Request\r\n"},
		{"two hosts", false, "POST /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "POST /x : 400 prometheus malformed_request", "HTTP/1.1 400 Bad Request"},
		{
			"an unknown transfer coding", false, "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br\r\n\r\n",
			"POST /x : 501 prometheus malformed_request", "HTTP/1.1 501 Not Implemented\r\n",
		},
		{
			"a head that is far too large", false, "GET /x HTTP/1.1\r\nHost: a\r\nCookie: " + strings.Repeat("c", 200<<10) + "\r\n\r\n",
			"GET /x : 431 limit limit_head", "HTTP/1.1 431 Request Header Fields Too Large\r\n",
		},
		{
			"a head of many lines", false, "GET /x HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("a:\r\n", 2000) + "\r\n",
			"GET /x : 400 limit limit_head", "HTTP/1.1 400 Bad Request\r\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := rigConfig{}
			if c.secure {
				cfg.tls = secured(t, m, nil)
			}
			r := newRig(t, cfg)
			conn := r.dial()
			defer conn.Close()
			go func() { _, _ = io.WriteString(conn, c.bytes) }()
			answer, _ := io.ReadAll(conn) // a reset after the answer is as good as an end
			if !bytes.HasPrefix(answer, []byte(c.answer)) || (c.answer == "") != (len(answer) == 0) && !c.secure {
				t.Errorf("answer %q, want %q", answer, c.answer)
			}
			x := r.waitFor(1)
			a := x.Verdict.Answer
			got := fmt.Sprintf("%s %s %s: %d %s %s", x.Request.Method, x.Request.Path, x.Sender.UserAgent, a.Status, a.By, x.Verdict.Problems[0].Cause)
			if got != c.want {
				t.Errorf("got  %s\nwant %s\n%s", got, c.want, x.Verdict.Problems[0].Why)
			}
		})
	}
}

// clientHello is what a TLS client says first.
func clientHello(t *testing.T) string {
	ours, theirs := net.Pipe()
	go func() {
		_ = tls.Client(theirs, &tls.Config{ServerName: "rwscope.test"}).Handshake()
	}()
	b := make([]byte, 16<<10)
	n, err := ours.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	_ = ours.Close()
	return string(b[:n])
}

// TestSecondRequestIsMalformed checks what comes along with a request that is fine.
func TestSecondRequestIsMalformed(t *testing.T) {
	r := newRig(t, rigConfig{judge: judgeFunc(noContent)})
	conn := r.dial()
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\nnonsense\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(conn)
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 204 ")) || !bytes.Contains(answer, []byte("HTTP/1.1 400 ")) {
		t.Errorf("got %q, want 204 and 400", answer)
	}
	if x := r.waitFor(2); x.Verdict.Problems[0].Cause != store.CauseMalformedRequest || time.Since(x.Time) > time.Hour {
		t.Errorf("second exchange, of %s: %s\nwant cause %s", x.Time, answerOf(x), store.CauseMalformedRequest)
	}
}

func TestHealthChecksAreNoExchanges(t *testing.T) {
	m := made(t, time.Now(), "127.0.0.1")
	r := newRig(t, rigConfig{tls: secured(t, m, nil)})
	for range 3 {
		_ = r.dial().Close()
	}
	if _, err := r.over(&tls.Config{RootCAs: pool(m)}, false); err != nil {
		t.Fatal(err)
	}
	if err := r.stop(); err != nil {
		t.Errorf("Serve: got error %v, want nil", err)
	}
	if n := r.journal.Snapshot().Len(); n != 1 {
		t.Errorf("got %d exchanges, want that of the request alone", n)
	}
}

// TestCertificateIsKept checks that senders that trust a certificate go on after a
// restart, but not with a certificate that lacks a name or is about to end.
func TestCertificateIsKept(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	open := func(at time.Time, names ...string) string {
		m, err := capture.OpenCertificate(dir, names, at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Config(""); err != nil {
			t.Fatal(err)
		}
		if file, err := os.ReadFile(m.CAPath); err != nil || !bytes.Equal(file, m.CA) {
			t.Errorf("file of the CA: %q, error %v; want the CA", file, err)
		}
		return string(m.CA)
	}
	first := open(now, "localhost", "127.0.0.1")
	if open(now.Add(24*time.Hour), "localhost") != first {
		t.Error("a day later: got another CA, want the same")
	}
	named := open(now, "localhost", "metrics.example")
	if named == first {
		t.Error("with one more name: got the same CA, want another")
	}
	if open(now.Add(360*24*time.Hour), "localhost") == named {
		t.Error("five days before its end: got the same CA, want another")
	}
	info, err := os.Stat(filepath.Join(dir, "tls.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("file with the key has mode %o, want 600", got)
	}
}

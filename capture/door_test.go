package capture_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// TestConnectionsAreLimited checks that who comes too many is told so, with and
// without TLS, and that there is room again when others have left.
func TestConnectionsAreLimited(t *testing.T) {
	m := made(t, time.Now(), "127.0.0.1")
	for _, c := range []struct {
		name string
		tls  *tls.Config
	}{{"plain", nil}, {"TLS", secured(t, m, nil)}} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, rigConfig{limits: capture.Limits{Connections: 2}, judge: judgeFunc(noContent), tls: c.tls})
			first, second := r.client(m, c.tls), r.client(m, c.tls)
			for _, client := range []*http.Client{first, second} {
				if res := r.do(client, c.tls); res.StatusCode != http.StatusNoContent {
					t.Fatalf("within the limit: got %s, want 204", res.Status)
				}
			}
			third := r.client(m, c.tls)
			res := r.do(third, c.tls)
			if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !res.Close {
				t.Errorf("one too many: got %s, %v; want 503, Retry-After, and the end of the connection", res.Status, res.Header)
			}
			x := r.waitFor(3)
			if got := answerOf(x); !strings.Contains(got, "by limit, next RETRY") || !strings.Contains(got, store.CauseLimitConnections) {
				t.Errorf("exchange: %s\nwant by limit, RETRY, %s", got, store.CauseLimitConnections)
			}
			first.CloseIdleConnections()
			for { // until the receiver has seen the end of the connection
				if res := r.do(third, c.tls); res.StatusCode == http.StatusNoContent {
					break
				}
			}
		})
	}
}

func (r *rig) client(m *capture.MadeCertificate, server *tls.Config) *http.Client {
	transport := &http.Transport{}
	if server != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: pool(m)}
	}
	r.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// do sends a request over what the client is made for.
func (r *rig) do(client *http.Client, server *tls.Config) *http.Response {
	r.t.Helper()
	q := r.post(typeV1, v1Body(r.t, 1, r.now()))
	if server != nil {
		q.URL.Scheme = "https"
	}
	res, err := client.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res
}

// TestSlowHandshakesTimeOut checks clients that say nothing, or half of a hello.
func TestSlowHandshakesTimeOut(t *testing.T) {
	journal, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	hello := clientHello(t)
	m := made(t, time.Now(), "127.0.0.1")
	server := secured(t, m, nil)
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		limits := capture.DefaultLimits()
		r := capture.NewReceiver(capture.ReceiverConfig{
			Decoder: decode.NewDecoder(decode.Config{}), Judge: judgeFunc(noContent), History: journal, TLS: server,
		})
		served := make(chan error)
		go func() { served <- r.Serve(t.Context(), l) }()
		silent, half := l.dial(), l.dial()
		if _, err := io.WriteString(half, hello[:len(hello)/2]); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for _, conn := range []io.Reader{silent, half} {
			if _, err := io.ReadAll(conn); err != nil {
				t.Error(err)
			}
		}
		if got := time.Since(start); got != limits.HeadTimeout {
			t.Errorf("they lasted %v, want %v", got, limits.HeadTimeout)
		}
		synctest.Wait() // the rows are written after the connections are closed
		_ = l.Close()
		if err := <-served; err == nil {
			t.Error("the listener was closed: got no error")
		}
	})
	for i := range 2 {
		x, err := journal.Load(uint64(i + 1))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%s %s", x.Verdict.Answer.By, x.Verdict.Problems[0].Cause); got != "limit tls_handshake" {
			t.Errorf("exchange %d: got %s, want limit tls_handshake", i+1, got)
		}
	}
}

// TestEndDoesNotWaitForWhatNeverArrives checks that a request that hangs is given up
// at the end, and is an exchange all the same.
func TestEndDoesNotWaitForWhatNeverArrives(t *testing.T) {
	journal, err := capture.OpenJournal(capture.JournalConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		r := capture.NewReceiver(capture.ReceiverConfig{
			Decoder: decode.NewDecoder(decode.Config{}), Judge: judgeFunc(noContent), History: journal,
		})
		ctx, end := context.WithCancel(t.Context())
		served := make(chan error)
		go func() { served <- r.Serve(ctx, l) }()
		conn := l.dial()
		if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		start := time.Now()
		end()
		if err := <-served; err != nil {
			t.Errorf("Serve: got error %v, want nil", err)
		}
		if took := time.Since(start); took < time.Second || took > 10*time.Second {
			t.Errorf("it ended after %v, want a few seconds for requests that come to their end", took)
		}
		if n := journal.Snapshot().Len(); n != 1 {
			t.Errorf("got %d exchanges when Serve had ended, want 1", n)
		}
	})
}

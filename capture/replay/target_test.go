package replay

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestURLSendsWhatWasRecorded(t *testing.T) {
	var got *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		got = q
		body, _ = io.ReadAll(q.Body)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
		_, _ = w.Write([]byte("moved"))
	}))
	defer server.Close()
	target, err := NewURL(URLConfig{Address: server.URL, Header: http.Header{"X-Scope-Orgid": {"mine"}}})
	if err != nil {
		t.Fatal(err)
	}
	ex := request{series: []string{"up"}, path: "/custom/write?tenant=a", header: http.Header{
		"Authorization": {"Bearer [redacted:abcdef]"}, "X-Scope-Orgid": {"theirs"}, "Retry-Attempt": {"3"},
		"Connection": {"keep-alive, X-Hop"}, "X-Hop": {"1"}, "Te": {"trailers"}, "Content-Length": {"9999"}, "Expect": {"100-continue"},
	}}.exchange(t, 1)
	reply, err := target.Send(t.Context(), ex, []byte("the body"))
	if err != nil {
		t.Fatal(err)
	}
	if reply.Answer.Status != http.StatusFound || string(reply.Answer.Body) != "moved" {
		t.Errorf("answer %d %q: a redirect must not be followed", reply.Answer.Status, reply.Answer.Body)
	}
	if want := []string{"header Authorization"}; !slices.Equal(reply.LeftOut, want) {
		t.Errorf("left out %q, want %q", reply.LeftOut, want)
	}
	if got.Method != "POST" || got.RequestURI != "/custom/write?tenant=a" || string(body) != "the body" || got.ContentLength != 8 {
		t.Errorf("got %s %s %q of %d bytes", got.Method, got.RequestURI, body, got.ContentLength)
	}
	if got.Host == "recorded:9201" {
		t.Error("the recorded Host was sent")
	}
	for name, want := range map[string]string{
		"User-Agent": "Prometheus/3.16.0", "Content-Encoding": "snappy", "Retry-Attempt": "3", "X-Scope-Orgid": "mine",
		"Authorization": "", "X-Hop": "", "Te": "", "Expect": "", "Connection": "", "Accept-Encoding": "",
	} {
		if value := got.Header.Get(name); value != want {
			t.Errorf("%s is %q, want %q", name, value, want)
		}
	}
	if ex.Request.Header.Get("Authorization") == "" {
		t.Error("the recorded exchange was changed")
	}
}

// TestURLAddsNoUserAgent sends what was recorded without one: what a sender is says how
// a receiver, rwscope for one, takes it.
func TestURLAddsNoUserAgent(t *testing.T) {
	var got http.Header
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { got = q.Header }))
	defer server.Close()
	target, err := NewURL(URLConfig{Address: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	ex := request{series: []string{"up"}}.exchange(t, 1)
	ex.Request.Header.Del("User-Agent")
	if _, err := target.Send(t.Context(), ex, []byte("the body")); err != nil {
		t.Fatal(err)
	}
	if agent, sent := got["User-Agent"]; sent {
		t.Errorf("sent the User-Agent %q, want none", agent)
	}
}

func TestURLAddress(t *testing.T) {
	for _, c := range []struct{ to, recorded, want, leftOut string }{
		{"http://a:1", "/api/v1/write", "http://a:1/api/v1/write", ""},
		{"http://a:1/", "/push?x=1", "http://a:1/push?x=1", ""},
		{"http://a:1/fixed", "/push", "http://a:1/fixed", ""},
		{"http://a:1", "/push?token=[redacted:123456]", "http://a:1/push", "the query of the path"},
		{"http://a:1", "not a path", "http://a:1", "a path that is none"},
		{"http://a:1", "http://proxied/write", "http://a:1/write", ""},
		{"https://u:p@a", "/x%2Fy", "https://u:p@a/x%2Fy", ""},
	} {
		u, err := NewURL(URLConfig{Address: c.to})
		if err != nil {
			t.Fatal(err)
		}
		got, leftOut := u.address(c.recorded)
		if got.String() != c.want || (len(leftOut) > 0) != (c.leftOut != "") {
			t.Errorf("%s to %s: got %s, left out %q; want %s, %q", c.recorded, c.to, got.String(), leftOut, c.want, c.leftOut)
		}
	}
	for _, bad := range []string{"", "localhost:9090", "ftp://a", "http://", "http://a b"} {
		if _, err := NewURL(URLConfig{Address: bad}); err == nil {
			t.Errorf("%q was taken for a target", bad)
		}
	}
}

func TestURLGivesHostOnRequest(t *testing.T) {
	var host string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { host = q.Host }))
	defer server.Close()
	target, err := NewURL(URLConfig{Address: server.URL, Header: http.Header{"Host": {"mimir.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	ex := request{}.exchange(t, 1)
	if _, err := target.Send(t.Context(), ex, nil); err != nil {
		t.Fatal(err)
	}
	if host != "mimir.example" {
		t.Errorf("Host is %q", host)
	}
}

package capture

import (
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

func TestRecordedExchange(t *testing.T) {
	q := httptest.NewRequest("POST", "http://receiver:9090/api/v1/push?a=1", nil)
	q.RemoteAddr = "10.0.0.1:1234"
	q.Header.Set("User-Agent", "vmagent")
	q.Header.Set("X-Scope-OrgID", "team")
	q.Header.Set("Retry-Attempt", "2")
	at := time.Date(2026, 11, 23, 10, 0, 0, 5, time.UTC)
	e := Recorded{
		Request: q, Body: []byte("not a message"), Time: at, Took: time.Second,
		Answer: store.Answer{Status: 503, Body: []byte("later")},
	}.Exchange(decode.NewDecoder(decode.Config{}))
	if e.Sender != (Sender{Addr: "10.0.0.1:1234", UserAgent: "vmagent", Tenant: "team"}) {
		t.Errorf("sender %+v", e.Sender)
	}
	if e.Request.Path != "/api/v1/push?a=1" || e.Request.Header.Get("Host") != "receiver:9090" || e.Request.RetryAttempt != 2 {
		t.Errorf("request %+v", e.Request)
	}
	if a := e.Verdict.Answer; a.Status != 503 || a.By != store.ByRecorded || string(a.Body) != "later" {
		t.Errorf("answer %+v", a)
	}
	if e.Next != store.NextRetry || !e.Time.Equal(at) || e.Took.Total != time.Second {
		t.Errorf("next %s, time %s, took %s", e.Next, e.Time, e.Took.Total)
	}
	if line := string(AppendJSON(nil, e)); !strings.Contains(line, `"stored":null`) {
		t.Errorf("as JSON: %s", line)
	}
	if lines := string(AppendText(nil, e)); !strings.Contains(lines, "stored what is not known") {
		t.Errorf("as text: %s", lines)
	}
	if row := newRow(e); row.AnsweredBy() != store.ByRecorded || row.Untrue {
		t.Errorf("row answered by %q, untrue %v", row.AnsweredBy(), row.Untrue)
	}
}

func TestMarshalExchange(t *testing.T) {
	q := httptest.NewRequest("POST", "/api/v1/write", nil)
	e := Recorded{Request: q, Body: []byte("body"), Time: time.Unix(1, 2).UTC(), Answer: store.Answer{Status: 204}}.Exchange(decode.NewDecoder(decode.Config{}))
	e.ID = 7
	got, err := UnmarshalExchange(MarshalExchange(e))
	if err != nil {
		t.Fatal(err)
	}
	got.Request.WireBytes = e.Request.WireBytes
	if !reflect.DeepEqual(got, e) {
		t.Errorf("got  %+v\nwant %+v", got, e)
	}
	for _, value := range []string{"Bearer [redacted:123456]", "[redacted:123456]"} {
		if !Redacted(value) || Redacted("Bearer abc") {
			t.Errorf("Redacted(%q)", value)
		}
	}
}

package store

import (
	"net/http"
	"testing"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/decode"
)

func recordedRequest(t *testing.T, method, contentType string, body []byte) *Request {
	t.Helper()
	h := http.Header{
		"Content-Type": {contentType}, "Content-Encoding": {"snappy"}, "User-Agent": {"test/1.0"},
		"X-Prometheus-Remote-Write-Version": {"0.1.0"},
	}
	decoder := decode.NewDecoder(decode.Config{})
	return &Request{
		Method: method, Header: h,
		Body: decoder.Decode(decode.Header{ContentType: contentType, ContentEncoding: "snappy"}, body),
	}
}

func TestRecorded(t *testing.T) {
	message, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "up"}},
		Samples: []prompb.Sample{{Timestamp: 1_700_000_000_000}, {Timestamp: 1_700_000_001_000}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	body := snappy.Encode(nil, message)
	message, err = (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "b", Value: "x"}, {Name: "__name__", Value: "up"}},
		Samples: []prompb.Sample{{Timestamp: 1_700_000_000_000}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	unsorted := snappy.Encode(nil, message)
	const v1, v2 = "application/x-protobuf", "application/x-protobuf;proto=io.prometheus.write.v2.Request"
	for _, c := range []struct {
		name   string
		r      *Request
		answer Answer
		want   []string // causes
		sent   int
	}{
		{"stored", recordedRequest(t, "POST", v1, body), Answer{Status: 204}, []string{CauseNotJudged}, 2},
		{"no answer", recordedRequest(t, "POST", v1, body), Answer{}, []string{CauseNotJudged}, 2},
		{"refused", recordedRequest(t, "POST", v1, body), Answer{Status: 400, Body: []byte("out of order sample\n")}, []string{CauseOutOfOrder, CauseNotJudged}, 2},
		{"Thanos", recordedRequest(t, "POST", v1, body), Answer{Status: 409, Body: []byte("add 3 samples: out of bounds")}, []string{CauseOutOfBounds, CauseNotJudged}, 2},
		{"unknown text", recordedRequest(t, "POST", v1, body), Answer{Status: 503, Body: []byte("try later")}, []string{CauseNotJudged}, 2},
		{"misread", recordedRequest(t, "POST", v2, body), Answer{Status: 204}, []string{CauseV1AsV2, CauseNotJudged, "version_header_wrong"}, 2},
		{"not compressed", recordedRequest(t, "POST", v1, []byte(`{"a":1}`)), Answer{Status: 400}, []string{CauseJSONBody, CauseNotJudged}, 0},
		{"linted", recordedRequest(t, "POST", v1, unsorted), Answer{Status: 204}, []string{CauseNotJudged, "labels_unsorted"}, 1},
		{"empty", recordedRequest(t, "POST", v1, nil), Answer{}, []string{CauseEmptyBody, CauseNotJudged}, 0},
	} {
		v := Recorded(c.r, c.answer)
		if v.Answer.By != ByRecorded || v.Answer.Status != c.answer.Status {
			t.Errorf("%s: answer %d by %q", c.name, v.Answer.Status, v.Answer.By)
		}
		if v.Sent.Samples != c.sent || len(v.Outcomes.Samples) != c.sent || v.Stored != (Kept{}) {
			t.Errorf("%s: sent %+v, outcomes %v, stored %+v", c.name, v.Sent, v.Outcomes, v.Stored)
		}
		for _, o := range v.Outcomes.Samples {
			if o != Unknown {
				t.Errorf("%s: an outcome is %s", c.name, o)
			}
		}
		var got []string
		for _, p := range v.Problems {
			got = append(got, p.Cause)
		}
		if len(got) != len(c.want) || v.ProblemsTotal != len(got) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			}
		}
	}
}

// TestCauseOfTextIsInCatalogue keeps the table's causes known.
func TestCauseOfTextIsInCatalogue(t *testing.T) {
	for _, known := range textCauses {
		if _, ok := CauseOf(known.cause); !ok {
			t.Errorf("%q: cause %q is not in the catalogue", known.text, known.cause)
		}
		if got := CauseOfText("before " + known.text + " after"); got != known.cause {
			t.Errorf("%q: got %q, want %q: an entry before it hides it", known.text, got, known.cause)
		}
	}
}

package filter

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// example is an exchange with the name that tests call it by.
type example struct {
	name string
	ex   *capture.Exchange
}

func (x example) match(f *Filter) bool {
	return f.MatchLoaded(&capture.Row{}, x.ex, decode.NewDecoder(decode.Config{}))
}

// start is when the first example arrived.
var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// fixture is one exchange of each sort. They are what a receiver makes of such
// requests, in short.
func fixture(tb testing.TB) []example {
	clean := example{"clean", newExchange(tb, v1Body(tb, "http_requests_total", "api", 3), plainV1)}
	clean.ex.Sender = capture.Sender{Addr: "127.0.0.1:53122", UserAgent: "Prometheus/3.16.0", Tenant: "team-a"}
	clean.ex.Verdict = store.Verdict{
		Answer: store.Answer{Status: 204, By: store.ByFast},
		Sent:   store.Counts{Series: 1, Samples: 3}, Stored: store.Kept{Samples: 3},
	}
	clean.ex.Next, clean.ex.Took.Total = store.NextOK, 390*time.Microsecond

	late := example{"late", newExchange(tb, v1Body(tb, "up", "node", 2), plainV1)}
	late.ex.Sender = capture.Sender{Addr: "10.0.0.7:1234", UserAgent: "GrafanaAlloy/v1.9.2"}
	late.ex.Time, late.ex.Request.RetryAttempt = start.Add(5*time.Minute), 3
	late.ex.Verdict = store.Verdict{
		Answer:   store.Answer{Status: 400, Body: []byte("out of order sample\n"), By: store.ByPrometheus},
		Sent:     store.Counts{Series: 1, Samples: 2},
		Outcomes: store.Outcomes{Samples: []store.Outcome{store.RolledBack, store.Rejected}},
		Problems: []store.Problem{
			{Level: store.LevelInfo, Cause: store.CauseStartTimestampIgnored, Role: store.RoleWitness},
			{Level: store.LevelError, Cause: store.CauseOutOfOrder, Role: store.RoleCulprit},
		},
		ProblemsTotal: 2, Collateral: 1,
	}
	late.ex.Next, late.ex.Took.Total = store.NextDrop, 15*time.Millisecond

	lying := example{"lying", newExchange(tb, v2Body(tb), http.Header{"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"}})}
	lying.ex.Sender = capture.Sender{Addr: "[::1]:9", UserAgent: "OpenTelemetry Collector/0.140.0"}
	lying.ex.Request.Path = "/api/v1/push?x=1"
	lying.ex.Verdict = store.Verdict{
		Answer:   store.Answer{Status: 204, By: store.ByPrometheus},
		Sent:     store.Counts{Series: 1, Samples: 1},
		Outcomes: store.Outcomes{Samples: []store.Outcome{store.Ignored}},
		Problems: []store.Problem{{Level: store.LevelError, Cause: store.CauseV2AsV1}}, ProblemsTotal: 1,
	}
	lying.ex.Next = store.NextOK

	probe := example{"probe", newExchange(tb, []byte("{\"resourceMetrics\":[]}"), http.Header{"Content-Encoding": {"zstd"}})}
	probe.ex.Sender = capture.Sender{Addr: "127.0.0.1:5", UserAgent: "vmagent"}
	probe.ex.Request.Form = decode.FormJSON
	probe.ex.Verdict = store.Verdict{
		Answer:   store.Answer{Status: 415, By: store.ByPrometheus},
		Problems: []store.Problem{{Level: store.LevelWarning, Cause: store.CauseZstdProbe}}, ProblemsTotal: 1,
	}
	probe.ex.Next = store.NextDowngrade

	imported := example{"imported", newExchange(tb, v1Body(tb, "up", "api", 1), plainV1)}
	imported.ex.Verdict = store.Verdict{
		Answer:   store.Answer{Status: 200, By: store.ByRecorded},
		Sent:     store.Counts{Series: 1, Samples: 1},
		Outcomes: store.Outcomes{Samples: []store.Outcome{store.Unknown}},
	}
	imported.ex.Time = start.Add(-24 * time.Hour)

	examples := []example{clean, late, lying, probe, imported}
	for i := range examples {
		examples[i].ex.ID = uint64(i + 1)
	}
	return examples
}

var plainV1 = http.Header{"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"}}

// newExchange fills in what the body alone decides.
func newExchange(tb testing.TB, body []byte, header http.Header) *capture.Exchange {
	tb.Helper()
	b := decode.NewDecoder(decode.Config{}).Decode(decode.Header{
		ContentType: header.Get("Content-Type"), ContentEncoding: header.Get("Content-Encoding"),
	}, body)
	r := capture.Request{
		Method: "POST", Path: "/api/v1/write", Header: header, Body: body, WireBytes: len(body),
		Declared: b.Declared, Form: b.Form, Coding: b.Coding, DecodedBytes: len(b.Decoded), BodyHash: 0x9c1e000000000000 + uint64(len(body)),
	}
	if b.Message != nil {
		r.Oldest, r.Newest, _ = b.Message.TimeRange()
	}
	return &capture.Exchange{Time: start, Request: r}
}

// v1Body is a message with one series of n samples, a second apart up to start.
func v1Body(tb testing.TB, name, job string, n int) []byte {
	ts := prompb.TimeSeries{Labels: []prompb.Label{{Name: "__name__", Value: name}, {Name: "job", Value: job}}}
	for i := range n {
		ts.Samples = append(ts.Samples, prompb.Sample{Value: 1, Timestamp: start.UnixMilli() - int64(n-i)*1000})
	}
	return pack(tb, &prompb.WriteRequest{Timeseries: []prompb.TimeSeries{ts}})
}

func v2Body(tb testing.TB) []byte {
	return pack(tb, &writev2.Request{
		Symbols: []string{"", "__name__", "queue_length", "job", "worker"},
		Timeseries: []writev2.TimeSeries{{
			LabelsRefs: []uint32{1, 2, 3, 4}, Samples: []writev2.Sample{{Value: 1, Timestamp: start.UnixMilli() + 2000}},
		}},
	})
}

func pack(tb testing.TB, m interface{ Marshal() ([]byte, error) }) []byte {
	tb.Helper()
	b, err := m.Marshal()
	if err != nil {
		tb.Fatal(err)
	}
	return snappy.Encode(nil, b)
}

// manySeries is a message with one sample of each of n series.
func manySeries(tb testing.TB, n int) []byte {
	var req prompb.WriteRequest
	for i := range n {
		req.Timeseries = append(req.Timeseries, prompb.TimeSeries{
			Labels: []prompb.Label{
				{Name: "__name__", Value: "http_requests_total"},
				{Name: "code", Value: strconv.Itoa(200 + i%5)},
				{Name: "instance", Value: "10.0.0." + strconv.Itoa(i) + ":9100"},
				{Name: "job", Value: "api"},
				{Name: "path", Value: "/api/v1/items/" + strconv.Itoa(i%50)},
			},
			Samples: []prompb.Sample{{Value: float64(i), Timestamp: start.UnixMilli()}},
		})
	}
	return pack(tb, &req)
}

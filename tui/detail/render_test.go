package detail

import (
	"net/http"
	"regexp"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
	"rwscope/tui/figure"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

func testLook() *Look {
	theme := widget.NewTheme(widget.Look{Dark: true, Profile: colorprofile.TrueColor})
	return &Look{Theme: &theme, Clock: figure.Clock{Loc: time.UTC, Now: time.UnixMilli(1_000_000)}}
}

// exchangeOf makes an exchange of a body and of strings that could be anything.
func exchangeOf(body []byte, contentType, text string, at int64) *capture.Exchange {
	return &capture.Exchange{
		ID: 7, Time: time.UnixMilli(1_000_000), Sender: capture.Sender{Addr: text, UserAgent: text, Tenant: text},
		Request: capture.Request{
			Method: text, Path: text, Body: body, WireBytes: len(body),
			Header: http.Header{"Content-Type": {contentType}, "Content-Encoding": {"snappy"}, text: {text}},
		},
		Verdict: store.Verdict{
			Answer:        store.Answer{Status: int(at) % 600, Body: []byte(text), Header: http.Header{text: {text}}},
			Sent:          store.Counts{Samples: int(at)},
			Problems:      []store.Problem{problemOf(text, at), problemOf(text, -at)},
			ProblemsTotal: 2, Disagreement: text,
			Limits: store.Limits{Known: true, MinValid: at, MaxTime: -at, Now: 1_000_000, Window: at % 3},
		},
		Next: store.Next(text), Took: capture.Took{Total: time.Duration(at), Judge: time.Duration(at / 2)},
	}
}

func problemOf(text string, at int64) store.Problem {
	return store.Problem{
		Level: store.LevelError, Cause: text, Role: store.RoleCulprit, Series: text, Item: store.Item(text), Index: int(at % 100),
		Timestamp: at, Text: text, Why: text, Fix: text, Facts: []store.Fact{{Name: text, Value: text}},
		Conflict: &store.Conflict{Exchange: uint64(at), Sender: text, Timestamp: at / 2, Value: text},
	}
}

var look = regexp.MustCompile("\x1b\\[[0-9;]*m")

// FuzzRender opens what may come over the network, walks through all pages, and
// looks at every line that would reach the terminal.
func FuzzRender(f *testing.F) {
	v1, err := (&prompb.WriteRequest{
		Timeseries: []prompb.TimeSeries{{
			Labels:    []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "job", Value: "api"}},
			Samples:   []prompb.Sample{{Value: 1, Timestamp: 1000}},
			Exemplars: []prompb.Exemplar{{Labels: []prompb.Label{{Name: "trace_id", Value: "x"}}}},
			Histograms: []prompb.Histogram{{
				Count: &prompb.Histogram_CountInt{CountInt: 3}, PositiveSpans: []prompb.BucketSpan{{Length: 2}}, PositiveDeltas: []int64{1, 1},
			}},
		}},
		Metadata: []prompb.MetricMetadata{{MetricFamilyName: "up", Type: 2, Help: "help"}},
	}).Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(v1, true, "application/x-protobuf", "Prometheus/3.16.0", int64(1_700_000_000_000), 80, 24)
	f.Add(v1[:len(v1)-5], true, "application/x-protobuf", "\x1b[2J\u202e", int64(-1), 60, 15)
	f.Add([]byte("\"\x00\"\x01a*\x04\x0a\x02\x00\x01"), true, "application/x-protobuf;proto=io.prometheus.write.v2.Request", "日本\n", int64(1<<62), 33, 7)
	f.Add([]byte("{}"), false, "application/json", "", int64(0), 1, 1)
	decoder := decode.NewDecoder(decode.Config{})
	lk := testLook()
	f.Fuzz(func(t *testing.T, body []byte, pack bool, contentType, text string, at int64, w, h int) {
		if pack {
			body = snappy.Encode(nil, body)
		}
		w, h = min(max(w, 0), 200), min(max(h, 0), 60)
		d := Open(exchangeOf(body, contentType, text, at), decoder)
		for range d.pages {
			for _, a := range []keys.Action{keys.Down, keys.Open, keys.NextProblem, keys.Bottom, keys.Encoding, keys.Back} {
				checkLines(t, d.Lines(lk, w, h, true), w, h)
				tab := d.Tab()
				d.Do(a)
				d.Show(tab)
			}
			d.Find(text)
			checkLines(t, d.Lines(lk, w, h, false), w, h)
			d.Do(keys.NextTab)
		}
	})
}

func checkLines(t *testing.T, lines widget.Block, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%d lines in a window of %dx%d", len(lines), w, h)
	}
	for _, line := range lines {
		plain := look.ReplaceAllString(line, "")
		if !utf8.ValidString(plain) {
			t.Fatalf("invalid UTF-8 in %q", line)
		}
		for _, r := range plain {
			if !unicode.IsPrint(r) {
				t.Fatalf("%U in %q", r, line)
			}
		}
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("a line of %d cells in a window of %dx%d: %q", got, w, h, line)
		}
	}
}

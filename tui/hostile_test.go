package tui

import (
	"bytes"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// hostile is text that must not reach a terminal as it is.
var hostile = []string{
	"\x1b[2J\x1b[H\x1b]0;owned\x07", "\x1b]52;c;ZXZpbA==\x1b\\", "line\nbreak\r\ttab", "\u009b31m\u0090q\u009c",
	"\u202eright to left\u202c", "\u2066isolate", "zero\u200bwidth\u200d\ufeff", "invalid \xff\xfe\xc3(", "日本語の値",
	"👩\u200d👩\u200d👧 🇩🇪 ❤\ufe0f", "e" + strings.Repeat("\u0301", 500), strings.Repeat("long ", 13_000), "\x00\x7f\x08\x08",
	`back\slash "quotes"`, "\u2028\u2029\u0085",
}

// post sends a body with hostile headers around it.
func (b *backend) post(t testing.TB, contentType string, body []byte, agent string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:9201/api/v1/write", bytes.NewReader(body))
	req.Header.Set("Content-Encoding", "snappy")
	req.Header.Set("Content-Type", contentType)
	req.Header["User-Agent"] = []string{agent}
	req.Header["X-Scope-OrgID"] = []string{agent}
	req.URL.Path = "/" + agent
	b.receiver.ServeHTTP(httptest.NewRecorder(), req)
}

// postHostile posts the same in v1, in v2, and broken.
func postHostile(t testing.TB, b *backend) {
	t.Helper()
	now := time.Now().UnixMilli()
	for i, s := range hostile {
		v1 := &prompb.WriteRequest{
			Timeseries: []prompb.TimeSeries{{
				Labels:    []prompb.Label{{Name: "__name__", Value: "m" + s}, {Name: "a", Value: s}, {Name: s, Value: "b"}},
				Samples:   []prompb.Sample{{Value: float64(i), Timestamp: now}, {Value: math.NaN(), Timestamp: math.MinInt64}},
				Exemplars: []prompb.Exemplar{{Labels: []prompb.Label{{Name: s, Value: s}}, Timestamp: now}},
			}, {
				Labels:  []prompb.Label{{Name: "__name__", Value: "good"}, {Name: "a", Value: s}},
				Samples: []prompb.Sample{{Value: float64(i), Timestamp: now}},
			}},
			Metadata: []prompb.MetricMetadata{{MetricFamilyName: s, Help: s, Unit: s}},
		}
		raw, err := v1.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		b.post(t, "application/x-protobuf", snappy.Encode(nil, raw), s)
		b.post(t, "application/x-protobuf;"+s, raw, s)

		table := writev2.NewSymbolTable()
		refs := []uint32{
			table.Symbolize("__name__"), table.Symbolize("h"), table.Symbolize("a"), table.Symbolize(s),
		}
		v2 := &writev2.Request{Timeseries: []writev2.TimeSeries{{
			LabelsRefs: refs, Metadata: writev2.Metadata{HelpRef: table.Symbolize(s), UnitRef: 9999},
			Histograms: []writev2.Histogram{writev2.FromIntHistogram(0, now, &histogram.Histogram{
				Count: 7, Sum: math.Inf(1), PositiveSpans: []histogram.Span{{Offset: 0, Length: 2}}, PositiveBuckets: []int64{3, 1},
			})},
		}, {LabelsRefs: []uint32{1, 77777}, Samples: []writev2.Sample{{Timestamp: math.MaxInt64}}}}}
		v2.Symbols = table.Symbols()
		if raw, err = v2.Marshal(); err != nil {
			t.Fatal(err)
		}
		b.post(t, "application/x-protobuf;proto=io.prometheus.write.v2.Request", snappy.Encode(nil, raw), s)
		b.post(t, "application/x-protobuf", snappy.Encode(nil, append(raw[:len(raw)/2], s...)), s)
	}
}

// look is the only escape sequence that the dashboard writes into its content.
var look = regexp.MustCompile("\x1b\\[[0-9;]*m")

// mustBeHarmless fails if the content can do anything but show text, or is not
// exactly as large as the window.
func mustBeHarmless(t testing.TB, what, content string, w, h int) {
	t.Helper()
	lines := strings.Split(content, "\n")
	if len(lines) != h {
		t.Fatalf("%s: %d lines in a window of %dx%d", what, len(lines), w, h)
	}
	for _, line := range lines {
		plain := look.ReplaceAllString(line, "")
		if !utf8.ValidString(plain) {
			t.Fatalf("%s: invalid UTF-8 in %q", what, line)
		}
		for _, r := range plain {
			if !unicode.IsPrint(r) || r >= 0xfe00 && r <= 0xfe0f {
				t.Fatalf("%s: %U in %q", what, r, line)
			}
		}
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("%s: a line of %d cells in a window of %dx%d: %q", what, got, w, h, line)
		}
	}
}

// walks lead to everything that can be drawn.
var walks = map[string][]string{
	"list": {}, "verdict": {"enter"}, "series tab": {"enter", "right"}, "item": {"enter", "right", "enter"},
	"metadata": {"enter", "right", "right"}, "symbols": {"enter", "right", "right", "right"},
	"headers": {"enter", "left", "left", "left"}, "bytes": {"enter", "left", "left", "enter"}, "wire": {"enter", "left", "left", "b"},
	"lint": {"enter", "left"}, "senders": {"2"}, "series": {"3"}, "pairs": {"3", "b", "b"}, "inside": {"3", "enter"},
	"history": {"3", "enter", "enter"}, "problems": {"4"}, "query": {"5", "type:{a!=\"\"}", "enter"}, "instant": {"5", "type:h", "enter", "v"},
	"help": {"?"}, "palette": {":"}, "filter": {"/", "type:status:"}, "configurations": {"i"}, "columns": {"c"}, "copy": {"enter", "y"}, "export": {"e"},
	"filtered": {"u"}, "sorted": {"s", "s"},
}

func TestHostileTextNeverReachesTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		postHostile(t, b)
		for name, keys := range walks {
			r := startRig(t, b, b.config(t), 120, 40)
			for range len(hostile) {
				r.press(keys...)
				mustBeHarmless(t, name, r.app.View().Content, 120, 40)
				r.press("esc", "esc", "esc", "esc", "1", "x", "up", "up", "up", "up")
			}
			if t.Failed() {
				return
			}
			r.app.cancel()
		}
	})
}

// Everything is drawn at every size, without a panic, and exactly as large as the
// window.
func TestEverySize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t)
		b.play(t, 58)
		for name, keys := range walks {
			r := startRig(t, b, b.config(t), 120, 40)
			r.press(append([]string{"up", "up", "up"}, keys...)...)
			for w := 1; w <= 250; w += 1 + w/8 {
				for h := 1; h <= 80; h += 1 + h/4 {
					r.app.w, r.app.h = w, h
					mustBeHarmless(t, name, r.app.View().Content, w, h)
				}
			}
			r.app.cancel()
		}
	})
}

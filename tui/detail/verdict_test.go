package detail

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
	"rwscope/tui/keys"
	"rwscope/tui/widget"
)

func TestHeadline(t *testing.T) {
	sent := func(n int) store.Counts { return store.Counts{Series: n, Samples: n} }
	for _, c := range []struct {
		v    store.Verdict
		want string
	}{
		{store.Verdict{Answer: store.Answer{Status: 204}, Sent: sent(40), Stored: store.Kept{Samples: 40}}, "204, and all 40 samples stored"},
		{store.Verdict{Answer: store.Answer{Status: 204}, Sent: sent(40), Stored: store.Kept{Samples: 39}}, "204 but 1 of 40 samples NOT stored"},
		{store.Verdict{Answer: store.Answer{Status: 204}, Sent: sent(3), Stored: store.Kept{Duplicates: 3}}, "204, and nothing changed: it was all there already"},
		{store.Verdict{Answer: store.Answer{Status: 204}, Sent: store.Counts{Metadata: 5}}, "204, metadata only"},
		{store.Verdict{Answer: store.Answer{Status: 204}}, "204, nothing was sent"},
		{store.Verdict{Answer: store.Answer{Status: 400}, Sent: sent(40)}, "400, and none of 40 samples stored"},
		{store.Verdict{Answer: store.Answer{Status: 400}, Sent: sent(40), Stored: store.Kept{Samples: 37}}, "400, and 3 of 40 samples NOT stored"},
		{store.Verdict{Answer: store.Answer{Status: 400}}, "400, refused before a sample was read"},
		{store.Verdict{Answer: store.Answer{Status: 500}, Sent: sent(1), Stored: store.Kept{Samples: 1}}, "500 although all 1 sample are stored"},
		{store.Verdict{Answer: store.Answer{Status: 204, By: store.ByRecorded}, Sent: sent(4)}, "204, recorded from another receiver: what it stored cannot be seen"},
		{store.Verdict{Answer: store.Answer{Status: 204}, Sent: store.Counts{Samples: 1, Exemplars: 1}, Stored: store.Kept{Samples: 1}}, "204 but 1 of 2 items NOT stored"},
	} {
		if got := headline(&capture.Exchange{Verdict: c.v}); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

func plainLines(b widget.Block) string {
	lines := make([]string, len(b))
	for i := range b {
		lines[i] = strings.TrimRight(ansi.Strip(b[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func TestTimeline(t *testing.T) {
	lk := testLook()
	const now = 1_000_000
	for _, c := range []struct {
		name    string
		problem store.Problem
		limits  store.Limits
		want    string
	}{
		{"older than the series' newest", store.Problem{
			Item: store.ItemSample, Timestamp: now - 60_000, Conflict: &store.Conflict{Timestamp: now - 48_000},
		}, store.Limits{Known: true, MinValid: now - 3_600_000, MaxTime: now - 1000, Now: now}, `
      min valid          this sample        stored sample       head's newest            now
          ┴─────── 59m ───────▲─────── 12s ───────┴─────── 47s ───────┴────── 1.0s ───────┴
     23:16:40.000        00:15:40.000        00:15:52.000        00:16:39.000        00:16:40.000`},
		{"ahead of the clock", store.Problem{Item: store.ItemSample, Timestamp: now + 3_600_000}, store.Limits{Now: now}, `
               now                           now + 10m                       this sample
                ┴───────────── 10m ──────────────┴───────────── 50m ──────────────▲
           00:16:40.000                     00:26:40.000                     01:16:40.000`},
		{"with a window", store.Problem{Item: store.ItemHistogram, Timestamp: now - 7_200_000}, store.Limits{
			Known: true, MaxTime: now, Now: now, Window: 3_600_000,
		}, `
      this histogram           window starts            head's newest                 now
            ▲────────── 1h ──────────┴────────── 1h ──────────┴────────── 0s ──────────┴
       22:16:40.000             23:16:40.000             00:16:40.000             00:16:40.000`},
	} {
		got := plainLines(timeline(lk, moments(&c.problem, c.limits), 100))
		if want := strings.TrimPrefix(c.want, "\n"); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, want)
		}
	}
}

func TestTheWorstProblemIsShownFirst(t *testing.T) {
	problems := []store.Problem{
		{Level: store.LevelInfo}, {Level: store.LevelWarning}, {Level: store.LevelError}, {Level: store.LevelWarning, Role: store.RoleCulprit},
	}
	if got := telling(problems); got[0] != 3 || got[1] != 2 || got[2] != 1 || got[3] != 0 {
		t.Errorf("order is %v, want 3 2 1 0", got)
	}
}

// request is a body with one of everything.
func request(t *testing.T) []byte {
	t.Helper()
	raw, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{
		{Labels: []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "job", Value: "api"}}, Samples: []prompb.Sample{
			{Value: 1, Timestamp: 999_000}, {Value: 2, Timestamp: 999_500},
		}},
		{Labels: []prompb.Label{{Name: "__name__", Value: "gone"}}, Samples: []prompb.Sample{{Value: math.Float64frombits(value.StaleNaN), Timestamp: 999_000}}},
		{Labels: []prompb.Label{{Name: "__name__", Value: "latency"}}, Histograms: []prompb.Histogram{
			prompb.FromIntHistogram(999_000, &histogram.Histogram{
				Schema: 1, Count: 9, Sum: 20, ZeroCount: 1, ZeroThreshold: 0.001,
				PositiveSpans: []histogram.Span{{Offset: 0, Length: 3}}, PositiveBuckets: []int64{1, 2, 1},
			}),
		}},
		{Labels: []prompb.Label{{Name: "__name__", Value: "empty"}}},
	}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return snappy.Encode(nil, raw)
}

func opened(t *testing.T, v store.Verdict) *Exchange {
	t.Helper()
	ex := exchangeOf(request(t), "application/x-protobuf", "text", 1)
	ex.Verdict = v
	return Open(ex, decode.NewDecoder(decode.Config{}))
}

func TestSeriesPage(t *testing.T) {
	d := opened(t, store.Verdict{
		Answer: store.Answer{Status: 400, By: store.ByPrometheus}, Sent: store.Counts{Series: 4, Samples: 3, Histograms: 1},
		Outcomes: store.Outcomes{Samples: []store.Outcome{store.Stored, store.Rejected, store.Duplicate}},
	})
	d.Show(1)
	got := plainLines(d.Lines(testLook(), 100, 24, true))
	for _, want := range []string{
		`✓  up{job="api"}`, `✗  up{job="api"}`, "refused", "no change", "STALE", "n=9", "no items", "__name__ = up",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("page lacks %q:\n%s", want, got)
		}
	}
	if row := d.pages[1].(*listPage).cursor; row != 1 {
		t.Errorf("the cursor is on row %d, want the one that was refused, 1", row)
	}
	d.Do(keys.Down)
	d.Do(keys.Down)
	d.Do(keys.Open)
	got = plainLines(d.Lines(testLook(), 100, 24, true))
	for _, want := range []string{"schema 1   count 9   sum 20", "1 ·· 1.4142", "1.4142 ·· 2", "████"} {
		if !strings.Contains(got, want) {
			t.Errorf("histogram lacks %q:\n%s", want, got)
		}
	}
}

// tsdb answers as a TSDB that holds the given readings.
type tsdb []store.Reading

func (r tsdb) ReadBack(_ context.Context, selector string, from, to time.Time) ([]store.Reading, error) {
	var out []store.Reading
	for _, reading := range r {
		if reading.Series == selector {
			out = append(out, reading)
		}
	}
	return out, nil
}

func TestReadBack(t *testing.T) {
	up := `{__name__="up", job="api"}`
	full := tsdb{
		{Series: up, Points: []store.Point{{Timestamp: 999_000, Value: 1}}},
		{Series: `{__name__="gone"}`, Points: []store.Point{{Timestamp: 999_000, Value: math.Float64frombits(value.StaleNaN)}}},
		{Series: `{__name__="latency"}`, Points: []store.Point{{Timestamp: 999_000, Histogram: &histogram.FloatHistogram{Count: 9, Sum: 20}}}},
	}
	verdict := store.Verdict{
		Answer:   store.Answer{Status: 400, By: store.ByPrometheus},
		Outcomes: store.Outcomes{Samples: []store.Outcome{store.Stored, store.Rejected, store.Stored}},
	}
	d := opened(t, verdict)
	if b := d.ReadBack(t.Context(), full); !b.Agrees() || b.Checked != 4 || b.Stored != 3 || b.Elsewhere != 0 {
		t.Errorf("a true verdict: %+v", b)
	}
	if b := d.ReadBack(t.Context(), full[1:]); b.Agrees() || len(b.Missing) != 1 || b.Missing[0] != `sample 0 of up{job="api"}` {
		t.Errorf("a sample is missing: %+v", b)
	}
	both := tsdb{{Series: up, Points: []store.Point{{Timestamp: 999_000, Value: 1}, {Timestamp: 999_500, Value: 2}}}, full[1], full[2]}
	if b := d.ReadBack(t.Context(), both); !b.Agrees() || b.Elsewhere != 1 {
		t.Errorf("another request brought what was refused: %+v", b)
	}
	wrong := tsdb{{Series: up, Points: []store.Point{{Timestamp: 999_000, Value: 7}}}, full[1], full[2]}
	b := d.ReadBack(t.Context(), wrong)
	if b.Agrees() {
		t.Errorf("another value is stored: %+v", b)
	}
	d.Confirm(b)
	if got := plainLines(d.Lines(testLook(), 100, 30, true)); !strings.Contains(got, "1 said to be stored, and not found: sample 0 of up") {
		t.Errorf("the page does not say so:\n%s", got)
	}
}

func TestFieldsOpenAndClose(t *testing.T) {
	d := opened(t, store.Verdict{})
	d.Show(5)
	page := func() string { return plainLines(d.Lines(testLook(), 140, 20, true)) }
	if got := page(); !strings.Contains(got, "timeseries[0]") || strings.Contains(got, "labels[0]") {
		t.Errorf("closed:\n%s", got)
	}
	d.Do(keys.Open)
	if got := page(); !strings.Contains(got, "labels[0]") || !strings.Contains(got, "samples[1]") {
		t.Errorf("opened:\n%s", got)
	}
	d.Do(keys.Open)
	if got := page(); strings.Contains(got, "labels[0]") {
		t.Errorf("closed again:\n%s", got)
	}
	d.Find("latency")
	if got := page(); !strings.Contains(got, `"latency"`) {
		t.Errorf("a search does not open what holds the text:\n%s", got)
	}
	d.Do(keys.Encoding)
	if got := page(); !strings.Contains(got, "as it came") {
		t.Errorf("the other side:\n%s", got)
	}
}

// Of a batch that was lost with one item, that item is what one looks for.
func TestSeriesPageBeginsWithTheCulprit(t *testing.T) {
	for _, c := range []struct {
		name     string
		outcomes []store.Outcome
		want     int
	}{
		{"culprit behind what it took along", []store.Outcome{store.RolledBack, store.RolledBack, store.Rejected}, 2},
		{"collateral alone", []store.Outcome{store.Duplicate, store.RolledBack, store.RolledBack}, 1},
		{"nothing lost", []store.Outcome{store.Duplicate, store.Duplicate, store.Duplicate}, 0},
	} {
		stored := 1 // the histogram
		for _, o := range c.outcomes {
			if o == store.Duplicate {
				stored++
			}
		}
		d := opened(t, store.Verdict{
			Answer: store.Answer{Status: 400, By: store.ByPrometheus}, Sent: store.Counts{Series: 4, Samples: 3, Histograms: 1},
			Stored: store.Kept{Duplicates: stored}, Outcomes: store.Outcomes{Samples: c.outcomes},
		})
		if got := d.pages[1].(*listPage).cursor; got != c.want {
			t.Errorf("%s: the cursor is on row %d, want %d", c.name, got, c.want)
		}
	}
}

// Each tab says whether it holds what is looked for.
func TestFindSaysIfThereIsNothing(t *testing.T) {
	d := opened(t, store.Verdict{Answer: store.Answer{Status: 204, By: store.ByFast}})
	for tab, there := range map[int]string{0: "answered", 1: "latency", 4: "snappy", 5: "latency"} {
		d.Show(tab)
		d.Lines(testLook(), 100, 24, true)
		if !d.Find(there) {
			t.Errorf("tab %d: %q is not found", tab, there)
		}
		d.Lines(testLook(), 100, 24, true)
		if d.Find("nowhere to be seen") {
			t.Errorf("tab %d: something is found that is not there", tab)
		}
		d.Lines(testLook(), 100, 24, true)
		if !d.Find("") {
			t.Errorf("tab %d: the search cannot be ended", tab)
		}
	}
}

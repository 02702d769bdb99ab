package store

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/storage/remote"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"

	"rwscope/decode"
)

// seeds is how many different sequences of requests the differential test runs
// for each configuration: -seeds=1000 for a long run.
var seeds = flag.Uint64("seeds", 10, "random sequences per configuration")

// TestDifferential posts the same random requests to the judge and to Prometheus'
// own handler over a TSDB of its own. After each request the answers are compared
// byte for byte, the TSDBs sample by sample, and the verdict's outcomes with what
// the request changed in the TSDB.
func TestDifferential(t *testing.T) {
	for _, c := range []Config{
		{},
		{OutOfOrderWindow: 5 * time.Minute},
		{MaxExemplars: -1},
		{MetadataWAL: true, TypeAndUnitLabels: true},
		{AcceptV1: true, OutOfOrderWindow: time.Hour},
		{MaxSeries: 3},
	} {
		for seed := range *seeds {
			t.Run(fmt.Sprintf("window=%v,exemplars=%d,features=%v,series=%d,seed=%d",
				c.OutOfOrderWindow, c.MaxExemplars, c.MetadataWAL, c.MaxSeries, seed), func(t *testing.T) {
				t.Parallel()
				newDuel(t, c).fight(newGenerator(seed, float64(seed%3)*0.4), 80)
			})
		}
	}
}

// duel is a store beside a plain handler over an equal TSDB.
type duel struct {
	*testing.T
	store   *Store
	decoder *decode.Decoder
	plainDB *tsdb.DB
	plain   http.Handler
	id      uint64
	before  contents
	paths   map[By]int
}

func newDuel(t *testing.T, c Config) *duel {
	c.Dir = t.TempDir()
	s, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	opts := s.tsdbOptions()
	opts.IsolationDisabled = false // as in Prometheus
	db, err := tsdb.Open(t.TempDir(), slog.New(slog.DiscardHandler), nil, opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &duel{
		T: t, store: s, plainDB: db, paths: make(map[By]int),
		decoder: decode.NewDecoder(decode.Config{LazyLabels: true}),
		plain: remote.NewWriteHandler(slog.New(slog.DiscardHandler), nil, db, s.accepted(),
			c.TypeAndUnitLabels, c.MetadataWAL),
	}
}

func (d *duel) fight(g *generator, rounds int) {
	d.before = readContents(d, d.store.db)
	for i := range rounds {
		w := g.request()
		v, body := d.judge(w)
		want := d.answerPlain(w)
		d.sameAnswer(i, v, want)
		if d.after(i, v, body); d.Failed() {
			d.describe(i, w, v)
			return
		}
		body.Release()
	}
	if st := d.store.Stats(); st.Mispredictions != 0 || st.Disagreements != 0 {
		d.Errorf("got %d mispredictions and %d disagreements, want none", st.Mispredictions, st.Disagreements)
	}
	d.Logf("answered by %v", d.paths)
}

func (d *duel) judge(w wireRequest) (*Verdict, *decode.Body) {
	d.id++
	body := d.decoder.Decode(decode.Header{
		ContentType: w.header.Get("Content-Type"), ContentEncoding: w.header.Get("Content-Encoding"),
	}, w.body)
	v := d.store.Judge(&Request{
		ID: d.id, Sender: "generator", Method: w.method, Path: "/api/v1/write", Header: w.header.Clone(), Body: body,
	})
	d.paths[v.Answer.By]++
	return v, body
}

func (d *duel) answerPlain(w wireRequest) *httptest.ResponseRecorder {
	req := httptest.NewRequest(w.method, "/api/v1/write", bytes.NewReader(w.body))
	req.Header = w.header.Clone()
	rec := httptest.NewRecorder()
	d.plain.ServeHTTP(rec, req)
	return rec
}

func (d *duel) sameAnswer(i int, v *Verdict, want *httptest.ResponseRecorder) {
	if v.Answer.Status != want.Code || !bytes.Equal(v.Answer.Body, want.Body.Bytes()) {
		d.Errorf("request %d: answered %d %q, Prometheus %d %q", i, v.Answer.Status, v.Answer.Body, want.Code, want.Body)
	}
	if !maps.EqualFunc(v.Answer.Header, want.Header(), slices.Equal) {
		d.Errorf("request %d: headers %v, Prometheus' %v", i, v.Answer.Header, want.Header())
	}
	if v.Disagreement != "" {
		d.Errorf("request %d: %s", i, v.Disagreement)
	}
}

// after compares the TSDBs, and what the request changed with the outcomes.
func (d *duel) after(i int, v *Verdict, body *decode.Body) {
	now, plain := readContents(d, d.store.db), readContents(d, d.plainDB)
	if diff := now.diff(plain); diff != "" {
		d.Errorf("request %d: the TSDBs differ: %s", i, diff)
	}
	claimed := d.claimed(v, body)
	if diff := claimed.diff(now.minus(d.before)); diff != "" {
		d.Errorf("request %d: outcomes and TSDB differ: %s", i, diff)
	}
	d.before = now
}

// claimed is what the outcomes say was added.
func (d *duel) claimed(v *Verdict, body *decode.Body) contents {
	c := contents{}
	m := body.Message
	if m == nil {
		return c
	}
	of := func(list []Outcome, i int) Outcome {
		if list == nil {
			return Stored
		}
		return list[i]
	}
	namer := d.store.newNamer(m)
	for i := range m.Series {
		ls, _ := namer.name(i)
		name := ls.WithoutEmpty().String()
		for j := m.Series[i].Samples.From; j < m.Series[i].Samples.To; j++ {
			if of(v.Outcomes.Samples, int(j)) == Stored {
				c.add(name, m.Samples[j].Timestamp, formatPoint(point{v: m.Samples[j].Value}))
			}
		}
		for j := m.Series[i].Histograms.From; j < m.Series[i].Histograms.To; j++ {
			if of(v.Outcomes.Histograms, int(j)) == Stored {
				p := point{}
				p.h, p.fh, _ = m.Histogram(int(j))
				_ = p.reduce()
				c.add(name, m.Histograms[j].Timestamp, formatPoint(p))
			}
		}
		for j := m.Series[i].Exemplars.From; j < m.Series[i].Exemplars.To; j++ {
			if of(v.Outcomes.Exemplars, int(j)) == Stored {
				ls, _ := m.ExemplarLabelSet(int(j))
				c.addExemplar(name, m.Exemplars[j].Timestamp, m.Exemplars[j].Value, ls.WithoutEmpty())
			}
		}
	}
	return c
}

func (d *duel) describe(i int, w wireRequest, v *Verdict) {
	d.Logf("request %d: %s %v\nbody %x\nanswered by %s: %d %q\noutcomes %+v", i, w.method, w.header, w.body,
		v.Answer.By, v.Answer.Status, v.Answer.Body, v.Outcomes)
	for _, p := range v.Problems {
		d.Logf("  %s %s %s[%d] %s: %s", p.Role, p.Cause, p.Item, p.Index, p.Series, p.Text)
	}
}

// contents is all that a TSDB holds: "series @time" to value.
type contents map[string]string

func (c contents) add(series string, t int64, value string) {
	c[fmt.Sprintf("%s @%d", series, t)] = value
}

func (c contents) addExemplar(series string, t int64, value float64, ls labels.Labels) {
	c[fmt.Sprintf("exemplar %s @%d %x %s", series, t, math.Float64bits(value), ls)] = "exemplar"
}

func (c contents) minus(o contents) contents {
	d := contents{}
	for k, v := range c {
		if o[k] != v {
			d[k] = v
		}
	}
	return d
}

func (c contents) diff(o contents) string {
	var b bytes.Buffer
	for _, k := range slices.Sorted(maps.Keys(c)) {
		if o[k] != c[k] {
			fmt.Fprintf(&b, "\n  got  %s = %s, want %q", k, c[k], o[k])
		}
	}
	for _, k := range slices.Sorted(maps.Keys(o)) {
		if _, ok := c[k]; !ok {
			fmt.Fprintf(&b, "\n  want %s = %s, got nothing", k, o[k])
		}
	}
	return b.String()
}

// formatPoint spells a value so that equal values have equal spellings, whatever
// their spans look like. A staleness marker has no type: the head gives it that of
// the sample before it.
func formatPoint(p point) string {
	switch {
	case p.stale():
		return "stale"
	case p.h != nil:
		return "int " + p.h.Copy().Compact(0).String() + fmt.Sprintf(" %x", math.Float64bits(p.h.Sum))
	case p.fh != nil:
		return "float " + p.fh.Copy().Compact(0).String() + fmt.Sprintf(" %x", math.Float64bits(p.fh.Sum))
	default:
		return fmt.Sprintf("%x", math.Float64bits(p.v))
	}
}

func readContents(t testing.TB, db *tsdb.DB) contents {
	c := contents{}
	q, err := db.Querier(math.MinInt64, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	all := labels.MustNewMatcher(labels.MatchRegexp, "__name__", ".*")
	set := q.Select(context.Background(), false, &storage.SelectHints{DisableTrimming: true, Start: math.MinInt64, End: math.MaxInt64}, all)
	for set.Next() {
		name, it := set.At().Labels().String(), set.At().Iterator(nil)
		for typ := it.Next(); typ != chunkenc.ValNone; typ = it.Next() {
			n := at(it, typ)
			c.add(name, n.t, formatPoint(n.point()))
		}
	}
	if set.Err() != nil {
		t.Fatal(set.Err())
	}
	readExemplarContents(t, db, c)
	return c
}

func readExemplarContents(t testing.TB, db *tsdb.DB, c contents) {
	eq, err := db.ExemplarQuerier(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	found, err := eq.Select(math.MinInt64, math.MaxInt64, []*labels.Matcher{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		for _, e := range f.Exemplars {
			c.addExemplar(f.SeriesLabels.String(), e.Ts, e.Value, e.Labels)
		}
	}
}

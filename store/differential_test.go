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
var seeds = flag.Uint64("seeds", 6, "random sequences per configuration")

// TestDifferential posts the same random requests to the judge and to Prometheus'
// own handler over a TSDB of its own. After each request the answers are compared
// byte for byte, the TSDBs sample by sample, and the verdict's outcomes with what
// the request changed in the TSDB. In every other sequence the clock moves on by
// hours, and both TSDBs are compacted and opened anew now and then.
func TestDifferential(t *testing.T) {
	for _, c := range []Config{
		{},
		{OutOfOrderWindow: 5 * time.Minute},
		{MaxExemplars: -1},
		{MetadataWAL: true, TypeAndUnitLabels: true},
		{MetadataWAL: true, OutOfOrderWindow: 30 * time.Minute},
		{TypeAndUnitLabels: true, AcceptV2: true},
		{AcceptV1: true, OutOfOrderWindow: time.Hour},
		{MaxSeries: 3},
		{MaxSeries: 5, OutOfOrderWindow: 3 * time.Hour},
		{StaleCompaction: 0.3},
	} {
		for seed := range *seeds {
			t.Run(fmt.Sprintf("window=%v,exemplars=%d,metadata=%v,type=%v,series=%d,stale=%v,seed=%d",
				c.OutOfOrderWindow, c.MaxExemplars, c.MetadataWAL, c.TypeAndUnitLabels, c.MaxSeries, c.StaleCompaction, seed), func(t *testing.T) {
				t.Parallel()
				g := newGenerator(seed, float64(seed%3)*0.4)
				if seed%2 == 1 {
					g.walk(5*time.Minute, 80)
				}
				newDuel(t, c).fight(g, 80)
			})
		}
	}
}

// duel is a store beside a plain handler over an equal TSDB.
type duel struct {
	*testing.T
	config   Config
	plainDir string
	store    *Store
	decoder  *decode.Decoder
	plainDB  *tsdb.DB
	plain    http.Handler
	id       uint64
	before   contents
	paths    map[By]int
}

func newDuel(t *testing.T, c Config) *duel {
	c.Dir = t.TempDir()
	d := &duel{
		T: t, config: c, plainDir: t.TempDir(), paths: make(map[By]int),
		decoder: decode.NewDecoder(decode.Config{LazyLabels: true}),
	}
	d.open()
	t.Cleanup(d.close)
	return d
}

// open opens both TSDBs. They compact when they are told to, so that they do it
// between the same requests.
func (d *duel) open() {
	var err error
	if d.store, err = Open(d.config); err != nil {
		d.Fatal(err)
	}
	opts := d.store.tsdbOptions()
	opts.IsolationDisabled = false // as in Prometheus
	opts.SeriesLifecycleCallback = nil
	if d.plainDB, err = tsdb.Open(d.plainDir, slog.New(slog.DiscardHandler), nil, opts, nil); err != nil {
		d.Fatal(err)
	}
	d.plain = remote.NewWriteHandler(slog.New(slog.DiscardHandler), nil, d.plainDB, d.store.accepted(),
		d.config.TypeAndUnitLabels, d.config.MetadataWAL)
	d.store.db.DisableCompactions()
	d.plainDB.DisableCompactions()
}

func (d *duel) close() {
	_ = d.store.Close()
	_ = d.plainDB.Close()
}

// tend does to both TSDBs what happens to them over time.
func (d *duel) tend(g *generator) {
	switch g.IntN(24) {
	case 0, 1:
		for _, db := range []*tsdb.DB{d.store.db, d.plainDB} {
			db.EnableCompactions()
			if err := db.Compact(d.Context()); err != nil {
				d.Fatal(err)
			}
			db.DisableCompactions()
		}
	case 2:
		d.sound()
		d.close()
		d.open()
	case 3:
		if d.config.StaleCompaction > 0 {
			for _, db := range []*tsdb.DB{d.store.db, d.plainDB} {
				if err := db.CompactStaleHead(); err != nil {
					d.Fatal(err)
				}
			}
		}
	default:
		return
	}
	d.before = readContents(d, d.store.db)
}

// sound says that the judge was never surprised, and that both logs hold the same
// metadata, which nothing but the log does.
func (d *duel) sound() {
	if got, want := loggedMetadata(d, d.config.Dir), loggedMetadata(d, d.plainDir); !slices.Equal(got, want) {
		d.Errorf("got metadata %v\nwant %v", got, want)
	}
	if st := d.store.Stats(); st.Mispredictions != 0 || st.Disagreements != 0 {
		d.Errorf("got %d mispredictions and %d disagreements, want none", st.Mispredictions, st.Disagreements)
	}
}

func (d *duel) fight(g *generator, rounds int) {
	d.before = readContents(d, d.store.db)
	for i := range rounds {
		if g.pace > 0 {
			d.tend(g)
		}
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
	d.sound()
	d.Logf("answered by %v, %d blocks, %d series", d.paths, len(d.store.db.Blocks()), d.store.db.Head().NumSeries())
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
	claimed, changed := d.claimed(v, body), now.minus(d.before)
	maps.DeleteFunc(changed, func(k, _ string) bool {
		// Two samples of one time, one of them out of order, are both stored. A query
		// shows one, and which may change with how the chunks of other times lie.
		_, was := d.before[k]
		_, is := claimed[k]
		return was && !is
	})
	if diff := claimed.diff(changed); diff != "" {
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

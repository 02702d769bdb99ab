package capture_test

import (
	"context"
	"flag"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/capture"
	"rwscope/store"
)

// mutations is how many damaged requests of real senders are sent.
var mutations = flag.Int("mutations", 400, "mutated requests that TestThreats sends; from 10,000 on it looks at latency too")

// A run is long enough from fullMutations on to say something about latency; the
// good sender's may then grow to maxSlowdown times what it is alone.
const (
	fullMutations = 10_000
	maxSlowdown   = 5
)

const (
	// attackers send at the same time.
	attackers = 4
	// slowLoris are connections on which next to nothing happens.
	slowLoris = 100
	// politeSeries are the series of the well-behaved sender.
	politeSeries = 50
	// maxMemory is how much memory, in bytes, the receiver may have, see
	// capture.BoundGarbage: 64 MiB, twice the bytes in flight, twice what stays of all
	// that was accepted, about 80 MiB, and, since that limit is soft, a third more.
	maxMemory = (64<<20 + 2*threatInFlight + 2*80<<20) * 4 / 3
)

// threatInFlight is the budget for the bytes in flight.
const threatInFlight = 64 << 20

// TestThreats sends every threat and many mutated requests, all at once and as fast
// as it can, beside a sender that does nothing wrong. The receiver is a process of
// its own, so that its memory is its own. Nothing may panic, the memory stays within
// its bound, and everything that the good sender was told is stored is stored.
func TestThreats(t *testing.T) {
	dir := t.TempDir()
	p := startVictim(t, dir)
	r := &rig{t: t, addr: p.addr}
	r.clock.Store(time.Now().Add(-time.Minute).UnixMilli())
	good := newPolite(r)
	for range 100 {
		good.send(t.Context())
	}
	quiet := good.p99()

	wires := hostile(t, r)
	ctx, end := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { good.run(ctx) })
	attack(r, wires)
	end()
	wg.Wait()
	most := p.stop()

	t.Logf("%d hostile requests; good sender: %d requests, %d of them refused and sent again, p99 %v, %v when it was alone; memory at most %d MiB",
		len(wires), len(good.took), good.again, good.p99(), quiet, most>>20)
	if most > maxMemory {
		t.Errorf("memory came to %d MiB, want at most %d", most>>20, uint64(maxMemory)>>20)
	}
	if p99 := good.p99(); *mutations >= fullMutations && p99 > maxSlowdown*quiet {
		t.Errorf("the good sender's p99 came to %v, want at most %d times the %v when it was alone", p99, maxSlowdown, quiet)
	}
	good.check(dir)
	checkFaults(t, dir)
}

// checkFaults looks for answers that rwscope gave because it failed itself.
func checkFaults(t *testing.T, dir string) {
	t.Helper()
	journal, err := capture.OpenReader(t.Context(), filepath.Join(dir, "journal.rwscope"), capture.ReaderConfig{})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	snap := journal.Snapshot()
	for i := range snap.Len() {
		row := snap.Row(i)
		if row.AnsweredBy() != store.ByFault && !row.Disagreed && !row.Mispredicted {
			continue
		}
		x, err := journal.Load(row.ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("exchange %d: %s\n%s", row.ID, answerOf(x), x.Verdict.Disagreement)
	}
}

// hostile is everything that is sent, the threats spread among damaged requests.
func hostile(t *testing.T, r *rig) [][]byte {
	var wires [][]byte
	m := newMutator(t)
	apart := max(1, *mutations/len(threats))
	for i := range max(*mutations, len(threats)) {
		if n := i / apart; i%apart == 0 && n < len(threats) {
			wires = append(wires, threats[n].wire(t, r.now()))
		}
		wires = append(wires, m.next())
	}
	return wires
}

// attack sends everything and returns when all answers are there.
func attack(r *rig, wires [][]byte) {
	for range slowLoris {
		conn := r.dial()
		defer conn.Close()
		_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n\x80")
	}
	work := make(chan []byte)
	var wg sync.WaitGroup
	for range attackers {
		wg.Go(func() {
			for wire := range work {
				r.hit(wire)
			}
		})
	}
	for _, wire := range wires {
		work <- wire
	}
	close(work)
	wg.Wait()
}

// hit sends bytes and waits until the other side has nothing more to say. Now and
// then it leaves in the middle.
func (r *rig) hit(wire []byte) {
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Error(err)
		return
	}
	defer conn.Close()
	if len(wire)%7 == 3 {
		_, _ = conn.Write(wire[:len(wire)/2])
		_ = conn.(*net.TCPConn).SetLinger(0) // a reset
		return
	}
	go func() {
		_, _ = conn.Write(wire)
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(io.Discard, conn)
}

// mutator damages requests of real senders.
type mutator struct {
	*rand.Rand
	bodies [][]byte // messages, decompressed, with times of today
	types  []string
}

func newMutator(t *testing.T) *mutator {
	t.Helper()
	m := &mutator{Rand: rand.New(rand.NewPCG(7, 7))}
	files, err := filepath.Glob("../decode/testdata/real/*.snappy")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bodies of real senders: %v", err)
	}
	for _, file := range files {
		wire, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		message := unpacked(t, wire)
		contentType := typeV1
		if strings.Contains(file, "-v2-") {
			contentType = typeV2
			message = retimedV2(t, message)
		} else {
			message = retimedV1(t, message)
		}
		m.bodies, m.types = append(m.bodies, message), append(m.types, contentType)
	}
	return m
}

// retimedV1 moves samples to now, so that some of them are taken.
func retimedV1(t *testing.T, message []byte) []byte {
	var q prompb.WriteRequest
	if err := q.Unmarshal(message); err != nil {
		t.Fatal(err)
	}
	for i := range q.Timeseries {
		for j := range q.Timeseries[i].Samples {
			q.Timeseries[i].Samples[j].Timestamp = time.Now().UnixMilli()
		}
	}
	b, err := q.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func retimedV2(t *testing.T, message []byte) []byte {
	var q writev2.Request
	if err := q.Unmarshal(message); err != nil {
		t.Fatal(err)
	}
	for i := range q.Timeseries {
		for j := range q.Timeseries[i].Samples {
			q.Timeseries[i].Samples[j].Timestamp = time.Now().UnixMilli()
		}
	}
	b, err := q.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// next is a real request with damage: in the message, in the compressed body, or in
// the whole request, head included.
func (m *mutator) next() []byte {
	i := m.IntN(len(m.bodies))
	message := slices.Clone(m.bodies[i])
	contentType := m.types[i]
	if m.IntN(8) == 0 {
		contentType = m.types[m.IntN(len(m.types))]
	}
	if m.IntN(3) > 0 {
		m.damage(message)
	}
	body := snappy.Encode(nil, message)
	if m.IntN(4) == 0 {
		m.damage(body)
	}
	wire := threatBody(contentType, func(testing.TB, int64) []byte { return body })(nil, 0)
	if m.IntN(8) == 0 {
		m.damage(wire)
	}
	return wire
}

// damage changes a few bytes.
func (m *mutator) damage(b []byte) {
	for range 1 + m.IntN(8) {
		at := m.IntN(len(b))
		switch m.IntN(3) {
		case 0:
			b[at] ^= 1 << m.IntN(8)
		case 1:
			b[at] = byte(m.IntN(256))
		default:
			copy(b[at:], b[m.IntN(len(b)):])
		}
	}
}

// polite is a sender that does nothing wrong: a few series, one sample each in
// every request, in order, sent again when it is told to come back.
type polite struct {
	r       *rig
	client  *http.Client
	first   int64 // time of the first sample
	written int   // requests that were answered 204
	again   int
	took    []time.Duration
}

func newPolite(r *rig) *polite {
	return &polite{r: r, client: &http.Client{Transport: &http.Transport{}}, first: time.Now().Add(-30 * time.Minute).UnixMilli()}
}

func (p *polite) run(ctx context.Context) {
	p.took = p.took[:0]
	for ctx.Err() == nil {
		p.send(ctx)
	}
}

// send sends the next sample of each series until it is taken.
func (p *polite) send(ctx context.Context) {
	contentType, body := p.next()
	for {
		start := time.Now()
		res, err := p.client.Do(p.r.post(contentType, body))
		p.took = append(p.took, time.Since(start))
		if err != nil {
			p.r.t.Errorf("good sender: %v", err)
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		switch {
		case res.StatusCode == http.StatusNoContent:
			p.written++
			return
		case res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "":
			p.again++
			runtime.Gosched()
		default:
			p.r.t.Errorf("good sender: got %s, want 204, or 503 with Retry-After", res.Status)
			return
		}
	}
}

// next takes turns between the two messages.
func (p *polite) next() (contentType string, body []byte) {
	at := p.first + int64(p.written)
	if p.written%2 == 0 {
		var m prompb.WriteRequest
		for i := range politeSeries {
			m.Timeseries = append(m.Timeseries, prompb.TimeSeries{
				Labels:  []prompb.Label{{Name: "__name__", Value: "polite"}, {Name: "i", Value: strconv.Itoa(i)}},
				Samples: []prompb.Sample{{Value: float64(i), Timestamp: at}},
			})
		}
		return typeV1, packed(p.r.t, m.Marshal)
	}
	symbols := writev2.NewSymbolTable()
	var m writev2.Request
	for i := range politeSeries {
		m.Timeseries = append(m.Timeseries, writev2.TimeSeries{
			LabelsRefs: symbols.SymbolizeLabels(labels.FromStrings("__name__", "polite", "i", strconv.Itoa(i)), nil),
			Samples:    []writev2.Sample{{Value: float64(i), Timestamp: at}},
		})
	}
	m.Symbols = symbols.Symbols()
	return typeV2, packed(p.r.t, m.Marshal)
}

func (p *polite) p99() time.Duration {
	if len(p.took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(p.took))
	return sorted[len(sorted)*99/100]
}

// check reads everything back that was answered 204.
func (p *polite) check(dir string) {
	t := p.r.t
	t.Helper()
	st, err := store.Open(store.Config{Dir: filepath.Join(dir, "tsdb")})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	got, err := st.ReadBack(t.Context(), "polite", time.UnixMilli(p.first), time.UnixMilli(p.first+int64(p.written)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != politeSeries {
		t.Errorf("%d series are stored, want %d", len(got), politeSeries)
	}
	for _, series := range got {
		if len(series.Points) != p.written {
			t.Fatalf("%s: %d samples are stored, want the %d that were answered 204", series.Series, len(series.Points), p.written)
		}
		for i, point := range series.Points {
			if want := p.first + int64(i); point.Timestamp != want {
				t.Fatalf("%s: sample %d is of %d, want %d", series.Series, i, point.Timestamp, want)
			}
		}
	}
}

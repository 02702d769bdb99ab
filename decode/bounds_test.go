package decode

import (
	"runtime"
	"strings"
	"testing"

	"github.com/golang/snappy"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// allocated is how many bytes f allocates in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestDeclaredSizeIsNotBelieved: six bytes that declare 32 MiB cost nothing.
func TestDeclaredSizeIsNotBelieved(t *testing.T) {
	d := NewDecoder(Config{})
	wire := []byte{0x80, 0x80, 0x80, 0x10, 0, 0}
	var b *Body
	if n := allocated(func() { b = d.Decode(Header{}, wire) }); n > 1<<20 {
		t.Errorf("%d bytes allocated for a body of %d", n, len(wire))
	}
	if b.Fault == nil || b.Fault.Layer != LayerSnappy {
		t.Errorf("fault %v, want one of snappy", b.Fault)
	}
}

// TestExpansion: a request of 2 KB whose labels come to 500 MB costs next to
// nothing to read, and Expansion tells.
func TestExpansion(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	ts := writev2.TimeSeries{LabelsRefs: []uint32{1, 2}, Exemplars: []writev2.Exemplar{{LabelsRefs: []uint32{1, 2}}}}
	req := writev2.Request{Symbols: []string{"", "a", long}}
	for range 250 {
		req.Timeseries = append(req.Timeseries, ts)
	}
	wire := snappy.Encode(nil, mustMarshal(&req))
	d := NewDecoder(Config{})
	var b *Body
	n := allocated(func() { b = d.Decode(Header{ContentType: contentTypes[V2]}, wire) })
	if limit := uint64(4 << 20); n > limit {
		t.Errorf("%d bytes allocated, want at most %d", n, limit)
	}
	if got, want := b.Message.Expansion(), int64(500*(1<<20+1)); got != want {
		t.Errorf("Expansion() = %d, want %d", got, want)
	}
	for limit, want := range map[int64]bool{32 << 20: true, 500*(1<<20+1) - 1: true, 500 * (1<<20 + 1): false, 1 << 40: false} {
		if got := b.Message.ExpandsBeyond(limit); got != want {
			t.Errorf("ExpandsBeyond(%d) = %t, want %t", limit, got, want)
		}
	}
}

// TestEmptySeries: a series of two bytes costs a hundred bytes or so, and their
// number is capped.
func TestEmptySeries(t *testing.T) {
	for kind, empty := range map[Kind]string{V1: "\x0a\x00", V2: "\x2a\x00"} {
		wire := snappy.Encode(nil, []byte(strings.Repeat(empty, 200_000)))
		h := Header{ContentType: contentTypes[kind]}
		var b *Body
		n := allocated(func() { b = NewDecoder(Config{}).Decode(h, wire) })
		if limit := uint64(120 << 20); n > limit {
			t.Errorf("%v: %d bytes allocated, want at most %d", kind, n, limit)
		}
		if b.Fault != nil || len(b.Message.Series) != 200_000 {
			t.Errorf("%v: %d series, fault %v", kind, len(b.Message.Series), b.Fault)
		}
		b = NewDecoder(Config{Limits: Limits{Series: 1000}}).Decode(h, wire)
		if b.Fault == nil || b.Fault.Limit != LimitSeries || len(b.Message.Series) != 1000 {
			t.Errorf("%v: fault %v with %d series, want the limit of 1000", kind, b.Fault, len(b.Message.Series))
		}
	}
}

// TestHugeMessage: the largest messages that are let in cost a few times their own
// size, their bytes included.
func TestHugeMessage(t *testing.T) {
	for _, w := range workloads {
		var raw []byte
		for len(raw)+len(w.body) <= defaultBytes {
			raw = append(raw, w.body...) // bodies of one kind concatenate to one of that kind
		}
		wire := snappy.Encode(nil, raw)
		h := Header{ContentType: contentTypes[w.kind]}
		var b *Body
		n := allocated(func() { b = NewDecoder(Config{LazyLabels: true}).Decode(h, wire) })
		if !b.Clean() || len(b.Message.Series) < 100_000 {
			t.Fatalf("%s: %d series, fault %v", w.name, len(b.Message.Series), b.Fault)
		}
		if most := uint64(10 * len(raw)); n > most {
			t.Errorf("%s: %d bytes allocated for a message of %d, want at most %d", w.name, n, len(raw), most)
		}
		t.Logf("%s: %d series, %.1f times the message", w.name, len(b.Message.Series), float64(n)/float64(len(raw)))
	}
}

// TestNothingAllocatedPerSeries: a Decoder that has seen one request reads the
// next of its kind in the same memory, however many series it has.
func TestNothingAllocatedPerSeries(t *testing.T) {
	for _, w := range workloads {
		d := NewDecoder(Config{LazyLabels: true})
		h := Header{ContentType: contentTypes[w.kind]}
		wire := snappy.Encode(nil, w.body)
		if n := testing.AllocsPerRun(20, func() {
			b := d.Decode(h, wire)
			if !b.Clean() {
				t.Fatal(b.Fault)
			}
			b.Check()
			b.Release()
		}); n > float64(usual.series)/10 { // the pool loses a body now and then, often under -race
			t.Errorf("%s: %v allocations per request", w.name, n)
		}
	}
}

// TestReleaseForgets: a huge body does not stay in the pool, and a released body
// shows nothing of itself.
func TestReleaseForgets(t *testing.T) {
	d := NewDecoder(Config{})
	help := writev2.Request{Symbols: []string{strings.Repeat("x", 5<<20)}}
	body := append(mustMarshal(&help), strings.Repeat("\x2a\x00", 70_000)...)
	b := d.Decode(Header{ContentType: contentTypes[V2]}, snappy.Encode(nil, body))
	if len(b.Message.Series) != 70_000 {
		t.Fatalf("%d series", len(b.Message.Series))
	}
	b.Release()
	if cap(b.buffer) > keptBytes || cap(b.message.Series) > keptRecords {
		t.Errorf("kept %d bytes and %d series", cap(b.buffer), cap(b.message.Series))
	}
	if b.Message != nil || b.Decoded != nil || b.Wire != nil {
		t.Error("a released body still shows its content")
	}
	b.Release() // a second call does nothing
}

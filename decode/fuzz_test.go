package decode

import (
	"testing"

	"github.com/golang/snappy"
	"github.com/klauspost/compress/s2"
)

// fuzzSeeds is how many generated messages a fuzz target starts from, beside those
// in testdata/fuzz.
const fuzzSeeds = 40

// FuzzWalkV1 holds the walker against Prometheus' generated code.
func FuzzWalkV1(f *testing.F) {
	for seed := range uint64(fuzzSeeds) {
		g := newGenerator(seed)
		f.Add(g.v1())
		f.Add(g.damage(g.v1()))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := sameAsGogoV1(body); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzWalkV2 holds the walker against Prometheus' generated code.
func FuzzWalkV2(f *testing.F) {
	for seed := range uint64(fuzzSeeds) {
		g := newGenerator(seed)
		f.Add(g.v2())
		f.Add(g.damage(g.v2()))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := sameAsGogoV2(body); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzDecode feeds whole requests. Whatever they are, nothing panics, limits hold,
// and a body is taken for a snappy block exactly when Prometheus can unpack it.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(fuzzSeeds) {
		g := newGenerator(seed)
		f.Add(contentTypes[V1], "snappy", snappy.Encode(nil, g.v1()))
		f.Add(contentTypes[V2], "", g.damage(snappy.Encode(nil, g.v2())))
		f.Add("", "gzip", g.damage(g.v2()))
	}
	limits := Limits{Wire: 1 << 16, Decoded: 1 << 20, Series: 1000, Items: 2000, Symbols: 1000}
	eager, lazy := NewDecoder(Config{Limits: limits}), NewDecoder(Config{Limits: limits, LazyLabels: true})
	f.Fuzz(func(t *testing.T, contentType, encoding string, wire []byte) {
		h := Header{ContentType: contentType, ContentEncoding: encoding}
		b := eager.Decode(h, wire)
		defer b.Release()
		checkLimits(t, b, limits)
		checkSnappy(t, b, wire, limits)
		readAll(t, b)
		late := lazy.Decode(h, wire)
		defer late.Release()
		late.Check()
		if got, want := dump(late), dump(b); got != want && b.Form == late.Form {
			t.Errorf("lazily:\n%s\nat once:\n%s", got, want)
		}
	})
}

func checkLimits(t *testing.T, b *Body, limits Limits) {
	if len(b.Decoded) > limits.Decoded {
		t.Errorf("%d bytes decoded, the limit is %d", len(b.Decoded), limits.Decoded)
	}
	m := b.Message
	if m == nil {
		return
	}
	c := m.Counts()
	if items := c.Samples + c.Histograms + c.Exemplars + len(m.Metadata); c.Series > limits.Series ||
		items > limits.Items || len(m.Symbols) > limits.Symbols {
		t.Errorf("beyond the limits: %+v", c)
	}
}

// checkSnappy holds unpacking and the scan for faults against the decoder that
// Prometheus uses.
func checkSnappy(t *testing.T, b *Body, wire []byte, limits Limits) {
	n, err := s2.DecodedLen(wire)
	if len(wire) > limits.Wire || err == nil && n > limits.Decoded {
		return
	}
	if err == nil {
		_, err = s2.Decode(nil, wire)
		_, head := snappyLength(wire)
		if fault := scanSnappy(wire, head, n); (fault == nil) != (err == nil) {
			t.Errorf("scan of block: %v, s2: %v", fault, err)
		}
	}
	packed := b.Coding == CodingSnappy || b.Coding == CodingSnappyTwice
	if packed != (err == nil) {
		t.Errorf("coding %s, fault %v, but s2 says %v", b.Coding, b.Fault, err)
	}
}

// readAll calls everything that can be asked of a body.
func readAll(t *testing.T, b *Body) {
	if tree := b.Tree(); tree != nil {
		checkTree(t, tree)
		tree.Path(len(b.Decoded) / 2)
	}
	var l Linter
	l.Lint(LintHeader{}, b)
	m := b.Message
	if m == nil {
		return
	}
	dump(b)
	m.TimeRange()
	m.Expansion()
	for i := range m.Series {
		_, _ = m.LabelSet(i)
	}
	for i := range m.Exemplars {
		_, _ = m.ExemplarLabelSet(i)
	}
	m.SeriesOfSample(0)
}

package decode

import (
	"fmt"
	"testing"

	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// requestV1 is a message with one series per label list.
func requestV1(series ...[]string) []byte {
	var req prompb.WriteRequest
	for _, pairs := range series {
		var ts prompb.TimeSeries
		for i := 0; i < len(pairs); i += 2 {
			ts.Labels = append(ts.Labels, prompb.Label{Name: pairs[i], Value: pairs[i+1]})
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	return mustMarshal(&req)
}

// requestV2 is the same in v2. The symbols come in the order in which they are
// first used, after the given ones.
func requestV2(before []string, series ...[]string) []byte {
	var req writev2.Request
	symbols := writev2.NewSymbolTable()
	for _, s := range before {
		symbols.Symbolize(s)
	}
	for _, pairs := range series {
		var ts writev2.TimeSeries
		for _, s := range pairs {
			ts.LabelsRefs = append(ts.LabelsRefs, symbols.Symbolize(s))
		}
		req.Timeseries = append(req.Timeseries, ts)
	}
	req.Symbols = symbols.Symbols()
	return mustMarshal(&req)
}

// labelLists are pairwise different, and chosen to be confused by hashes that do
// not look at order, length or boundaries.
var labelLists = [][]string{
	{},
	{"a", ""},
	{"", "a"},
	{"", ""},
	{"a", "b"},
	{"b", "a"},
	{"ab", ""},
	{"", "ab"},
	{"a", "b", "c", "d"},
	{"c", "d", "a", "b"},
	{"a", "d", "c", "b"},
	{"a", "b", "a", "b"},
	{"a", "c", "b", "d"},
	{"", "", "", ""},
	{"", "", "", "", "", ""},
	{"__name__", "x"},
	{"__name__", "12345678"},
	{"__name__", "1234567812345678"},
	{"__name__", "12345678123456781"},
	{"__name__", "12345678\x00"},
	{"__name__", "123\x00"},
	{"__name__", "123\x00\x00"},
	{"__name__", "\x00"},
	{"__name__", "\x00\x00"},
}

func TestKeysTellLabelSetsApart(t *testing.T) {
	for _, body := range []struct {
		kind Kind
		raw  []byte
	}{{V1, requestV1(labelLists...)}, {V2, requestV2(nil, labelLists...)}} {
		m, fault := walkAll(body.kind, body.raw)
		if fault != nil {
			t.Fatal(fault)
		}
		hi, lo := map[uint64]int{}, map[uint64]int{}
		for i := range m.Series {
			k := m.Series[i].Key
			if j, ok := hi[k.Hi]; ok {
				t.Errorf("%v: upper halves of %q and %q are equal", body.kind, labelLists[i], labelLists[j])
			}
			if j, ok := lo[k.Lo]; ok {
				t.Errorf("%v: lower halves of %q and %q are equal", body.kind, labelLists[i], labelLists[j])
			}
			hi[k.Hi], lo[k.Lo] = i, i
		}
	}
}

// TestKeysLastAcrossRequests: the same label set has the same key wherever it
// stands in the message, and in v2 whatever the symbol table is.
func TestKeysLastAcrossRequests(t *testing.T) {
	set := []string{"__name__", "http_requests_total", "job", "api"}
	other := []string{"__name__", "up"}
	for _, pair := range []struct {
		kind   Kind
		first  []byte
		second []byte
	}{
		{V1, requestV1(set), requestV1(other, set)},
		{V2, requestV2(nil, set), requestV2([]string{"job", "x", "api"}, other, set)},
	} {
		a, _ := walkAll(pair.kind, pair.first)
		b, _ := walkAll(pair.kind, pair.second)
		if got, want := b.Series[1].Key, a.Series[0].Key; got != want {
			t.Errorf("%v: key %x in the second request, %x in the first", pair.kind, got, want)
		}
	}
}

// TestKeyOfSplitLabels: records between the labels do not change the key.
func TestKeyOfSplitLabels(t *testing.T) {
	label := func(name, value string) []byte {
		l := prompb.Label{Name: name, Value: value}
		b := mustMarshal(&l)
		return append([]byte{tagLabelV1, byte(len(b))}, b...)
	}
	sample := []byte{tagSampleV1, 2, tagSampleTime, 5}
	series := func(parts ...[]byte) []byte {
		var in []byte
		for _, p := range parts {
			in = append(in, p...)
		}
		return append([]byte{tagSeriesV1, byte(len(in))}, in...)
	}
	a, b := label("a", "1"), label("b", "2")
	whole, fault := walkAll(V1, series(a, b, sample))
	if fault != nil {
		t.Fatal(fault)
	}
	for i, raw := range [][]byte{series(a, sample, b), series(sample, a, sample, b), series(a, []byte{9 << 3, 1}, b)} {
		m, fault := walkAll(V1, raw)
		if fault != nil {
			t.Fatal(fault)
		}
		if got, want := m.Series[0].Key, whole.Series[0].Key; got != want {
			t.Errorf("case %d: key %x, want %x", i, got, want)
		}
	}
	swapped, _ := walkAll(V1, series(b, sample, a))
	if swapped.Series[0].Key == whole.Series[0].Key {
		t.Error("the order of labels does not change the key")
	}
}

// TestMetaKey: metadata keys follow the texts, not the references.
func TestMetaKey(t *testing.T) {
	meta := func(symbols []string, md writev2.Metadata) SeriesMeta {
		req := writev2.Request{Symbols: symbols, Timeseries: []writev2.TimeSeries{{Metadata: md}}}
		m, fault := walkAll(V2, mustMarshal(&req))
		if fault != nil {
			t.Fatal(fault)
		}
		return m.Series[0].Meta
	}
	table := []string{"", "Requests.", "bytes"}
	counter := writev2.Metadata{Type: 1, HelpRef: 1, UnitRef: 2}
	want := meta(table, counter).MetaKey
	if want == 0 {
		t.Error("metadata without a key")
	}
	if got := meta([]string{"", "bytes", "Requests."}, writev2.Metadata{Type: 1, HelpRef: 2, UnitRef: 1}).MetaKey; got != want {
		t.Errorf("key %x in another table, want %x", got, want)
	}
	for _, md := range []writev2.Metadata{
		{Type: 2, HelpRef: 1, UnitRef: 2}, {Type: 1, HelpRef: 2, UnitRef: 1}, {Type: 1, HelpRef: 1}, {Type: 1, UnitRef: 2}, {},
	} {
		if got := meta(table, md); got.MetaKey == want || got.MetaKey == 0 || got.BadRef {
			t.Errorf("%+v: %+v, want another key than %x", md, got, want)
		}
	}
	if got := meta(table, writev2.Metadata{HelpRef: 3}); !got.BadRef || got.MetaKey != 0 {
		t.Errorf("reference out of the table: %+v", got)
	}
	if got := meta(nil, writev2.Metadata{}); !got.BadRef {
		t.Errorf("empty table: %+v", got)
	}
}

// TestSymbolKeyLengths: symbols that differ in one byte or in length have
// different keys, at all lengths around those where the hash changes its way.
func TestSymbolKeyLengths(t *testing.T) {
	h := NewHasher()
	seen := map[Key]string{}
	for n := range 40 {
		for i := range n + 1 {
			b := make([]byte, n)
			if i < n {
				b[i] = 1
			}
			k := h.symbol(b)
			if other, ok := seen[k]; ok {
				t.Errorf("key of %x is that of %s", b, other)
			}
			seen[k] = fmt.Sprintf("%x", b)
		}
	}
}

// TestKeysOfThueMorse: sequences of this kind have the same value under every
// polynomial modulo 2^64, so a chain that is one would let anybody make two label
// sets with one key.
func TestKeysOfThueMorse(t *testing.T) {
	sequence, mirror := []uint32{0}, []uint32{1}
	for range 11 {
		sequence, mirror = append(sequence[:len(sequence):len(sequence)], mirror...), append(mirror[:len(mirror):len(mirror)], sequence...)
	}
	req := writev2.Request{
		Symbols:    []string{"a", "b"},
		Timeseries: []writev2.TimeSeries{{LabelsRefs: sequence}, {LabelsRefs: mirror}},
	}
	m, fault := walkAll(V2, mustMarshal(&req))
	if fault != nil {
		t.Fatal(fault)
	}
	if a, b := m.Series[0].Key, m.Series[1].Key; a.Hi == b.Hi || a.Lo == b.Lo {
		t.Errorf("keys %x and %x share a half", a, b)
	}
}

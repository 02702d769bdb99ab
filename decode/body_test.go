package decode

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/golang/snappy"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/protocolbuffers/protoscope"
)

// TestDecode runs the files in testdata/decode. The input is a body in
// protoscope's language; arguments say how it is packed, how many bytes are cut
// off, which headers it comes with and what the limits are:
//
//	decode [type=v1|v2|TEXT] [encoding=TEXT] [pack=snappy|twice|framed|gzip|zstd|s2|none] [cut=BYTES] [lazy] [max-series=N …]
func TestDecode(t *testing.T) {
	datadriven.Walk(t, "testdata/decode", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, runDecode)
	})
}

func runDecode(t *testing.T, td *datadriven.TestData) string {
	raw, err := protoscope.NewScanner(td.Input).Exec()
	if err != nil {
		td.Fatalf(t, "%v", err)
	}
	wire := pack(t, td, raw)
	want := bytes.Clone(wire)
	d := NewDecoder(Config{Limits: limitArgs(t, td), LazyLabels: td.HasArg("lazy")})
	b := d.Decode(headerArgs(t, td), wire)
	defer b.Release()
	if !bytes.Equal(wire, want) {
		t.Errorf("Decode changed the body")
	}
	out := dump(b)
	if td.HasArg("lazy") {
		b.Check()
		out += "checked:\n" + dump(b)
	}
	return out
}

func limitArgs(t *testing.T, td *datadriven.TestData) (limits Limits) {
	td.MaybeScanArgs(t, "max-series", &limits.Series)
	td.MaybeScanArgs(t, "max-items", &limits.Items)
	td.MaybeScanArgs(t, "max-symbols", &limits.Symbols)
	td.MaybeScanArgs(t, "max-wire", &limits.Wire)
	td.MaybeScanArgs(t, "max-decoded", &limits.Decoded)
	return limits
}

func headerArgs(t *testing.T, td *datadriven.TestData) Header {
	h := Header{ContentType: mediaType, ContentEncoding: "snappy"}
	td.MaybeScanArgs(t, "encoding", &h.ContentEncoding)
	td.MaybeScanArgs(t, "type", &h.ContentType)
	switch h.ContentType {
	case "v1":
		h.ContentType = contentTypes[V1]
	case "v2":
		h.ContentType = contentTypes[V2]
	}
	return h
}

func pack(t *testing.T, td *datadriven.TestData, raw []byte) []byte {
	how := "snappy"
	td.MaybeScanArgs(t, "pack", &how)
	var wire []byte
	switch how {
	case "snappy":
		wire = snappy.Encode(nil, raw)
	case "twice":
		wire = snappy.Encode(nil, snappy.Encode(nil, raw))
	case "framed":
		wire = through(raw, func(w io.Writer) io.WriteCloser { return snappy.NewBufferedWriter(w) })
	case "gzip":
		wire = through(raw, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	case "zstd":
		e, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		wire = e.EncodeAll(raw, nil)
	case "s2":
		wire = s2.EncodeBest(nil, raw)
	case "none":
		wire = raw
	default:
		td.Fatalf(t, "unknown packing %q", how)
	}
	cut := 0
	td.MaybeScanArgs(t, "cut", &cut)
	return wire[:len(wire)-cut]
}

func through(raw []byte, wrap func(io.Writer) io.WriteCloser) []byte {
	var out bytes.Buffer
	w := wrap(&out)
	if _, err := w.Write(raw); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// dump writes everything about a body that callers can see.
func dump(b *Body) string {
	var out strings.Builder
	fmt.Fprintf(&out, "declared %s, packed %s, form %s, %d bytes", b.Declared, b.Coding, b.Form, len(b.Decoded))
	if b.Clean() {
		out.WriteString(", clean")
	}
	out.WriteString("\n")
	if b.Fault != nil {
		fmt.Fprintf(&out, "fault: %v\n", b.Fault)
		if b.Fault.Limit != "" {
			fmt.Fprintf(&out, "limit: %s\n", b.Fault.Limit)
		}
	}
	if b.Message != nil {
		dumpMessage(&out, b.Message)
	}
	return out.String()
}

func dumpMessage(out *strings.Builder, m *Message) {
	if m.UnknownFields > 0 {
		fmt.Fprintf(out, "unknown fields: %d\n", m.UnknownFields)
	}
	if len(m.Series) > 10 {
		fmt.Fprintf(out, "%+v\n", m.Counts())
		return
	}
	for i := range m.Series {
		s := &m.Series[i]
		fmt.Fprintf(out, "series %d:", i)
		for name, value := range m.Labels(i) {
			fmt.Fprintf(out, " %s=%q", name, value)
		}
		if s.NoKey {
			out.WriteString(" (no key)")
		}
		out.WriteString("\n")
		dumpItems(out, m, s)
	}
	for _, md := range m.Metadata {
		fmt.Fprintf(out, "metadata %d %q %q %q\n", md.Type, m.Text(md.Name), m.Text(md.Help), m.Text(md.Unit))
	}
}

func dumpItems(out *strings.Builder, m *Message, s *Series) {
	for _, smp := range m.Samples[s.Samples.From:s.Samples.To] {
		fmt.Fprintf(out, "  sample %v at %d start %d\n", smp.Value, smp.Timestamp, smp.Start)
	}
	for i := s.Histograms.From; i < s.Histograms.To; i++ {
		h := m.Histograms[i]
		ih, fh, err := m.Histogram(int(i))
		fmt.Fprintf(out, "  histogram at %d start %d float %t: %v %v %v\n", h.Timestamp, h.Start, h.Float, ih, fh, err)
	}
	for i := s.Exemplars.From; i < s.Exemplars.To; i++ {
		fmt.Fprintf(out, "  exemplar %v at %d", m.Exemplars[i].Value, m.Exemplars[i].Timestamp)
		for name, value := range m.ExemplarLabels(int(i)) {
			fmt.Fprintf(out, " %s=%q", name, value)
		}
		out.WriteString("\n")
	}
	if s.Meta.Present || s.Meta.BadRef {
		fmt.Fprintf(out, "  metadata %d %d %d bad %t\n", s.Meta.Type, s.Meta.HelpRef, s.Meta.UnitRef, s.Meta.BadRef)
	}
	if s.Created != 0 {
		fmt.Fprintf(out, "  created %d\n", s.Created)
	}
}

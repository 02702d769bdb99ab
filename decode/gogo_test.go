package decode

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gogo/protobuf/proto"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
)

// TestSameAsGogo compares what the walker makes of random and damaged messages
// with what Prometheus' generated code makes of them.
func TestSameAsGogo(t *testing.T) {
	refused := 0
	for seed := range uint64(20_000) {
		g := newGenerator(seed)
		body := g.v1()
		same := sameAsGogoV1
		if seed%2 == 1 {
			body, same = g.v2(), sameAsGogoV2
		}
		if seed%8 > 1 {
			body = g.damage(body)
		}
		ok, err := same(body)
		if err != nil {
			t.Fatalf("seed %d: %v\n%x", seed, err, body)
		}
		if !ok {
			refused++
		}
	}
	if refused < 3000 || refused > 17_000 {
		t.Errorf("%d of 20000 messages were refused: the damage is not what it should be", refused)
	}
}

// walkAll walks body and finishes the check of labels.
func walkAll(kind Kind, body []byte) (*Message, *Fault) {
	h := testHasher
	m := new(Message)
	b := Body{Message: m, unchecked: true}
	b.Fault = walk(m, kind, body, Limits{}.withDefaults())
	m.setKeys(&h)
	return m, b.Check()
}

var testHasher = NewHasher()

// sameAsGogoV1 compares one v1 message; accepted tells whether both took it.
func sameAsGogoV1(body []byte) (accepted bool, err error) {
	var want prompb.WriteRequest
	wantErr := proto.Unmarshal(body, &want)
	m, fault := walkAll(V1, body)
	if err := sameFault(fault, wantErr, body); err != nil || wantErr != nil {
		return false, err
	}
	d := differ{}
	d.check("series", len(m.Series), len(want.Timeseries))
	d.check("metadata", len(m.Metadata), len(want.Metadata))
	if d.err() != nil {
		return true, d.err()
	}
	for i, md := range want.Metadata {
		got := m.Metadata[i]
		d.check("metadata", fmt.Sprint(got.Type, m.Text(got.Name), m.Text(got.Help), m.Text(got.Unit)),
			fmt.Sprint(int32(md.Type), []byte(md.MetricFamilyName), []byte(md.Help), []byte(md.Unit)))
	}
	for i := range want.Timeseries {
		d.seriesV1(m, i, &want.Timeseries[i])
	}
	return true, d.err()
}

// sameAsGogoV2 compares one v2 message.
func sameAsGogoV2(body []byte) (accepted bool, err error) {
	var want writev2.Request
	wantErr := proto.Unmarshal(body, &want)
	m, fault := walkAll(V2, body)
	if err := sameFault(fault, wantErr, body); err != nil || wantErr != nil {
		return false, err
	}
	d := differ{}
	d.check("series", len(m.Series), len(want.Timeseries))
	d.check("symbols", len(m.Symbols), len(want.Symbols))
	if d.err() != nil {
		return true, d.err()
	}
	for i, text := range want.Symbols {
		got, _ := m.Symbol(uint32(i))
		d.check("symbol", string(got), text)
	}
	for i := range want.Timeseries {
		d.seriesV2(m, i, &want.Timeseries[i], want.Symbols)
	}
	return true, d.err()
}

// sameFault tells when only one of the two refused.
func sameFault(fault *Fault, want error, body []byte) error {
	if (fault != nil) != (want != nil) {
		return fmt.Errorf("fault %v, gogo says %v", fault, want)
	}
	if fault != nil && (fault.Offset < 0 || fault.Offset > len(body)) {
		return fmt.Errorf("fault at %d in %d bytes", fault.Offset, len(body))
	}
	return nil
}

// differ collects differences between a Message and upstream's.
type differ struct{ found []string }

func (d *differ) check(what string, got, want any) {
	if got != want {
		d.found = append(d.found, fmt.Sprintf("%s: got %v, want %v", what, got, want))
	}
}

func (d *differ) err() error {
	if len(d.found) == 0 {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(d.found, "\n"))
}

func (d *differ) labels(what string, m *Message, i int, want []prompb.Label) {
	var gotPairs, wantPairs []string
	for name, value := range m.Labels(i) {
		gotPairs = append(gotPairs, string(name), string(value))
	}
	for _, l := range want {
		wantPairs = append(wantPairs, l.Name, l.Value)
	}
	d.check(what, fmt.Sprintf("%q", gotPairs), fmt.Sprintf("%q", wantPairs))
}

func (d *differ) seriesV1(m *Message, i int, want *prompb.TimeSeries) {
	b := labels.NewScratchBuilder(0)
	s := m.Series[i]
	d.labels("labels", m, i, want.Labels)
	set, err := m.LabelSet(i)
	d.check("label set error", err, error(nil))
	d.check("label set", set.String(), want.ToLabels(&b, nil).String())
	d.counts(s, len(want.Samples), len(want.Histograms), len(want.Exemplars))
	if d.err() != nil {
		return
	}
	for j, smp := range want.Samples {
		d.sample(m, int(s.Samples.From)+j, i, smp.Value, smp.Timestamp, 0)
	}
	for j, ex := range want.Exemplars {
		d.exemplar(m, int(s.Exemplars.From)+j, i, ex.Value, ex.Timestamp)
		set, err := m.ExemplarLabelSet(int(s.Exemplars.From) + j)
		d.check("exemplar labels", fmt.Sprint(set, err), fmt.Sprint(ex.ToExemplar(&b, nil).Labels, error(nil)))
	}
	for j, h := range want.Histograms {
		at := int(s.Histograms.From) + j
		d.histogram(m, at, i, h.Sum, h.Timestamp, 0, h.IsFloatHistogram())
		ih, fh, err := m.Histogram(at)
		d.check("histogram error", err, error(nil))
		if h.IsFloatHistogram() {
			d.check("float histogram", fmt.Sprintf("%#v", fh), fmt.Sprintf("%#v", h.ToFloatHistogram()))
		} else {
			d.check("histogram", fmt.Sprintf("%#v", ih), fmt.Sprintf("%#v", h.ToIntHistogram()))
		}
	}
}

func (d *differ) seriesV2(m *Message, i int, want *writev2.TimeSeries, symbols []string) {
	b := labels.NewScratchBuilder(0)
	s := m.Series[i]
	d.check("refs", fmt.Sprint(m.Refs[s.Refs.From:s.Refs.To]), fmt.Sprint(append([]uint32{}, want.LabelsRefs...)))
	set, err := m.LabelSet(i)
	wantSet, wantErr := want.ToLabels(&b, symbols)
	d.check("label set", fmt.Sprint(set, err), fmt.Sprint(wantSet, wantErr))
	d.check("no key", s.NoKey, wantErr != nil)
	d.check("metadata", fmt.Sprint(s.Meta.Type, s.Meta.HelpRef, s.Meta.UnitRef),
		fmt.Sprint(int32(want.Metadata.Type), want.Metadata.HelpRef, want.Metadata.UnitRef))
	_, metaErr := want.ToMetadata(symbols)
	d.check("bad metadata reference", s.Meta.BadRef, metaErr != nil)
	d.counts(s, len(want.Samples), len(want.Histograms), len(want.Exemplars))
	if d.err() != nil {
		return
	}
	for j, smp := range want.Samples {
		d.sample(m, int(s.Samples.From)+j, i, smp.Value, smp.Timestamp, smp.StartTimestamp)
	}
	for j, ex := range want.Exemplars {
		d.exemplar(m, int(s.Exemplars.From)+j, i, ex.Value, ex.Timestamp)
		set, err := m.ExemplarLabelSet(int(s.Exemplars.From) + j)
		wantEx, wantErr := ex.ToExemplar(&b, symbols)
		d.check("exemplar labels", fmt.Sprint(set, err), fmt.Sprint(wantEx.Labels, wantErr))
	}
	for j, h := range want.Histograms {
		at := int(s.Histograms.From) + j
		d.histogram(m, at, i, h.Sum, h.Timestamp, h.StartTimestamp, h.IsFloatHistogram())
		ih, fh, err := m.Histogram(at)
		d.check("histogram error", err, error(nil))
		if h.IsFloatHistogram() {
			d.check("float histogram", fmt.Sprintf("%#v", fh), fmt.Sprintf("%#v", h.ToFloatHistogram()))
		} else {
			d.check("histogram", fmt.Sprintf("%#v", ih), fmt.Sprintf("%#v", h.ToIntHistogram()))
		}
	}
}

func (d *differ) counts(s Series, samples, histograms, exemplars int) {
	d.check("samples", s.Samples.Len(), samples)
	d.check("histograms", s.Histograms.Len(), histograms)
	d.check("exemplars", s.Exemplars.Len(), exemplars)
}

func (d *differ) sample(m *Message, i, series int, value float64, ts, start int64) {
	got := m.Samples[i]
	d.check("sample value", math.Float64bits(got.Value), math.Float64bits(value))
	d.check("sample time", got.Timestamp, ts)
	d.check("sample start", got.Start, start)
	d.check("owner of sample", m.SeriesOfSample(i), series)
}

func (d *differ) exemplar(m *Message, i, series int, value float64, ts int64) {
	got := m.Exemplars[i]
	d.check("exemplar value", math.Float64bits(got.Value), math.Float64bits(value))
	d.check("exemplar time", got.Timestamp, ts)
	d.check("owner of exemplar", m.SeriesOfExemplar(i), series)
}

func (d *differ) histogram(m *Message, i, series int, sum float64, ts, start int64, isFloat bool) {
	got := m.Histograms[i]
	d.check("histogram sum", math.Float64bits(got.Sum), math.Float64bits(sum))
	d.check("histogram time", got.Timestamp, ts)
	d.check("histogram start", got.Start, start)
	d.check("float histogram", got.Float, isFloat)
	d.check("owner of histogram", m.SeriesOfHistogram(i), series)
}

package export

import (
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"

	"rwscope/decode"
)

// validation is what Prometheus 3 takes for names: any UTF-8.
const validation = model.UTF8Validation

// family is one metric.
type family struct {
	samples int // that the first pass found
	counter bool
	gauge   bool
	help    string
	points  map[string]*points // by the bytes of the label set
}

// points are the samples of one series.
type points struct {
	set       labels.Labels
	samples   []decode.Sample
	exemplars []exemplar
}

// exemplar is one that may be put beside a sample.
type exemplar struct {
	set       labels.Labels
	value     float64
	timestamp int64
}

func newExemplar(m *decode.Message, i int) exemplar {
	set, _ := m.ExemplarLabelSet(i) // what cannot be read is left out by its absence
	return exemplar{set: set, value: m.Exemplars[i].Value, timestamp: m.Exemplars[i].Timestamp}
}

// maxFamilies bounds the table of metrics.
const maxFamilies = 1 << 20

// family is the metric of a name; not ok if there are too many.
func (o *openMetrics) family(name string) (f *family, ok bool) {
	f, ok = o.families[name]
	if !ok && len(o.families) < maxFamilies {
		f, ok = &family{points: make(map[string]*points)}, true
		o.families[name] = f
	}
	return f, ok
}

func (f *family) series(set labels.Labels) *points {
	key := string(set.Bytes(nil))
	p := f.points[key]
	if p == nil {
		p = &points{set: set}
		f.points[key] = p
	}
	return p
}

// The numbers of the types in both messages, as far as the text can keep them.
const (
	typeUnknown = 0
	typeCounter = 1
	typeGauge   = 2
)

func (f *family) learn(kind int32, help string) {
	if kind != typeUnknown { // senders repeat it without its type
		f.counter, f.gauge = kind == typeCounter, kind == typeGauge
	}
	if help != "" {
		f.help = help
	}
}

// learnV1 takes a metadata record in. Its name is that of the family, to which the
// old text format and OpenMetrics count "_total" differently.
func (o *openMetrics) learnV1(m *decode.Message, d *decode.Metadata) {
	name, help := string(m.Text(d.Name)), string(m.Text(d.Help))
	names := []string{name}
	if d.Type == typeCounter && !strings.HasSuffix(name, "_total") {
		names = append(names, name+"_total")
	}
	for _, name := range names {
		if f, ok := o.family(name); ok {
			f.learn(d.Type, help)
		}
	}
}

func (f *family) learnV2(m *decode.Message, s *decode.Series) {
	if s.Meta.Present && !s.Meta.BadRef {
		help, _ := m.Symbol(s.Meta.HelpRef)
		f.learn(s.Meta.Type, string(help))
	}
}

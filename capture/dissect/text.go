package dissect

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/decode"
)

// AppendText appends the report for people. The layout may change.
func (r *Report) AppendText(dst []byte) []byte {
	t := text{dst}
	t.what(r.Body)
	if r.Body.Message != nil {
		t.contents(r)
	}
	t.wrong(r)
	return t.b
}

// text appends lines.
type text struct{ b []byte }

func (t *text) line(format string, args ...any) {
	t.b = append(fmt.Appendf(t.b, format, args...), '\n')
}

func (t *text) what(b *decode.Body) {
	t.line("what it is")
	t.line("  packed    %s, %d bytes", b.Coding, len(b.Wire))
	switch {
	case b.Decoded == nil:
		t.line("  message   unknown: the body could not be unpacked")
	default:
		t.line("  message   %s, %d bytes; the headers say %s", b.Form, len(b.Decoded), b.Declared)
	}
}

func (t *text) contents(r *Report) {
	m := r.Body.Message
	c := m.Counts()
	t.line("what is in it")
	t.line("  series %d, samples %d, histograms %d, exemplars %d, metadata %d", c.Series, c.Samples, c.Histograms, c.Exemplars, c.Metadata)
	if m.Kind == decode.V2 {
		t.line("  symbols %d, labels of %d bytes once they are filled in", len(m.Symbols), m.Expansion())
	}
	if oldest, newest, ok := m.TimeRange(); ok {
		t.line("  from %s to %s", clock(oldest), clock(newest))
	}
	for i := range r.shown() {
		t.series(m, i)
	}
	if more := c.Series - r.shown(); more > 0 {
		t.line("  … %d more series", more)
	}
	t.metadata(m)
}

func (t *text) series(m *decode.Message, i int) {
	s := &m.Series[i]
	ls, err := m.LabelSet(i)
	if err != nil {
		t.line("  series[%d] %v", i, err)
	} else {
		t.line("  %s", escaped(ls.String()))
	}
	t.seriesMeta(m, s)
	shown := 0
	for j := s.Samples.From; j < s.Samples.To && shown < itemsShown; j++ {
		t.line("    %s  %s%s", clock(m.Samples[j].Timestamp), number(m.Samples[j].Value), start(m.Samples[j].Start))
		shown++
	}
	for j := s.Histograms.From; j < s.Histograms.To && shown < itemsShown; j++ {
		t.line("    %s  %s%s", clock(m.Histograms[j].Timestamp), histogramText(m, int(j)), start(m.Histograms[j].Start))
		shown++
	}
	for j := s.Exemplars.From; j < s.Exemplars.To && shown < itemsShown; j++ {
		t.exemplar(m, int(j))
		shown++
	}
	if more := s.Samples.Len() + s.Histograms.Len() + s.Exemplars.Len() - shown; more > 0 {
		t.line("    … %d more", more)
	}
}

func (t *text) exemplar(m *decode.Message, j int) {
	ls, err := m.ExemplarLabelSet(j)
	if err != nil {
		ls = labels.EmptyLabels()
	}
	x := &m.Exemplars[j]
	t.line("    %s  exemplar %s %s", clock(x.Timestamp), escaped(ls.String()), number(x.Value))
}

// metricTypes are the names of the protobuf enum, which is the same in v1 and v2.
var metricTypes = [...]string{"unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"}

func metricType(n int32) string {
	if n >= 0 && int(n) < len(metricTypes) {
		return metricTypes[n]
	}
	return strconv.Itoa(int(n))
}

func (t *text) seriesMeta(m *decode.Message, s *decode.Series) {
	if meta := s.Meta; !meta.Present || meta.Type == 0 && meta.HelpRef == 0 && meta.UnitRef == 0 {
		return
	}
	help, _ := m.Symbol(s.Meta.HelpRef)
	unit, _ := m.Symbol(s.Meta.UnitRef)
	t.line("    type %s, unit %q, help %q", metricType(s.Meta.Type), unit, help)
}

func (t *text) metadata(m *decode.Message) {
	for i := range m.Metadata {
		if i == itemsShown {
			t.line("  … %d more metadata", len(m.Metadata)-i)
			return
		}
		md := &m.Metadata[i]
		t.line("  metadata %q: type %s, unit %q, help %q", m.Text(md.Name), metricType(md.Type), m.Text(md.Unit), m.Text(md.Help))
	}
}

func (t *text) wrong(r *Report) {
	if r.Total == 0 && r.Body.Fault == nil {
		t.line("nothing is wrong with it")
		return
	}
	t.line("what is wrong with it")
	if f := r.Body.Fault; f != nil && !r.tells(f.Error()) {
		t.line("  fault    %s", escaped(f.Error()))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		t.line("  %-8s %s%s: %s", f.Level, f.Check.ID, place(f), escaped(f.Text))
	}
	if more := r.Total - len(r.Findings); more > 0 {
		t.line("  … %d more of these sorts", more)
	}
}

// tells reports whether a finding says this already.
func (r *Report) tells(text string) bool {
	return slices.ContainsFunc(r.Findings, func(f decode.Finding) bool { return f.Text == text })
}

// place says what a finding is about.
func place(f *decode.Finding) string {
	switch {
	case f.Index >= 0 && f.Item != decode.ItemSeries:
		return fmt.Sprintf(" %s[%d] at byte %d", f.Item, f.Index, f.Offset)
	case f.Series >= 0:
		return fmt.Sprintf(" series[%d] at byte %d", f.Series, f.Offset)
	default:
		return ""
	}
}

// clock is a timestamp as a date, and as it is on the wire.
func clock(millis int64) string {
	const farthest = 253402300799999 // the last millisecond of the year 9999
	if millis < -farthest || millis > farthest {
		return strconv.FormatInt(millis, 10)
	}
	return time.UnixMilli(millis).UTC().Format("2006-01-02T15:04:05.000Z") + " (" + strconv.FormatInt(millis, 10) + ")"
}

func start(millis int64) string {
	if millis == 0 {
		return ""
	}
	return ", started " + clock(millis)
}

func number(v float64) string {
	if value.IsStaleNaN(v) {
		return "stale"
	}
	if math.IsNaN(v) {
		return fmt.Sprintf("NaN (%#x)", math.Float64bits(v))
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// escaped is s without what a terminal would obey: label sets quote their values
// already, but not everything that a terminal knows.
func escaped(s string) string {
	var b []byte
	for _, r := range s {
		if strconv.IsPrint(r) {
			b = append(b, string(r)...)
		} else {
			quoted := strconv.AppendQuoteRune(nil, r)
			b = append(b, quoted[1:len(quoted)-1]...)
		}
	}
	return string(b)
}

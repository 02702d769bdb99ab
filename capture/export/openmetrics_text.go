package export

import (
	"bufio"
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"

	"rwscope/decode"
)

// write writes one metric. Errors stick to the buffer until it is flushed.
//
// A metric is a family of its own even where it is one of several, as a bucket of a
// classic histogram is: the format wants the parts of such a family sorted in a way
// that samples of many times cannot be.
func (o *openMetrics) write(out *bufio.Writer, name string) {
	f := o.families[name]
	if len(f.points) == 0 {
		return
	}
	family, kind := name, "unknown"
	switch stripped := strings.TrimSuffix(name, "_total"); {
	case f.gauge:
		kind = "gauge"
	case f.counter && stripped != name && !o.isSample(stripped):
		family, kind = stripped, "counter"
	}
	writeLines(out, "# TYPE ", metricName(family), " ", kind, "\n")
	if f.help != "" && utf8.ValidString(f.help) {
		writeLines(out, "# HELP ", metricName(family), " ", escapeText.Replace(f.help), "\n")
	}
	all := make([]*points, 0, len(f.points))
	for _, p := range f.points {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *points) int { return labels.Compare(a.set, b.set) })
	carries := kind == "counter" || strings.HasSuffix(name, "_bucket")
	for _, p := range all {
		o.writePoints(out, name, p, carries)
	}
	f.points = nil
}

// isSample reports whether a name is taken by samples, so that no family beside
// them can have it.
func (o *openMetrics) isSample(name string) bool {
	f, ok := o.families[name]
	return ok && f.samples > 0
}

func (o *openMetrics) writePoints(out *bufio.Writer, name string, p *points, carriesExemplars bool) {
	if len(p.samples) > 0 {
		o.result.Series++
	}
	slices.SortStableFunc(p.samples, func(a, b decode.Sample) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
	slices.SortStableFunc(p.exemplars, func(a, b exemplar) int { return cmp.Compare(a.timestamp, b.timestamp) })
	series := seriesText(name, p.set)
	last := int64(math.MinInt64)
	for i, s := range p.samples {
		if i > 0 && s.Timestamp == last {
			o.result.Repeated++
			continue
		}
		last = s.Timestamp
		o.result.Samples++
		writeLines(out, series, " ", number(s.Value), " ", seconds(s.Timestamp))
		if n := len(p.exemplars); carriesExemplars && n > 0 && p.exemplars[0].timestamp <= s.Timestamp {
			if e := p.exemplars[0]; writeExemplar(out, e) {
				o.result.Exemplars++
			} else {
				o.result.LooseExemplars++
			}
			p.exemplars = p.exemplars[1:]
		}
		writeLines(out, "\n")
	}
	o.result.LooseExemplars += len(p.exemplars)
}

// maxExemplarRunes is how long the labels of an exemplar may be.
const maxExemplarRunes = 128

func writeExemplar(out *bufio.Writer, e exemplar) bool {
	runes := 0
	e.set.Range(func(l labels.Label) {
		runes += utf8.RuneCountInString(l.Name) + utf8.RuneCountInString(l.Value)
	})
	if runes > maxExemplarRunes || !e.set.IsValid(validation) {
		return false
	}
	writeLines(out, " # ", labelsText(e.set), " ", number(e.value), " ", seconds(e.timestamp))
	return true
}

func writeLines(out *bufio.Writer, parts ...string) {
	for _, part := range parts {
		_, _ = out.WriteString(part) // kept by out
	}
}

// seriesText is the name and the labels of a series.
func seriesText(name string, set labels.Labels) string {
	rest := set.MatchLabels(false, model.MetricNameLabel)
	if model.LegacyValidation.IsValidMetricName(name) {
		if rest.IsEmpty() {
			return name
		}
		return name + labelsText(rest)
	}
	text := "{" + quote(name)
	if !rest.IsEmpty() {
		text += "," + labelsText(rest)[1:]
		return text
	}
	return text + "}"
}

func labelsText(set labels.Labels) string {
	var b strings.Builder
	b.WriteByte('{')
	set.Range(func(l labels.Label) {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		if model.LegacyValidation.IsValidLabelName(l.Name) {
			b.WriteString(l.Name)
		} else {
			b.WriteString(quote(l.Name))
		}
		b.WriteByte('=')
		b.WriteString(quote(l.Value))
	})
	b.WriteByte('}')
	return b.String()
}

// metricName is a name as it stands in a TYPE line.
func metricName(name string) string {
	if model.LegacyValidation.IsValidMetricName(name) {
		return name
	}
	return quote(name)
}

// escapeText are the escapes of the format. It has no others: whatever else a
// sender put into a label stands in the file as it came.
var escapeText = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

func quote(s string) string { return `"` + escapeText.Replace(s) + `"` }

func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		return strings.Replace(strconv.FormatFloat(v, 'g', -1, 64), "inf", "Inf", 1)
	default:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
}

// seconds is a time in milliseconds as the format writes it, without rounding.
func seconds(millis int64) string {
	sign := ""
	whole, rest := millis/1000, millis%1000
	if millis < 0 {
		sign, whole, rest = "-", -whole, -rest
	}
	if rest == 0 {
		return sign + strconv.FormatInt(whole, 10)
	}
	fraction := strconv.FormatInt(1000+rest, 10)[1:]
	return sign + strconv.FormatInt(whole, 10) + "." + strings.TrimRight(fraction, "0")
}

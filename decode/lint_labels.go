package decode

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// label is one label of a series as it stands on the wire.
type label struct{ name, value []byte }

// labelsLinted is how many labels of one series are looked at. No receiver takes
// more; what lies beyond is not linted.
const labelsLinted = 4096

func appendLabels(ls []label, m *Message, series int) []label {
	for name, value := range m.Labels(series) {
		if len(ls) == labelsLinted {
			break
		}
		ls = append(ls, label{name, value})
	}
	return ls
}

// metricName is the label name of a metric's name.
const metricName = "__name__"

// MetricName is the value of the __name__ label of series i.
func (m *Message) MetricName(i int) (name []byte, ok bool) {
	for label, value := range m.Labels(i) {
		if string(label) == metricName {
			return value, true
		}
	}
	return nil, false
}

func findMetricNameMissing(l *Linter) {
	if len(l.labels) > 0 && !slices.ContainsFunc(l.labels, func(ls label) bool { return string(ls.name) == metricName }) {
		l.onSeries(l.series, "no __name__ among %d labels", len(l.labels))
	}
}

// inOrder is how name compares with the one before it, as Go compares strings:
// byte by byte.
func (l *Linter) inOrder(i int) int { return bytes.Compare(l.labels[i-1].name, l.labels[i].name) }

// findLabelDuplicate sorts only what is not sorted.
func findLabelDuplicate(l *Linter) {
	sorted := true
	for i := 1; i < len(l.labels); i++ {
		sorted = sorted && l.inOrder(i) < 0
	}
	if sorted {
		return
	}
	names := make([][]byte, len(l.labels))
	for i := range l.labels {
		names[i] = l.labels[i].name
	}
	slices.SortFunc(names, bytes.Compare)
	for i := 1; i < len(names); i++ {
		if bytes.Equal(names[i-1], names[i]) {
			l.onSeries(l.series, "label %s is there twice", quote(names[i]))
			return
		}
	}
}

func findLabelsUnsorted(l *Linter) {
	for i := 1; i < len(l.labels); i++ {
		if l.inOrder(i) > 0 {
			l.onSeries(l.series, "label %s stands before %s", quote(l.labels[i-1].name), quote(l.labels[i].name))
			return
		}
	}
}

func findLabelNameEmpty(l *Linter) {
	for _, ls := range l.labels {
		if len(ls.name) == 0 {
			l.onSeries(l.series, "a label with the value %s has no name", quote(ls.value))
			return
		}
	}
}

func findLabelValueEmpty(l *Linter) {
	for _, ls := range l.labels {
		if len(ls.value) == 0 {
			l.onSeries(l.series, "label %s has no value", quote(ls.name))
			return
		}
	}
}

func findMetricNameInvalid(l *Linter) {
	for _, ls := range l.labels {
		if string(ls.name) == metricName && len(ls.value) > 0 && !legacyName(ls.value, true) {
			l.onSeries(l.series, "metric name %s", quote(ls.value))
		}
	}
}

func findLabelNameInvalid(l *Linter) {
	for _, ls := range l.labels {
		if len(ls.name) > 0 && !legacyName(ls.name, false) {
			l.onSeries(l.series, "label name %s", quote(ls.name))
			return
		}
	}
}

// legacyName reports whether a name matches [a-zA-Z_][a-zA-Z0-9_]*, with colons
// allowed in metric names.
func legacyName(b []byte, colons bool) bool {
	for i, c := range b {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' && colons
		if !letter && (c < '0' || c > '9' || i == 0) {
			return false
		}
	}
	return len(b) > 0
}

func findLabelNotUTF8(l *Linter) {
	for _, ls := range l.labels {
		if !utf8.Valid(ls.name) || !utf8.Valid(ls.value) {
			l.onSeries(l.series, "label %s=%s", quote(ls.name), quote(ls.value))
			return
		}
	}
}

// findLabelNameReserved leaves out the reserved labels that are in use.
func findLabelNameReserved(l *Linter) {
	for _, ls := range l.labels {
		if !bytes.HasPrefix(ls.name, []byte("__")) {
			continue
		}
		switch string(ls.name) {
		case metricName, "__type__", "__unit__":
		default:
			l.onSeries(l.series, "label %s", quote(ls.name))
			return
		}
	}
}

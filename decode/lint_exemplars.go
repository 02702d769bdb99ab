package decode

import (
	"strings"
	"unicode/utf8"

	"github.com/prometheus/prometheus/model/exemplar"
)

func findExemplarTimestampMissing(l *Linter) {
	for i := range l.m.Exemplars {
		if l.m.Exemplars[i].Timestamp == 0 {
			l.onItem(ItemExemplar, l.m.SeriesOfExemplar(i), i, "the exemplar has no timestamp")
		}
	}
}

func findTraceIDName(l *Linter) {
	for i := range l.m.Exemplars {
		for name := range l.m.ExemplarLabels(i) {
			if s := string(name); s != "trace_id" && isTraceID(s) {
				l.onItem(ItemExemplar, l.m.SeriesOfExemplar(i), i, "the label is %s instead of trace_id", quote(name))
			}
		}
	}
}

// isTraceID reports whether a label name says "trace ID" in whatever spelling.
func isTraceID(s string) bool {
	switch strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(s)) {
	case "traceid", "xtraceid", "oteltraceid":
		return true
	}
	return false
}

func findExemplarLabelDuplicate(l *Linter) {
	for i := range l.m.Exemplars {
		set, err := l.m.ExemplarLabelSet(i)
		if err != nil {
			continue
		}
		if name, ok := set.HasDuplicateLabelNames(); ok {
			l.onItem(ItemExemplar, l.m.SeriesOfExemplar(i), i, "%s is there twice", quote([]byte(name)))
		}
	}
}

func findExemplarLabelsLong(l *Linter) {
	for i := range l.m.Exemplars {
		n := 0
		for name, text := range l.m.ExemplarLabels(i) {
			n += utf8.RuneCount(name) + utf8.RuneCount(text)
		}
		if n > exemplar.ExemplarMaxLabelSetLength {
			l.onItem(ItemExemplar, l.m.SeriesOfExemplar(i), i, "the labels have %d characters", n)
		}
	}
}

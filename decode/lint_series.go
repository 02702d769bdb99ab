package decode

import "bytes"

func findLabelsMissing(l *Linter) {
	for i := range l.m.Series {
		if s := &l.m.Series[i]; s.Labels.Len() == 0 && s.Refs.Len() == 0 {
			l.onSeries(i, "the series has no labels")
		}
	}
}

func findSeriesWithoutItems(l *Linter) {
	for i := range l.m.Series {
		if s := &l.m.Series[i]; s.Samples.Len() == 0 && s.Histograms.Len() == 0 && s.Exemplars.Len() == 0 {
			l.onSeries(i, "the series has neither samples nor histograms")
		}
	}
}

func findExemplarOnlySeries(l *Linter) {
	for i := range l.m.Series {
		if s := &l.m.Series[i]; s.Samples.Len() == 0 && s.Histograms.Len() == 0 && s.Exemplars.Len() > 0 {
			l.onSeries(i, "the series has exemplars alone, as Prometheus sends them")
		}
	}
}

func findMixed(l *Linter) {
	for i := range l.m.Series {
		if s := &l.m.Series[i]; s.Samples.Len() > 0 && s.Histograms.Len() > 0 {
			l.onSeries(i, "the series has %d samples and %d histograms", s.Samples.Len(), s.Histograms.Len())
		}
	}
}

// Metric types as both messages number them.
const (
	metricUnspecified = 0
	metricCounter     = 1
	metricHistogram   = 3
	metricSummary     = 5
	metricLast        = 7
)

func findTypeUnspecified(l *Linter) {
	for i := range l.m.Series {
		if l.m.Series[i].Meta.Type == metricUnspecified {
			l.onSeries(i, "the metric type is not specified")
		}
	}
}

func findTypeUnknown(l *Linter) {
	for i := range l.m.Series {
		if t := l.m.Series[i].Meta.Type; t < 0 || t > metricLast {
			l.onSeries(i, "metric type %d", t)
		}
	}
	for i := range l.m.Metadata {
		if md := &l.m.Metadata[i]; (md.Type < 0 || md.Type > metricLast) && l.hit() {
			l.keep(Finding{Item: ItemMetadata, Series: -1, Index: i, Offset: int(md.Span.From), Text: "the metric type is not one of 0 to 7"})
		}
	}
}

func findCounterWithoutTotal(l *Linter) {
	for i := range l.m.Series {
		if l.m.Series[i].Meta.Type != metricCounter {
			continue
		}
		if name, ok := l.m.MetricName(i); ok && !bytes.HasSuffix(name, []byte("_total")) {
			l.onSeries(i, "counter %s", quote(name))
		}
	}
}

func findCreated(l *Linter) {
	for i := range l.m.Series {
		if created := l.m.Series[i].Created; created != 0 {
			l.onSeries(i, "created_timestamp %d", created)
		}
	}
}

// findSeriesUnordered compares each record with the newest item of the records of
// the same series before it.
func findSeriesUnordered(l *Linter) {
	if l.newest == nil {
		l.newest = make(map[Key]int64)
	}
	clear(l.newest)
	for i := range l.m.Series {
		s := &l.m.Series[i]
		oldest, newest, ok := l.m.seriesTimes(s)
		if s.NoKey || !ok {
			continue
		}
		before, seen := l.newest[s.Key]
		if seen && oldest < before {
			l.onSeries(i, "timestamp %d after %d in a record before", oldest, before)
		}
		if !seen || newest > before {
			l.newest[s.Key] = newest
		}
	}
}

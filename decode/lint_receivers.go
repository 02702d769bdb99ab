package decode

// The default limits that Mimir and Cortex share (-validation.max-label-names-per-series,
// -validation.max-length-label-name and -validation.max-length-label-value).
const (
	labelsUsual     = 30
	labelNameUsual  = 1024 // bytes
	labelValueUsual = 2048 // bytes
)

func findLabelsMany(l *Linter) {
	if n := len(l.labels); n > labelsUsual {
		l.onSeries(l.series, "%d labels", n)
	}
}

func findLabelNameLong(l *Linter) {
	for _, ls := range l.labels {
		if n := len(ls.name); n > labelNameUsual {
			l.onSeries(l.series, "the name %s has %d bytes", quote(ls.name), n)
		}
	}
}

func findLabelValueLong(l *Linter) {
	for _, ls := range l.labels {
		if n := len(ls.value); n > labelValueUsual {
			l.onSeries(l.series, "the value of %s has %d bytes", quote(ls.name), n)
		}
	}
}

package detail

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/value"

	"rwscope/decode"
	"rwscope/tui/figure"
)

// maxName is how many bytes of a series' name are put together.
const maxName = 512

// seriesName writes the labels of series i as they stand on the wire in PromQL
// notation, the metric's name in front. It is cut where it gets long.
func seriesName(m *decode.Message, i int) string {
	var name string
	var b strings.Builder
	for k, v := range m.Labels(i) {
		if b.Len()+len(name) > maxName {
			b.WriteString("…")
			break
		}
		if string(k) == "__name__" && name == "" {
			name = head(v)
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(head(k))
		b.WriteByte('=')
		b.WriteString(strconv.Quote(head(v)))
	}
	switch {
	case b.Len() == 0 && name == "":
		return "{}"
	case b.Len() == 0:
		return name
	default:
		return name + "{" + b.String() + "}"
	}
}

// labelsOf are the labels of series i, as many as a line has room for.
func labelsOf(m *decode.Message, i int) []figure.Label {
	var out []figure.Label
	size := 0
	for k, v := range m.Labels(i) {
		if size += len(k) + len(v); size > maxName && len(out) > 0 {
			break
		}
		out = append(out, figure.Label{Name: head(k), Value: strconv.Quote(head(v))})
	}
	return out
}

// head is the beginning of a text, enough for a line.
func head(b []byte) string {
	if len(b) > maxName {
		return string(b[:maxName]) + "…"
	}
	return string(b)
}

// stale reports whether v is the marker for the end of a series, one certain NaN.
func stale(v float64) bool { return math.Float64bits(v) == value.StaleNaN }

// shortTime is the time of day of Unix milliseconds, or date and minute when that
// is another day's.
func (lk *Look) shortTime(ms int64) string {
	t := time.UnixMilli(ms)
	if d := lk.Now.Sub(t); d > -24*time.Hour && d < 24*time.Hour {
		return lk.Day(t)
	}
	full := lk.Millis(ms)
	return full[:min(len(full), len("2006-01-02 15:04"))]
}

func short(n int) string { return figure.Short(float64(n)) }

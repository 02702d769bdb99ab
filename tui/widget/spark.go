package widget

import (
	"math"
	"strings"
)

// Spark is a line of small bars, one cell each, from the left; when
// there are more than fit, the newest stay. Values that are not numbers leave a
// gap; some room stays above the highest one, so that
// a steady rate does not look like a limit.
func Spark(t *Theme, values []float64, w int) string {
	if w <= 0 {
		return ""
	}
	if len(values) > w {
		values = values[len(values)-w:]
	}
	top := 0.0
	for _, v := range values {
		if finite(v) {
			top = math.Max(top, v*headroom)
		}
	}
	var b strings.Builder
	for _, v := range values {
		b.WriteString(sparkStep(t.Glyphs.Spark, v, top))
	}
	return b.String() + strings.Repeat(" ", w-len(values))
}

// headroom is how much higher a sparkline's scale goes than its values.
const headroom = 1.4

// sparkStep shows anything above zero as at least the first step.
func sparkStep(steps []string, v, top float64) string {
	if !(v > 0) || top <= 0 || math.IsInf(v, 0) {
		return steps[0]
	}
	i := int(math.Ceil(math.Min(v/top, 1) * float64(len(steps)-1)))
	return steps[i]
}

// Bar is a horizontal bar of a part of w cells, 0 ≤ part ≤ 1, without padding.
func Bar(t *Theme, part float64, w int) string {
	if !(part > 0) || w <= 0 {
		return ""
	}
	steps := t.Glyphs.Bar
	per := len(steps) - 1
	n := max(int(math.Round(math.Min(part, 1)*float64(w*per))), 1)
	return strings.Repeat(steps[per], n/per) + steps[n%per]
}

// Gauge is Bar as a line, for lists that are more than their bars.
func Gauge(t *Theme, part float64, w int) string {
	if !(part > 0) || w <= 0 {
		return ""
	}
	return strings.Repeat(t.Glyphs.Span, max(int(math.Round(math.Min(part, 1)*float64(w))), 1))
}

package store

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/prometheus/common/model"

	"rwscope/decode"
)

// notation writes the series of record i in PromQL notation straight from the wire,
// as labels.Labels.String would write what the TSDB stores: a refused request may
// need a hundred names, and making label sets for them would cost as much again as
// judging it.
func notation(m *decode.Message, i int) string {
	var pairs [][2][]byte
	sorted := true
	for name, value := range m.Labels(i) {
		if len(value) == 0 {
			continue
		}
		if n := len(pairs); n > 0 && bytes.Compare(pairs[n-1][0], name) > 0 {
			sorted = false
		}
		pairs = append(pairs, [2][]byte{name, value})
	}
	if !sorted {
		slices.SortStableFunc(pairs, func(a, b [2][]byte) int { return bytes.Compare(a[0], b[0]) })
	}
	var buf [512]byte
	text := append(buf[:0], '{')
	for i, p := range pairs {
		if i > 0 {
			text = append(text, ", "...)
		}
		if name := string(p[0]); model.LegacyValidation.IsValidLabelName(name) {
			text = append(text, name...)
		} else {
			text = strconv.AppendQuote(text, name)
		}
		text = append(text, '=')
		text = strconv.AppendQuote(text, string(p[1]))
	}
	return string(append(text, '}'))
}

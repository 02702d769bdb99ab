package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/prometheus/prometheus/promql/parser"
)

// vocabulary is the names that can be completed: of metrics, labels and values in
// the TSDB, those of the most series first, and of PromQL's functions.
type vocabulary struct {
	metrics, labels, functions []string
	pairs                      []string // label="value"
}

// vocabularyMsg is a vocabulary that was read.
type vocabularyMsg struct{ *vocabulary }

// readVocabulary reads the names. Without a TSDB only functions are known.
func readVocabulary(ctx context.Context, reader Reader) tea.Cmd {
	if reader == nil {
		return nil
	}
	return func() tea.Msg {
		count, err := reader.Cardinality(ctx, maxCounts)
		if err != nil {
			return nil // completion is a convenience
		}
		v := &vocabulary{functions: functionNames()}
		for _, c := range count.Metrics {
			v.metrics = append(v.metrics, c.Name)
		}
		for _, c := range count.Labels {
			v.labels = append(v.labels, c.Name)
		}
		for _, c := range count.Pairs {
			v.pairs = append(v.pairs, c.Name)
		}
		return vocabularyMsg{v}
	}
}

func functionNames() []string {
	names := make([]string, 0, len(parser.Functions))
	for name := range parser.Functions {
		names = append(names, name+"(")
	}
	slices.Sort(names)
	return names
}

// inBraces completes within a selector: a label's name, or its value once the name
// is written. It is not ok outside of selectors.
func (v *vocabulary) inBraces(before string) (rest string, ok bool) {
	open := strings.LastIndexByte(before, '{')
	if open < 0 || strings.IndexByte(before[open:], '}') >= 0 {
		return "", false
	}
	if v == nil {
		return "", true
	}
	term := before[open+1:]
	if i := strings.LastIndexByte(term, ','); i >= 0 {
		term = term[i+1:]
	}
	term = strings.TrimLeft(term, " ")
	if name, value, ok := strings.Cut(term, `="`); ok {
		return after(v.pairs, name+`="`+value), true
	}
	if rest := after(v.labels, term); rest != "" {
		return rest + `="`, true
	}
	return "", true
}

// word completes the name of a metric or a function.
func (v *vocabulary) word(before string) string {
	from := strings.LastIndexFunc(before, func(r rune) bool { return !nameRune(r) }) + 1
	if v == nil || from == len(before) {
		return ""
	}
	if rest := after(v.metrics, before[from:]); rest != "" {
		return rest
	}
	return after(v.functions, before[from:])
}

func nameRune(r rune) bool {
	return r == '_' || r == ':' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// after is what the first of the names that begins so has behind it.
func after(names []string, begin string) string {
	if begin == "" {
		return ""
	}
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, begin); ok && rest != "" {
			return rest
		}
	}
	return ""
}

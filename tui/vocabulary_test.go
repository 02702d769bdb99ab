package tui

import "testing"

func TestVocabularyCompletes(t *testing.T) {
	v := &vocabulary{
		metrics: []string{"http_requests_total", "http_errors_total"}, labels: []string{"job", "instance"},
		pairs: []string{`job="api"`, `job="web"`, `instance="a:1"`}, functions: []string{"histogram_quantile(", "rate("},
	}
	for before, want := range map[string]string{
		"":                       "",
		"http_":                  "requests_total",
		"http_e":                 "rrors_total",
		"sum(ra":                 "te(",
		"sum(rate(http_requests": "_total",
		"up{":                    "",
		"up{j":                   `ob="`,
		`up{job="`:               `api"`,
		`up{job="w`:              `eb"`,
		`up{job="api",inst`:      `ance="`,
		`up{job="api"} + ht`:     "tp_requests_total",
		"nothing_like_it":        "",
	} {
		rest, inside := v.inBraces(before)
		if !inside {
			rest = v.word(before)
		}
		if rest != want {
			t.Errorf("%q goes on with %q, want %q", before, rest, want)
		}
	}
	if rest, _ := (*vocabulary)(nil).inBraces("{a"); rest != "" {
		t.Errorf("no vocabulary goes on with %q", rest)
	}
}

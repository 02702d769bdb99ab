package detail

import (
	"cmp"
	"net/http"
	"slices"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/tui/figure"
	"rwscope/tui/widget"
)

// newLintPage lists where the request breaks the specification, whether or not
// Prometheus minds.
func newLintPage(d *Exchange) *textPage {
	l := &decode.Linter{}
	l.Lint(lintHeader(&d.Capture.Request), d.Body)
	groups := lintGroups(l)
	return &textPage{
		name: "Lint",
		note: func(lk *Look) (string, widget.Ink) {
			if len(groups) == 0 {
				return "", lk.Muted
			}
			return figure.Count(len(groups)), lk.Muted
		},
		build: func(lk *Look) *widget.Text { return lintText(lk, d, groups) },
	}
}

// lintGroup is the findings of one check.
type lintGroup struct {
	check    *decode.Check
	level    decode.Level
	count    int
	findings []decode.Finding
}

func lintGroups(l *decode.Linter) []lintGroup {
	var groups []lintGroup
	for _, f := range l.Findings {
		if n := len(groups); n == 0 || groups[n-1].check != f.Check {
			groups = append(groups, lintGroup{check: f.Check, level: f.Level, count: l.Count(f.Check)})
		}
		g := &groups[len(groups)-1]
		g.findings = append(g.findings, f)
	}
	gravest := []decode.Level{decode.LevelError, decode.LevelWarning, decode.LevelInfo}
	slices.SortStableFunc(groups, func(a, b lintGroup) int {
		return cmp.Compare(slices.Index(gravest, a.level), slices.Index(gravest, b.level))
	})
	return groups
}

func lintHeader(r *capture.Request) decode.LintHeader {
	h := decode.LintHeader{
		Header: decode.Header{
			ContentType: r.Header.Get("Content-Type"), ContentEncoding: r.Header.Get("Content-Encoding"),
		},
		Method: r.Method, Version: r.Header.Get("X-Prometheus-Remote-Write-Version"), UserAgent: r.Header.Get("User-Agent"),
	}
	for _, name := range [...]string{"Content-Encoding", "Content-Type", "X-Prometheus-Remote-Write-Version", "User-Agent"} {
		if len(r.Header[http.CanonicalHeaderKey(name)]) > 1 {
			h.Repeated = append(h.Repeated, name)
		}
	}
	return h
}

func lintText(lk *Look, d *Exchange, groups []lintGroup) *widget.Text {
	t := &widget.Text{}
	if len(groups) == 0 {
		t.Para(1, run(lk.Good, lk.Glyphs.Good+" "), run(lk.Text, "nothing in this request breaks the specification"))
		return t
	}
	for i, g := range groups {
		if i > 0 {
			t.Skip()
		}
		sign, ink := lintSign(lk, g.level)
		t.Hang(1, 3, run(ink, sign+" "), run(lk.Strong, g.check.Title), run(lk.Muted, "  "+lintVerb(g.level)+", "+g.findings[0].Where()))
		for _, f := range g.findings {
			text := []widget.Run{run(lk.Text, clip(f.Text, maxShown))}
			if f.Series >= 0 {
				text = append(text, run(lk.Muted, "  in "+clip(seriesName(d.Body.Message, f.Series), 120)))
			}
			t.Hang(3, 5, text...)
		}
		if rest := g.count - len(g.findings); rest > 0 {
			t.Para(3, run(lk.Muted, "and "+figure.Count(rest)+" more"))
		}
	}
	return t
}

func lintVerb(l decode.Level) string {
	switch l {
	case decode.LevelError:
		return "MUST"
	case decode.LevelWarning:
		return "SHOULD"
	default:
		return "note"
	}
}

func lintSign(lk *Look, l decode.Level) (string, widget.Ink) {
	switch l {
	case decode.LevelError:
		return lk.Glyphs.Bad, lk.Bad
	case decode.LevelWarning:
		return lk.Glyphs.Alert, lk.Warn
	default:
		return lk.Glyphs.Dot, lk.Info
	}
}

package capture

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rwscope/store"
)

// textProblems is how many problems of an exchange are written as text.
const textProblems = 10

// AppendText appends an exchange as a few lines for people:
//
//	#17 2026-11-23T10:00:00.123Z 400 by prometheus, POST /api/v1/write v1 from Prometheus/3.16.0 127.0.0.1:53122
//	    sent 1000 series, 1000 samples; stored 999; 1 lost with a culprit; next DROP; 390µs
//	    error out_of_order {__name__="up"}: out of order sample
//	      why: …
//	      fix: …
//
// Problems in a row that have one explanation share it. What a terminal would obey is
// quoted. The layout may change; programs read AppendJSON.
func AppendText(dst []byte, e *Exchange) []byte {
	t := textLines{dst}
	t.head(e)
	t.counts(e)
	shown := e.Verdict.Problems[:min(len(e.Verdict.Problems), textProblems)]
	for i := range shown {
		t.problem(&shown[i])
		if i+1 == len(shown) || shown[i].Why != shown[i+1].Why || shown[i].Fix != shown[i+1].Fix {
			t.explanation(&shown[i])
		}
	}
	if rest := e.Verdict.ProblemsTotal - len(shown); rest > 0 {
		t.line("    … ", strconv.Itoa(rest), " more problems")
	}
	return t.b
}

// textLines appends lines.
type textLines struct{ b []byte }

func (t *textLines) line(parts ...string) {
	for _, p := range parts {
		t.b = append(t.b, p...)
	}
	t.b = append(t.b, '\n')
}

func (t *textLines) head(e *Exchange) {
	r := &e.Request
	message := r.Declared.String()
	if looks := string(r.Form); looks != message {
		message += " (looks like " + looks + ")"
	}
	t.line("#", strconv.FormatUint(e.ID, 10), " ", e.Time.UTC().Format("2006-01-02T15:04:05.000Z"), " ",
		strconv.Itoa(e.Verdict.Answer.Status), " by ", string(e.Verdict.Answer.By), ", ",
		printable(r.Method), " ", printable(r.Path), " ", message, " from ", printable(e.Sender.name()))
}

func (t *textLines) counts(e *Exchange) {
	v := &e.Verdict
	sent := counted(v.Sent.Series, "series") + counted(v.Sent.Samples, "samples") + counted(v.Sent.Histograms, "histograms") +
		counted(v.Sent.Exemplars, "exemplars") + counted(v.Sent.Metadata, "metadata")
	kept := counted(v.Stored.Samples, "samples") + counted(v.Stored.Histograms, "histograms") +
		counted(v.Stored.Exemplars, "exemplars") + counted(v.Stored.Duplicates, "duplicates")
	if v.Answer.By == store.ByRecorded {
		kept = ", what is not known"
	}
	t.line("    sent", orNothing(sent), "; stored", orNothing(kept), collateral(v), "; next ", string(e.Next), "; ", e.Took.Total.Round(time.Microsecond).String())
}

// counted is ", 5 samples", or nothing for none.
func counted(n int, what string) string {
	if n == 0 {
		return ""
	}
	return ", " + strconv.Itoa(n) + " " + what
}

func orNothing(list string) string {
	if list == "" {
		return " nothing"
	}
	return strings.TrimPrefix(list, ",")
}

func collateral(v *store.Verdict) string {
	if v.Collateral == 0 {
		return ""
	}
	return "; " + strconv.Itoa(v.Collateral) + " lost with a culprit"
}

func (t *textLines) problem(p *store.Problem) {
	series := ""
	if p.Series != "" {
		series = " " + printable(p.Series)
	}
	t.line("    ", p.Level.String(), " ", printable(p.Cause), series, ": ", printable(p.Text))
}

func (t *textLines) explanation(p *store.Problem) {
	if p.Why != "" {
		t.line("      why: ", printable(p.Why))
	}
	if p.Fix != "" {
		t.line("      fix: ", printable(p.Fix))
	}
}

// printable is s where every character is one that a terminal shows, and s quoted
// otherwise.
func printable(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return s
	}
	return strconv.Quote(s)
}

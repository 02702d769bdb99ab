package replay

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rwscope/capture"
	"rwscope/store"
)

// maxLines is how many lines of an answer are looked at.
const maxLines = 1000

// answerLabel names an answer so that equal answers have equal names: its status,
// and what it complains about without the numbers and series in it.
func answerLabel(a store.Answer, sent store.Counts) string {
	label := strconv.Itoa(a.Status)
	if a.Status/100 != 2 {
		if causes := complaints(string(a.Body)); len(causes) > 0 {
			label += " " + strings.Join(causes, ", ")
		}
	}
	if written, ok := written(a); ok && written != sent.Samples+sent.Histograms+sent.Exemplars {
		label += fmt.Sprintf(" (says %s written)", part(written, sent.Samples+sent.Histograms+sent.Exemplars))
	}
	return label
}

// complaints are the causes in an answer's text, each once. A text that is not
// known stands for itself.
func complaints(text string) []string {
	var causes []string
	n := 0
	for line := range strings.Lines(text) {
		if n++; n > maxLines {
			break
		}
		line = strings.TrimSpace(line)
		cause := store.CauseOfText(line)
		if cause == "" {
			cause = plain(line)
		}
		if cause != "" && !slices.Contains(causes, cause) {
			causes = append(causes, cause)
		}
	}
	slices.Sort(causes)
	const most = 3
	if len(causes) > most {
		causes = append(causes[:most], "…")
	}
	return causes
}

// varying is what differs from one answer to the next although they say the same.
var varying = regexp.MustCompile(`\{[^}]*\}?|[0-9]+`)

// plain is a text of an answer, made short and safe to show.
func plain(line string) string {
	const most = 60
	quoted := strconv.QuoteToASCII(varying.ReplaceAllStringFunc(line, func(s string) string {
		if s[0] == '{' {
			return "{}"
		}
		return "#"
	}))
	quoted = quoted[1 : len(quoted)-1]
	if len(quoted) > most {
		quoted = quoted[:most] + "…"
	}
	return quoted
}

// writtenHeaders say how much of a v2 request a receiver claims to have written.
var writtenHeaders = []string{
	"X-Prometheus-Remote-Write-Samples-Written",
	"X-Prometheus-Remote-Write-Histograms-Written",
	"X-Prometheus-Remote-Write-Exemplars-Written",
}

func written(a store.Answer) (n int, ok bool) {
	for _, name := range writtenHeaders {
		if value := a.Header.Get(name); value != "" {
			claimed, err := strconv.Atoi(value)
			n, ok = n+claimed, ok || err == nil
		}
	}
	return n, ok
}

// verdictLabel names a verdict: the answer, and what became of the items.
func verdictLabel(v *store.Verdict) string {
	sent := v.Sent.Samples + v.Sent.Histograms + v.Sent.Exemplars
	kept := v.Stored.Samples + v.Stored.Histograms + v.Stored.Exemplars + v.Stored.Duplicates
	label := answerLabel(v.Answer, v.Sent)
	if sent == 0 {
		return label
	}
	label += ", " + part(kept, sent) + " stored"
	if kept < sent && v.Answer.Status/100 == 2 {
		if cause := lossCause(v); cause != "" {
			label += ": " + cause
		}
	}
	return label
}

func lossCause(v *store.Verdict) string {
	worst := store.LevelNone
	cause := ""
	for i := range v.Problems {
		if p := &v.Problems[i]; p.Level > worst {
			worst, cause = p.Level, p.Cause
		}
	}
	return cause
}

// part says how much of something there is without saying it in numbers, so that
// requests of different sizes can be counted together.
func part(n, of int) string {
	switch {
	case n == 0 && of > 0:
		return "nothing"
	case n < of:
		return "not all"
	default:
		return "all"
	}
}

// labels names what was recorded and what came now, in the same terms: verdicts
// if both are known, answers otherwise.
func labels(ex *capture.Exchange, reply Reply) (recorded, now string) {
	sent := ex.Verdict.Sent
	if reply.Verdict == nil || ex.Verdict.Answer.By == store.ByRecorded {
		return answerLabel(ex.Verdict.Answer, sent), answerLabel(reply.Answer, sent)
	}
	return verdictLabel(&ex.Verdict), verdictLabel(reply.Verdict)
}

package detail

import (
	"fmt"
	"net/http"

	"rwscope/capture"
	"rwscope/store"
	"rwscope/tui/figure"
)

// Mood is how an exchange went, at one glance.
type Mood uint8

// The moods.
const (
	Fine     Mood = iota // everything sent is in the TSDB
	Harmless             // nothing new: it was all there before, or nothing was sent
	Lossy                // answered 2xx, and yet something is not stored
	Refused              // answered 4xx
	Failed               // answered 5xx, or by nobody
	Unknown              // judged by another receiver, whose store cannot be seen
)

// MoodOf sums an exchange's row up.
func MoodOf(r *capture.Row) Mood {
	switch {
	case r.AnsweredBy() == store.ByRecorded:
		return Unknown
	case r.Untrue:
		return Lossy
	case r.Status/100 == 4:
		return Refused
	case r.Status/100 != 2:
		return Failed
	case r.KeptSamples+r.KeptHistograms+r.KeptExemplars == 0:
		return Harmless
	default:
		return Fine
	}
}

// headline says in one line what was answered and whether it is true.
func headline(ex *capture.Exchange) string {
	v := &ex.Verdict
	sent, lost := items(v.Sent), lostItems(v)
	answer := fmt.Sprint(v.Answer.Status)
	switch {
	case v.Answer.By == store.ByAccess:
		return answerOrNone(v.Answer.Status) + ", turned away before the request was read"
	case v.Answer.Status == 0:
		return "no answer was recorded"
	case v.Answer.By == store.ByRecorded:
		return answer + ", recorded from another receiver: what it stored cannot be seen"
	case v.Answer.Status/100 == 2 && lost > 0:
		return fmt.Sprintf("%s but %s of %s NOT stored", answer, figure.Count(lost), itemWords(v.Sent))
	case v.Answer.Status/100 == 2 && sent == 0 && v.Sent.Metadata > 0:
		return answer + ", metadata only"
	case v.Answer.Status/100 == 2 && sent == 0:
		return answer + ", nothing was sent"
	case v.Answer.Status/100 == 2 && v.Stored.Duplicates == sent:
		return answer + ", and nothing changed: it was all there already"
	case v.Answer.Status/100 == 2:
		return fmt.Sprintf("%s, and all %s stored", answer, itemWords(v.Sent))
	case lost == 0 && sent > 0:
		return fmt.Sprintf("%s although all %s are stored", answer, itemWords(v.Sent))
	case sent == 0:
		return answer + ", refused before a sample was read"
	case lost < sent:
		return fmt.Sprintf("%s, and %s of %s NOT stored", answer, figure.Count(lost), itemWords(v.Sent))
	default:
		return fmt.Sprintf("%s, and none of %s stored", answer, itemWords(v.Sent))
	}
}

func answerOrNone(status int) string {
	if status == 0 {
		return "no answer"
	}
	return fmt.Sprint(status)
}

// items is how many things can be stored.
func items(c store.Counts) int { return c.Samples + c.Histograms + c.Exemplars }

// lostItems is how many of them are neither stored nor were before.
func lostItems(v *store.Verdict) int {
	return max(items(v.Sent)-v.Stored.Samples-v.Stored.Histograms-v.Stored.Exemplars-v.Stored.Duplicates, 0)
}

// itemWords counts in the word that fits: samples where there is nothing else.
func itemWords(c store.Counts) string {
	switch items(c) {
	case c.Samples:
		return figure.Plural(c.Samples, "sample")
	case c.Histograms:
		return figure.Plural(c.Histograms, "histogram")
	case c.Exemplars:
		return figure.Plural(c.Exemplars, "exemplar")
	default:
		return figure.Plural(items(c), "item")
	}
}

// statusWords is a status with its name.
func statusWords(status int) string {
	if status == 0 {
		return "no answer"
	}
	return fmt.Sprintf("%d %s", status, http.StatusText(status))
}

// answererWords says who gave the answer.
func answererWords(by store.By) string {
	switch by {
	case store.ByFast:
		return "as Prometheus does; nothing in it can be refused, so appended at once"
	case store.ByPrometheus:
		return "by Prometheus' own write handler"
	case store.ByFault:
		return "rwscope itself failed; this is not what Prometheus would say"
	case store.ByLimit:
		return "by a limit of rwscope"
	case store.ByAccess:
		return "by rwscope's own door: TLS or credentials"
	case store.ByRecorded:
		return "by the receiver it was recorded from"
	default:
		return ""
	}
}

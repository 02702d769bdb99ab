package store

import (
	"net/http"
	"strings"

	"github.com/prometheus/prometheus/storage"

	"rwscope/decode"
)

// CauseNotJudged says that an exchange was recorded elsewhere. It is no finding
// of the judge, and therefore not in the catalogue.
const CauseNotJudged = "not_judged"

// Recorded is the verdict on a request that another receiver answered: its answer,
// what the text of the answer and the bytes of the request give away, and the
// admission that nobody knows what was stored. A status of 0 says that the answer
// was not recorded either.
func Recorded(r *Request, a Answer) *Verdict {
	a.By = ByRecorded
	v := &Verdict{Answer: a}
	if m := r.Body.Message; m != nil {
		v.Sent = Counts(m.Counts())
		v.Outcomes = Outcomes{
			Samples:    unknown(len(m.Samples)),
			Histograms: unknown(len(m.Histograms)),
			Exemplars:  unknown(len(m.Exemplars)),
		}
	}
	for _, f := range recordedFindings(r, a) {
		f.Item, f.Index, f.Sender = ItemRequest, -1, r.Header.Get("User-Agent")
		v.Problems = append(v.Problems, Explain(f))
	}
	v.Problems = append(v.Problems, notJudged(a))
	v.ProblemsTotal = len(v.Problems)
	v.addLints(lintAlone(r), r.Body.Message)
	return v
}

// lintAlone lints a request without knowing its series.
func lintAlone(r *Request) *decode.Linter {
	l := &decode.Linter{Kept: 1}
	l.Request(lintHeader(r), r.Body)
	if m := r.Body.Message; m != nil {
		for i := range m.Series[:min(len(m.Series), maxSuspects)] {
			l.Labels(m, i)
		}
		l.Repeats(m)
	}
	return l
}

func unknown(n int) []Outcome {
	if n == 0 {
		return nil
	}
	outcomes := make([]Outcome, n)
	for i := range outcomes {
		outcomes[i] = Unknown
	}
	return outcomes
}

// recordedFindings are what answer and bytes give away.
func recordedFindings(r *Request, a Answer) []Finding {
	text, _, _ := strings.Cut(string(a.Body), "\n")
	if a.Status >= http.StatusBadRequest {
		if cause := CauseOfText(text); cause != "" {
			return []Finding{{Cause: cause, Role: RoleCulprit, Error: text}}
		}
	}
	b := r.Body
	switch {
	case r.Method != http.MethodPost:
		return []Finding{{Cause: CauseMethod, Role: RoleWitness, Detail: r.Method}}
	case b.Message == nil || b.Fault != nil || b.Coding != decode.CodingSnappy:
		return []Finding{{Cause: bodyCause(b), Role: RoleWitness, Detail: faultText(b)}}
	case b.Message.Kind != b.Declared && b.Declared != decode.Unknown:
		cause := CauseV2AsV1
		if b.Message.Kind == decode.V1 {
			cause = CauseV1AsV2
		}
		return []Finding{{Cause: cause, Role: RoleWitness, Detail: r.Header.Get("Content-Type")}}
	}
	return nil
}

func notJudged(a Answer) Problem {
	p := Problem{
		Level: LevelInfo, Cause: CauseNotJudged, Role: RoleWitness, Item: ItemRequest, Index: -1,
		Text: "answered by another receiver; what it stored is not known",
		Why:  "The exchange was imported. Its answer is the recorded one, and rwscope has not judged the request.",
		Fix:  "Judge it in a fresh TSDB: `rwscope open FILE --rejudge` or `rwscope replay FILE --to self`.",
	}
	if a.Status == 0 {
		p.Text = "no answer was recorded; what was stored is not known"
		p.Why = "The exchange was imported without an answer, and rwscope has not judged the request."
	}
	return p
}

// textCauses are what receivers say, most telling first. The texts are those of
// Prometheus' storage and tsdb packages, which Cortex, Mimir and Thanos quote, and
// the identifiers that Mimir puts into its own.
var textCauses = []struct{ text, cause string }{
	{"too far in the future", CauseTooFarInFuture},
	{"err-mimir-too-far-in-future", CauseTooFarInFuture},
	{"timestamp too new", CauseTooFarInFuture},
	{storage.ErrOutOfOrderExemplar.Error(), CauseExemplarOutOfOrder},
	{storage.ErrOutOfOrderSample.Error(), CauseOutOfOrder},
	{"err-mimir-sample-out-of-order", CauseOutOfOrder},
	{storage.ErrTooOldSample.Error(), CauseTooOld},
	{"err-mimir-sample-timestamp-too-old", CauseTooOld},
	{"timestamp too old", CauseTooOld},
	{storage.ErrDuplicateSampleForTimestamp.Error(), CauseDuplicateTimestamp},
	{"err-mimir-sample-duplicate-timestamp", CauseDuplicateTimestamp},
	{storage.ErrOutOfBounds.Error(), CauseOutOfBounds},
	{"must contain at least one sample or histogram", CauseEmptySeries},
	{"outside of symbols table", CauseLabelRefsOutOfRange},
	{"invalid labelRefs length", CauseLabelRefsOdd},
	{"duplicated label", CauseDuplicateLabel},
	{"invalid metric name or labels", CauseMissingName},
	{"err-mimir-missing-metric-name", CauseMissingName},
	{"only snappy is acceptable", CauseEncoding},
	{"protobuf message is not accepted by this server", CauseMessageNotAccepted},
	{"as the first (media) part", CauseMediaType},
	{"unknown type for remote write protobuf message", CauseUnknownMessage},
	{"corrupt input", CauseSnappyCorrupt},
	{"decoded size exceeds", CauseDecodedTooLarge},
	{"request body exceeds", CauseBodyTooLarge},
}

// CauseOfText is the cause that a receiver's error text names, empty if it is
// none of those that are known.
func CauseOfText(text string) string {
	for _, known := range textCauses {
		if strings.Contains(text, known.text) {
			return known.cause
		}
	}
	if strings.Contains(text, "histogram") && strings.Contains(text, "bucket") {
		return CauseHistogramInvalid
	}
	return ""
}

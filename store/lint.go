package store

import (
	"net/http"
	"slices"
	"strconv"

	"rwscope/decode"
)

// lint adds to the verdict what the request shows of its sender's bugs. Label sets
// are looked at once, when they are new: a series with findings carries a flag, and
// only suspects, records of such series, are looked at again.
func (s *Store) lint(r *Request, v *Verdict, suspects []uint32) {
	l, ok := s.linters.Get().(*decode.Linter)
	if !ok {
		l = &decode.Linter{Kept: 1} // addLints needs no more
	}
	defer s.linters.Put(l)
	l.Reset()
	l.Request(lintHeader(r), r.Body)
	if m := r.Body.Message; m != nil {
		for _, i := range suspects {
			l.Labels(m, int(i))
		}
		if v.Answer.By != ByFast { // there all times of a series rise
			l.Repeats(m)
		}
	}
	v.addLints(l, r.Body.Message)
}

// addLints adds one problem for each check that found something.
func (v *Verdict) addLints(l *decode.Linter, m *decode.Message) {
	var last *decode.Check
	for i := range l.Findings {
		if f := &l.Findings[i]; f.Check != last {
			v.addLint(f, l.Count(f.Check), m)
			last = f.Check
		}
	}
}

// lintLabels looks at the label set of record i, which is new, and remembers on its
// series whether there is anything to say about it.
func (s *Store) lintLabels(m *decode.Message, i int, e *entry) {
	s.linter.Reset()
	if s.linter.Labels(m, i); s.linter.Total() > 0 {
		e.flags |= flagLint
	}
}

// maxSuspects bounds how many label sets of one request are linted again.
const maxSuspects = 1000

// suspects are the records whose labels are to be linted: those that are new, and
// those of series that had findings before. Without a plan, that is all of them.
func (a *attempt) suspects() (list []uint32) {
	m := a.req.Body.Message
	for i := 0; m != nil && i < len(m.Series) && len(list) < maxSuspects; i++ {
		if a.plan == nil || a.recording.appender == nil || a.plan.suspect(i) {
			list = append(list, uint32(i))
		}
	}
	return list
}

func (p *plan) suspect(i int) bool {
	ps := &p.series[i]
	return ps.unlisted || ps.state == nil || ps.state.entry == nil || ps.state.entry.flags&flagLint != 0
}

func lintHeader(r *Request) decode.LintHeader {
	h := decode.LintHeader{
		Header: decode.Header{
			ContentType: r.Header.Get("Content-Type"), ContentEncoding: r.Header.Get("Content-Encoding"),
		},
		Method: r.Method, Version: r.Header.Get("X-Prometheus-Remote-Write-Version"), UserAgent: r.Header.Get("User-Agent"),
	}
	for _, name := range reservedHeaders {
		if len(r.Header[name]) > 1 {
			h.Repeated = append(h.Repeated, name)
		}
	}
	return h
}

// reservedHeaders must not be left to users to set (Remote-Write 1.0, Protocol).
var reservedHeaders = []string{
	http.CanonicalHeaderKey("Content-Encoding"), http.CanonicalHeaderKey("Content-Type"),
	http.CanonicalHeaderKey("X-Prometheus-Remote-Write-Version"), http.CanonicalHeaderKey("User-Agent"),
}

// addLint turns the first finding of a check into a problem that stands for all n,
// unless the judge said the same with more to it. A sender's bug shows in each of its
// items; telling it once is enough.
func (v *Verdict) addLint(f *decode.Finding, n int, m *decode.Message) {
	if slices.ContainsFunc(v.Problems, func(p Problem) bool { return slices.Contains(judgedLints[f.Check.ID], p.Cause) }) {
		return
	}
	v.ProblemsTotal++
	if len(v.Problems) >= MaxProblems {
		return
	}
	p := Problem{
		Level: lintLevel(f.Level), Cause: f.Check.ID, Role: RoleWitness, Item: Item(f.Item), Index: f.Index,
		Text: clip(f.Text, maxText), Why: f.Check.Title + " " + specification(f),
	}
	if m != nil && f.Series >= 0 {
		if !m.Series[f.Series].NoKey {
			p.Series = clip(notation(m, f.Series), maxSeries)
		}
		p.Timestamp = itemTime(m, f)
	}
	if n > 1 {
		p.Facts = []Fact{{Name: "how many", Value: strconv.Itoa(n)}}
	}
	v.Problems = append(v.Problems, p)
}

// lintLevel: what only breaks the specification loses no data here, so it is never
// an error.
func lintLevel(l decode.Level) Level {
	if l == decode.LevelError {
		return LevelWarning
	}
	return LevelInfo
}

// specification says where the rule stands and how strict it is.
func specification(f *decode.Finding) string {
	verb := map[decode.Level]string{decode.LevelError: "MUST", decode.LevelWarning: "SHOULD", decode.LevelInfo: "note"}[f.Level]
	return "(" + f.Where() + ", " + verb + ")"
}

func itemTime(m *decode.Message, f *decode.Finding) int64 {
	switch f.Item {
	case decode.ItemSample:
		return m.Samples[f.Index].Timestamp
	case decode.ItemHistogram:
		return m.Histograms[f.Index].Timestamp
	case decode.ItemExemplar:
		return m.Exemplars[f.Index].Timestamp
	default:
		return 0
	}
}

// judgedLints are the checks that the judge makes too, with the causes that say the
// same.
var judgedLints = map[string][]string{
	"method_not_post":           {CauseMethod},
	"content_encoding_wrong":    {CauseEncoding, CauseZstdProbe},
	"content_type_inexact":      {CauseMediaType, CauseContentTypeParam, CauseUnknownMessage, CauseProtoSpace},
	"body_empty":                {CauseEmptyBody},
	"snappy_framed":             {CauseSnappyFramed},
	"not_snappy_block":          {CauseSnappyCorrupt, CauseGzipBody, CauseZstdBody, CauseNotCompressed, CauseSnappyFramed, CauseZstdProbe, CauseEncoding, CauseJSONBody, CauseTextBody, CauseHTMLBody},
	"body_damaged":              {CauseBadProtobuf, CauseSnappyCorrupt, CauseLimitExpansion, CauseDecodedTooLarge},
	"message_not_declared":      {CauseV2AsV1, CauseV1AsV2, CauseProtoSpace, CauseReadRequestBody, CauseOTLPBody, CauseJSONBody, CauseTextBody, CauseHTMLBody},
	"unknown_fields":            {CauseV2AsV1, CauseV1AsV2, CauseProtoSpace, CauseReadRequestBody, CauseOTLPBody},
	"labels_missing":            {CauseMissingName},
	"label_refs_odd":            {CauseLabelRefsOdd},
	"label_ref_out_of_range":    {CauseLabelRefsOutOfRange},
	"metadata_ref_out_of_range": {CauseMetadataRefs},
	"exemplar_refs_bad":         {CauseExemplarRefs},
	"series_without_items":      {CauseEmptySeries},
	"exemplar_only_series":      {CauseExemplarOnlySeries},
	"samples_unordered":         {CauseOutOfOrderInRequest},
	"samples_same_timestamp":    {CauseDuplicateInRequest},
	"series_unordered":          {CauseOutOfOrderInRequest},
	"exemplar_label_duplicate":  {CauseExemplarDuplicateLabel},
	"exemplar_labels_long":      {CauseExemplarTooLong},
	"metric_name_missing":       {CauseMissingName},
	"metric_name_invalid":       {CauseInvalidName},
	"label_duplicate":           {CauseDuplicateLabel},
	"label_name_empty":          {CauseEmptyLabelName},
	"label_not_utf8":            {CauseInvalidUTF8},
}

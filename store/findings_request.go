package store

import (
	"net/http"
	"strings"

	"rwscope/decode"
)

// request reports what is wrong with a request as a whole: what made the handler
// refuse it before it looked at an item, and what it silently took for something
// else.
func (f *findings) request() {
	b := f.a.req.Body
	switch answer := f.a.verdict.Answer; {
	case f.a.req.Method != http.MethodPost:
		f.whole(CauseMethod, RoleCulprit, f.a.req.Method)
	case answer.Status == http.StatusUnsupportedMediaType:
		f.unsupported()
	case answer.Status == http.StatusRequestEntityTooLarge:
		f.whole(CauseBodyTooLarge, RoleCulprit, "")
	case f.a.recording.commitErr != nil:
		f.whole(CauseCommitError, RoleCulprit, f.a.recording.commitErr.Error())
	case f.a.recording.appender == nil:
		f.whole(bodyCause(b), RoleCulprit, faultText(b))
	case b.Message == nil || b.Message.Kind != b.Declared:
		f.whole(f.misread(), RoleWitness, f.a.req.Header.Get("Content-Type"))
	default:
		f.ignored(b.Message)
	}
}

func (f *findings) whole(cause string, role Role, detail string) {
	x := Finding{Cause: cause, Role: role, Item: ItemRequest, Index: -1, Detail: detail}
	if role == RoleCulprit {
		x.Error = strings.TrimSuffix(string(f.a.verdict.Answer.Body), "\n")
	}
	f.add(x)
}

// unsupported says which header a 415 is about.
func (f *findings) unsupported() {
	h := f.a.req.Header
	encoding := h.Get("Content-Encoding")
	switch {
	case encoding == "zstd" && h.Get("X-VictoriaMetrics-Remote-Write-Version") != "":
		f.whole(CauseZstdProbe, RoleCulprit, encoding)
	case decode.ParseContentEncoding(encoding) != nil:
		f.whole(CauseEncoding, RoleCulprit, encoding)
	default:
		f.whole(contentTypeCause(h.Get("Content-Type")), RoleCulprit, h.Get("Content-Type"))
	}
}

func contentTypeCause(header string) string {
	_, err := decode.ParseContentType(header)
	switch {
	case err == nil:
		return CauseMessageNotAccepted
	case strings.HasPrefix(err.Error(), "expected "):
		return CauseMediaType
	case strings.HasPrefix(err.Error(), "as per "):
		return CauseContentTypeParam
	default:
		return CauseUnknownMessage
	}
}

// bodyCause says why the bytes could not be read as the declared message.
func bodyCause(b *decode.Body) string {
	switch {
	case len(b.Wire) == 0:
		return CauseEmptyBody
	case b.Fault != nil && b.Fault.Limit == decode.LimitDecoded:
		return CauseDecodedTooLarge
	}
	if cause, ok := codingCauses[b.Coding]; ok && b.Coding != decode.CodingSnappy {
		return cause
	}
	if cause, ok := formCauses[b.Form]; ok {
		return cause
	}
	if b.Coding == decode.CodingNone {
		return CauseNotCompressed
	}
	if b.Coding != decode.CodingSnappy {
		return CauseSnappyCorrupt
	}
	return CauseBadProtobuf
}

var codingCauses = map[decode.Coding]string{
	decode.CodingSnappyFramed: CauseSnappyFramed,
	decode.CodingGzip:         CauseGzipBody,
	decode.CodingZstd:         CauseZstdBody,
}

var formCauses = map[decode.Form]string{
	decode.FormEmpty:       CauseEmptyMessage,
	decode.FormReadRequest: CauseReadRequestBody,
	decode.FormOTLP:        CauseOTLPBody,
	decode.FormJSON:        CauseJSONBody,
	decode.FormText:        CauseTextBody,
	decode.FormHTML:        CauseHTMLBody,
}

func faultText(b *decode.Body) string {
	if b.Fault == nil {
		return ""
	}
	return b.Fault.Error()
}

// misread says as what the handler took a body that it accepted and found nothing
// in.
func (f *findings) misread() string {
	b := f.a.req.Body
	switch {
	case b.Form == decode.FormV2 && spaceBeforeProto(f.a.req.Header.Get("Content-Type")):
		return CauseProtoSpace
	case b.Form == decode.FormV2:
		return CauseV2AsV1
	case b.Form == decode.FormV1:
		return CauseV1AsV2
	default:
		return bodyCause(b)
	}
}

func spaceBeforeProto(contentType string) bool {
	before, _, ok := strings.Cut(contentType, "proto=")
	return ok && strings.TrimRight(before, " \t") != before
}

// ignored reports what was sent in good order and has no effect.
func (f *findings) ignored(m *decode.Message) {
	if len(m.Series) == 0 && len(m.Metadata) == 0 {
		f.whole(CauseEmptyMessage, RoleWitness, "")
	}
	f.several(CauseMetadataIgnoredV1, len(m.Metadata))
	if n := countMetadata(m); !f.s.cfg.MetadataWAL {
		f.several(CauseMetadataIgnoredV2, n)
	}
	f.several(CauseStartTimestampIgnored, countStarts(m))
}

// countMetadata counts v2 records that say something.
func countMetadata(m *decode.Message) int {
	n := 0
	for i := range m.Series {
		if meta := &m.Series[i].Meta; meta.Present && (meta.Type != 0 || meta.HelpRef != 0 || meta.UnitRef != 0) {
			n++
		}
	}
	return n
}

func countStarts(m *decode.Message) int {
	n := 0
	for i := range m.Samples {
		if m.Samples[i].Start != 0 {
			n++
		}
	}
	for i := range m.Histograms {
		if m.Histograms[i].Start != 0 {
			n++
		}
	}
	return n
}

package capture

import (
	"net/http"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"rwscope/store"
)

// jsonTime is RFC 3339 with all nine digits, so that lines are equally long.
const jsonTime = "2006-01-02T15:04:05.000000000Z"

// jsonProblems is how many problems of an exchange are written.
const jsonProblems = 100

// AppendJSON appends an exchange as one JSON object without a line break; see
// docs/json.md. What a terminal would obey is escaped, bytes that are no UTF-8
// become U+FFFD. Request.Body is not written and need not be there.
func AppendJSON(dst []byte, e *Exchange) []byte {
	o := jsonObject{append(dst, '{')}
	o.uint("id", e.ID)
	o.time("time", e.Time)
	o.open("sender")
	o.string("addr", e.Sender.Addr)
	o.string("user_agent", e.Sender.UserAgent)
	o.string("tenant", e.Sender.Tenant)
	o.close()
	o.request(&e.Request)
	o.verdict(&e.Verdict)
	o.string("sender_next", string(e.Next))
	o.took(e.Took)
	if e.Verdict.Mispredicted {
		o.key("mispredicted")
		o.b = append(o.b, "true"...)
	}
	if e.Verdict.Disagreement != "" {
		o.string("disagreement", e.Verdict.Disagreement)
	}
	return append(o.b, '}')
}

// jsonObject appends the members of an object.
type jsonObject struct{ b []byte }

func (o *jsonObject) request(r *Request) {
	o.open("request")
	o.string("method", r.Method)
	o.string("path", r.Path)
	o.string("content_type", r.Header.Get("Content-Type"))
	o.string("content_encoding", r.Header.Get("Content-Encoding"))
	o.string("message", r.Declared.String())
	o.string("looks_like", string(r.Form))
	o.int("wire_bytes", r.WireBytes)
	o.int("decoded_bytes", r.DecodedBytes)
	o.int("retry_attempt", r.RetryAttempt)
	o.key("body_hash")
	o.b = appendHash(o.b, r.BodyHash)
	o.close()
}

func (o *jsonObject) verdict(v *store.Verdict) {
	o.open("sent")
	o.int("series", v.Sent.Series)
	o.int("samples", v.Sent.Samples)
	o.int("histograms", v.Sent.Histograms)
	o.int("exemplars", v.Sent.Exemplars)
	o.int("metadata", v.Sent.Metadata)
	o.close()
	o.open("answered")
	o.int("status", v.Answer.Status)
	o.key("body")
	o.b = appendJSONString(o.b, v.Answer.Body)
	o.written(v.Answer.Header)
	o.string("by", string(v.Answer.By))
	o.close()
	o.stored(v)
	o.problems(v.Problems)
	o.int("problems_total", v.ProblemsTotal)
	o.int("collateral", v.Collateral)
}

// stored is null where another receiver answered: nobody knows.
func (o *jsonObject) stored(v *store.Verdict) {
	if v.Answer.By == store.ByRecorded {
		o.key("stored")
		o.b = append(o.b, "null"...)
		return
	}
	o.open("stored")
	o.int("samples", v.Stored.Samples)
	o.int("histograms", v.Stored.Histograms)
	o.int("exemplars", v.Stored.Exemplars)
	o.int("duplicates", v.Stored.Duplicates)
	o.close()
}

// written is what the answer claims to have written: null without any of the
// headers that say so, and null for a header that is missing or no number.
func (o *jsonObject) written(h http.Header) {
	const prefix = "X-Prometheus-Remote-Write-"
	headers := [...]struct{ name, header string }{
		{"samples", prefix + "Samples-Written"},
		{"histograms", prefix + "Histograms-Written"},
		{"exemplars", prefix + "Exemplars-Written"},
	}
	o.key("written")
	mark := len(o.b)
	o.b = append(o.b, '{')
	claims := false
	for _, header := range headers {
		values := h[header.header]
		claims = claims || len(values) > 0
		o.key(header.name)
		o.b = appendNumber(o.b, values)
	}
	if !claims {
		o.b = append(o.b[:mark], "null"...)
		return
	}
	o.close()
}

func (o *jsonObject) problems(problems []store.Problem) {
	o.key("problems")
	o.b = append(o.b, '[')
	for i := range problems[:min(len(problems), jsonProblems)] {
		o.comma()
		o.problem(&problems[i])
	}
	o.b = append(o.b, ']')
}

func (o *jsonObject) problem(p *store.Problem) {
	o.b = append(o.b, '{')
	o.string("level", p.Level.String())
	o.string("cause", p.Cause)
	o.string("role", string(p.Role))
	o.string("series", p.Series)
	o.string("item", string(p.Item))
	o.int("index", p.Index)
	o.int("timestamp", int(p.Timestamp))
	o.string("text", p.Text)
	o.string("why", p.Why)
	o.string("fix", p.Fix)
	o.key("facts")
	o.b = append(o.b, '[')
	for _, f := range p.Facts {
		o.comma()
		o.b = append(o.b, '{')
		o.string("name", f.Name)
		o.string("value", f.Value)
		o.close()
	}
	o.b = append(o.b, ']')
	o.conflict(p.Conflict)
	o.close()
}

func (o *jsonObject) conflict(c *store.Conflict) {
	if c == nil {
		o.key("conflict")
		o.b = append(o.b, "null"...)
		return
	}
	o.open("conflict")
	o.uint("exchange", c.Exchange)
	o.string("sender", c.Sender)
	o.int("timestamp", int(c.Timestamp))
	o.string("value", c.Value)
	o.close()
}

func (o *jsonObject) took(t Took) {
	o.open("took")
	o.int("read", int(t.Read.Microseconds()))
	o.int("decode", int(t.Decode.Microseconds()))
	o.int("judge", int(t.Judge.Microseconds()))
	o.int("journal", int(t.Journal.Microseconds()))
	o.int("total", int(t.Total.Microseconds()))
	o.close()
}

// comma separates a member or an element from the one before it.
func (o *jsonObject) comma() {
	if last := o.b[len(o.b)-1]; last != '{' && last != '[' {
		o.b = append(o.b, ',')
	}
}

// key begins a member; names need no escaping.
func (o *jsonObject) key(name string) {
	o.comma()
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

// open begins a member that is an object.
func (o *jsonObject) open(name string) {
	o.key(name)
	o.b = append(o.b, '{')
}

func (o *jsonObject) close() { o.b = append(o.b, '}') }

func (o *jsonObject) string(name, value string) {
	o.key(name)
	o.b = appendJSONString(o.b, value)
}

func (o *jsonObject) int(name string, value int) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, int64(value), 10)
}

func (o *jsonObject) uint(name string, value uint64) {
	o.key(name)
	o.b = strconv.AppendUint(o.b, value, 10)
}

func (o *jsonObject) time(name string, t time.Time) {
	o.key(name)
	o.b = append(t.UTC().AppendFormat(append(o.b, '"'), jsonTime), '"')
}

// appendNumber appends the only or first value of a header, or null.
func appendNumber(dst []byte, values []string) []byte {
	if len(values) > 0 {
		if n, err := strconv.ParseInt(values[0], 10, 64); err == nil {
			return strconv.AppendInt(dst, n, 10)
		}
	}
	return append(dst, "null"...)
}

// appendHash appends a hash as a string of 16 digits: JSON readers cut numbers of
// 64 bits short.
func appendHash(dst []byte, hash uint64) []byte {
	dst = append(dst, '"')
	for shift := 60; shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[hash>>shift&15])
	}
	return append(dst, '"')
}

const hexDigits = "0123456789abcdef"

// appendJSONString appends a string literal.
func appendJSONString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	plain := 0 // what precedes is appended already
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		if r >= 0x80 && !(r == utf8.RuneError && size == 1) && !commands(r) {
			i += size
			continue
		}
		dst = appendEscape(append(dst, s[plain:i]...), r)
		i += size
		plain = i
	}
	return append(append(dst, s[plain:]...), '"')
}

// commands reports whether a terminal or an editor would obey the rune instead of
// showing it: control characters, and those that change the writing direction or
// break the line.
func commands(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// appendEscape appends a rune in the escaped form.
func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	if r > 0xffff { // as UTF-16 has it
		r -= 0x10000
		dst = appendUnit(dst, 0xd800+r>>10)
		r = 0xdc00 + r&0x3ff
	}
	return appendUnit(dst, r)
}

func appendUnit(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

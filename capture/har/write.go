package har

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rwscope/capture"
	"rwscope/store"
)

// Writer writes an archive. Errors stick: the first one is returned by Close too.
type Writer struct {
	w     io.Writer
	count int
	err   error
}

// NewWriter begins an archive; version is the program's.
func NewWriter(w io.Writer, version string) *Writer {
	creator, err := json.Marshal(map[string]string{"name": "rwscope", "version": version})
	if err == nil {
		_, err = fmt.Fprintf(w, `{"log":{"version":"1.2","creator":%s,"entries":[`, creator)
	}
	return &Writer{w: w, err: err}
}

// Write adds an exchange.
func (w *Writer) Write(ex *capture.Exchange) error {
	if w.err != nil {
		return w.err
	}
	b, err := json.Marshal(newEntry(ex))
	if err != nil {
		w.err = fmt.Errorf("har: exchange %d: %w", ex.ID, err)
		return w.err
	}
	separator := ",\n"
	if w.count == 0 {
		separator = "\n"
	}
	w.count++
	_, w.err = io.WriteString(w.w, separator+string(escape(b)))
	return w.err
}

// Close ends the archive.
func (w *Writer) Close() error {
	if w.err == nil {
		_, w.err = io.WriteString(w.w, "\n]}}\n")
	}
	return w.err
}

func newEntry(ex *capture.Exchange) entry {
	total := milliseconds(ex.Took.Total)
	send := milliseconds(ex.Took.Read)
	return entry{
		StartedDateTime: ex.Time.UTC().Format(time.RFC3339Nano),
		Time:            total,
		Request:         newRequest(&ex.Request),
		Response:        newResponse(&ex.Verdict.Answer),
		Timings:         timings{Send: send, Wait: max(0, total-send)},
		Connection:      ex.Sender.Addr,
		Comment:         comment(ex),
		Rwscope:         payload(ex),
	}
}

// payload is the exchange without its body, which stands beside it.
func payload(ex *capture.Exchange) string {
	bare := *ex
	bare.Request.Body = nil
	return base64.StdEncoding.EncodeToString(capture.MarshalExchange(&bare))
}

func newRequest(r *capture.Request) request {
	address := absolute(r)
	var query []pair
	for name, values := range address.Query() {
		for _, value := range values {
			query = append(query, pair{name, value})
		}
	}
	slices.SortFunc(query, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	h := request{
		Method: r.Method, URL: address.String(), HTTPVersion: "HTTP/1.1",
		Cookies: []pair{}, Headers: pairs(r.Header), QueryString: notNil(query),
		HeadersSize: unknownSize, BodySize: len(r.Body),
	}
	if len(r.Body) > 0 {
		h.PostData = &postData{
			MimeType: r.Header.Get("Content-Type"), Text: encoded(r.Body), Encoding: "base64",
		}
	}
	return h
}

// absolute is the request's address, which HAR wants whole.
func absolute(r *capture.Request) *url.URL {
	u, err := url.ParseRequestURI(r.Path)
	if err != nil {
		u = &url.URL{Path: r.Path}
	}
	if u.Host == "" {
		u.Scheme, u.Host = "http", r.Header.Get("Host")
	}
	if u.Host == "" {
		u.Host = "unknown"
	}
	return u
}

// newResponse has a status of 0 where no answer was recorded, as browsers do.
func newResponse(a *store.Answer) response {
	return response{
		Status: a.Status, StatusText: http.StatusText(a.Status), HTTPVersion: "HTTP/1.1",
		Cookies: []pair{}, Headers: pairs(a.Header), RedirectURL: a.Header.Get("Location"),
		Content: content{
			Size: len(a.Body), MimeType: a.Header.Get("Content-Type"), Text: encoded(a.Body), Encoding: "base64",
		},
		HeadersSize: unknownSize, BodySize: len(a.Body),
	}
}

// comment says what the archive has no field for.
func comment(ex *capture.Exchange) string {
	v := &ex.Verdict
	if v.Answer.By == store.ByRecorded {
		return "answered by another receiver; what was stored is not known"
	}
	s := fmt.Sprintf("sent %d samples, %d histograms, %d exemplars; stored %d, %d, %d",
		v.Sent.Samples, v.Sent.Histograms, v.Sent.Exemplars, v.Stored.Samples, v.Stored.Histograms, v.Stored.Exemplars)
	for i := range v.Problems[:min(3, len(v.Problems))] {
		s += "; " + v.Problems[i].Cause
	}
	return s
}

func pairs(h http.Header) []pair {
	all := []pair{}
	for name, values := range h {
		for _, value := range values {
			all = append(all, pair{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func notNil(p []pair) []pair {
	if p == nil {
		return []pair{}
	}
	return p
}

// encoded is a JSON string of base64.
func encoded(b []byte) json.RawMessage {
	return json.RawMessage(`"` + base64.StdEncoding.EncodeToString(b) + `"`)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// escape writes what a terminal or an editor would obey, rather than show, in the
// escaped form of JSON. Outside of strings JSON has none of it.
func escape(b []byte) []byte {
	var out []byte
	kept := 0
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if size > 1 && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == 0x7f {
			out = append(out, b[kept:i]...)
			for _, unit := range utf16Units(r) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
			kept = i + size
		}
		i += size
	}
	if out == nil {
		return b
	}
	return append(out, b[kept:]...)
}

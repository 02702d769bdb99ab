package har

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/cespare/xxhash/v2"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// ErrFormat says that a file is no HTTP Archive.
var ErrFormat = errors.New("not an HTTP Archive")

// Config bounds what reading may cost.
type Config struct {
	// MaxEntry is the largest entry in bytes of JSON. Default 128 MiB.
	MaxEntry int
}

// Entry is one entry of an archive.
type Entry struct {
	Number int // from 1
	// Exchange is set if the archive is ours: what was exported.
	Exchange *capture.Exchange
	// Recorded is set otherwise.
	Recorded capture.Recorded
	// Err says why the entry cannot be used; nothing else is set then.
	Err error
}

// Read passes on the entries of an archive. An error of pass ends the reading and
// is returned.
func Read(ctx context.Context, file io.Reader, cfg Config, pass func(Entry) error) error {
	if cfg.MaxEntry <= 0 {
		cfg.MaxEntry = 128 << 20
	}
	limit := &limited{r: bufio.NewReader(file), max: cfg.MaxEntry}
	limit.skipMark()
	r := reader{limit: limit, json: json.NewDecoder(limit), decoder: decode.NewDecoder(decode.Config{})}
	if err := r.member("log"); err != nil {
		return err
	}
	if err := r.member("entries"); err != nil {
		return err
	}
	if err := r.delim('['); err != nil {
		return err
	}
	for number := 1; r.json.More(); number++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		limit.used = 0
		var e entry
		if err := r.json.Decode(&e); err != nil {
			return fmt.Errorf("entry %d: %w", number, readError(err))
		}
		read := r.entry(&e)
		read.Number = number
		if err := pass(read); err != nil {
			return err
		}
	}
	return r.delim(']')
}

// limited fails when too much is read between two entries.
type limited struct {
	r         *bufio.Reader
	used, max int
}

var errEntryTooLarge = errors.New("larger than the limit")

func (l *limited) Read(p []byte) (int, error) {
	if l.used > l.max {
		return 0, errEntryTooLarge
	}
	n, err := l.r.Read(p)
	l.used += n
	return n, err
}

// skipMark skips the byte order mark that some browsers write.
func (l *limited) skipMark() {
	if b, err := l.r.Peek(3); err == nil && string(b) == "\xef\xbb\xbf" {
		_, _ = l.r.Discard(3)
	}
}

// reader walks through the JSON of an archive.
type reader struct {
	limit   *limited
	json    *json.Decoder
	decoder *decode.Decoder
}

// readError tells damage apart from limits.
func readError(err error) error {
	if errors.Is(err, errEntryTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

func (r *reader) delim(want json.Delim) error {
	t, err := r.json.Token()
	if err != nil {
		return readError(err)
	}
	if t != want {
		return fmt.Errorf("%w: want %s, got %v", ErrFormat, want, t)
	}
	return nil
}

// member goes to the value of an object's member, over those before it.
func (r *reader) member(name string) error {
	if err := r.delim('{'); err != nil {
		return err
	}
	for r.json.More() {
		t, err := r.json.Token()
		if err != nil {
			return readError(err)
		}
		if t == name {
			return nil
		}
		if err := r.skip(); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: %q is missing", ErrFormat, name)
}

// skip goes over a value without keeping it.
func (r *reader) skip() error {
	for depth := 0; ; {
		r.limit.used = 0
		t, err := r.json.Token()
		if err != nil {
			return readError(err)
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// entry makes of an entry what can be made of it.
func (r *reader) entry(e *entry) Entry {
	body, err := r.requestBody(&e.Request)
	if err != nil {
		return Entry{Err: err}
	}
	if ex, ok := own(e, body); ok {
		return Entry{Exchange: ex}
	}
	recorded, err := r.recorded(e, body)
	return Entry{Recorded: recorded, Err: err}
}

// own is the exchange that we put beside an entry, if it still belongs to it.
func own(e *entry, body []byte) (*capture.Exchange, bool) {
	if e.Rwscope == "" {
		return nil, false
	}
	b, err := base64.StdEncoding.DecodeString(e.Rwscope)
	if err != nil {
		return nil, false
	}
	ex, err := capture.UnmarshalExchange(b)
	if err != nil || ex.Request.BodyHash != xxhash.Sum64(body) {
		return nil, false
	}
	ex.Request.Body = body
	return ex, true
}

// requestBody is the body as it was on the wire. Where the archive leaves several
// readings, it is the one that is a message.
func (r *reader) requestBody(q *request) ([]byte, error) {
	if q.PostData == nil {
		return nil, nil
	}
	encoding := q.PostData.Encoding
	if encoding == "" {
		encoding = q.PostData.PlainEncoding
	}
	all, err := readings(q.PostData.Text, encoding, q.BodySize)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		if len(all) > 1 && r.isMessage(b) {
			return b, nil
		}
	}
	return all[len(all)-1], nil
}

func (r *reader) isMessage(b []byte) bool {
	body := r.decoder.Decode(decode.Header{}, b)
	defer body.Release()
	return body.Message != nil && body.Fault == nil
}

// recorded is an entry that somebody else wrote.
func (r *reader) recorded(e *entry, body []byte) (capture.Recorded, error) {
	at, err := time.Parse(time.RFC3339Nano, e.StartedDateTime)
	if err != nil {
		return capture.Recorded{}, fmt.Errorf("startedDateTime: %w", err)
	}
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		return capture.Recorded{}, fmt.Errorf("url: %w", err)
	}
	q := &http.Request{Method: e.Request.Method, URL: u, Host: u.Host, Header: header(e.Request.Headers)}
	if _, _, err := net.SplitHostPort(e.Connection); err == nil { // others write a number
		q.RemoteAddr = e.Connection
	}
	if host := q.Header.Get("Host"); host != "" {
		q.Host = host
	}
	answer := store.Answer{Status: min(max(e.Response.Status, 0), 999), Header: header(e.Response.Headers)}
	texts, err := readings(e.Response.Content.Text, e.Response.Content.Encoding, e.Response.Content.Size)
	if err == nil {
		answer.Body = texts[len(texts)-1]
	}
	return capture.Recorded{
		Request: q, Body: body, Time: at.UTC(), Answer: answer,
		Read: duration(e.Timings.Send), Took: duration(e.Time),
	}, nil
}

func header(all []pair) http.Header {
	h := http.Header{}
	for _, p := range all {
		if len(p.Name) > 0 && p.Name[0] == ':' { // HTTP/2's own
			continue
		}
		h.Add(p.Name, p.Value)
	}
	return h
}

// duration reads milliseconds; -1 stands for what is not known.
func duration(ms float64) time.Duration {
	const day = 24 * 60 * 60 * 1000
	if !(ms > 0 && ms < day) {
		return 0
	}
	return time.Duration(ms * float64(time.Millisecond))
}

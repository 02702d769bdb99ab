package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"

	"rwscope/decode"
)

// script is a request as a case file describes it.
type script struct {
	kind   decode.Kind
	method string
	header http.Header
	series []scriptSeries
	about  []scriptMetadata // v1
	pack   string           // how the message is compressed
	raw    []byte           // the message, if it is given in bytes
	plain  bool             // raw is the whole body
	cut    int              // bytes missing at the end of the body
}

type scriptSeries struct {
	labels     []labels.Label // as written: unsorted, repeated
	refs       []uint32       // v2: instead of labels
	samples    []scriptItem
	histograms []scriptItem
	exemplars  []scriptItem
	meta       *scriptMetadata // v2
}

type scriptItem struct {
	v        float64
	t, start int64
	h        *histogram.Histogram
	fh       *histogram.FloatHistogram
	labels   []labels.Label // of an exemplar
	refs     []uint32       // v2: instead of them
}

type scriptMetadata struct {
	name, kind, help string
	helpRef          uint32 // v2: instead of help
}

func newScript(kind string) *script {
	q := &script{kind: decode.V1, method: http.MethodPost, header: make(http.Header)}
	q.header.Set("Content-Encoding", "snappy")
	q.header.Set("Content-Type", "application/x-protobuf")
	q.header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	if kind == "v2" {
		q.kind = decode.V2
		q.header.Set("Content-Type", "application/x-protobuf;proto="+messageV2)
		q.header.Set("X-Prometheus-Remote-Write-Version", "2.0.0")
	}
	return q
}

// scriptDecoder is one for all, so that its keys lead to the series of earlier requests.
var scriptDecoder = decode.NewDecoder(decode.Config{})

// scripted is the request that the lines describe, one series a line.
func scripted(t *testing.T, kind string, lines ...string) *Request {
	t.Helper()
	q := newScript(kind)
	for _, line := range lines {
		if err := q.line(line); err != nil {
			t.Fatal(err)
		}
	}
	body := scriptDecoder.Decode(decode.Header{
		ContentType: q.header.Get("Content-Type"), ContentEncoding: q.header.Get("Content-Encoding"),
	}, q.wire())
	return &Request{Method: http.MethodPost, Path: "/", Header: q.header, Body: body}
}

// line takes one line of a case.
func (q *script) line(line string) error {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || strings.HasPrefix(trimmed, "#") {
		return nil
	}
	word, rest, _ := strings.Cut(trimmed, " ")
	switch word {
	case "header":
		name, v, _ := strings.Cut(rest, ": ")
		q.header.Set(name, v)
	case "without":
		q.header.Del(rest)
	case "method":
		q.method = rest
	case "pack":
		q.pack = rest
	case "text":
		q.raw, q.plain = []byte(rest), true
	case "message", "body":
		var err error
		q.raw, err = hex.DecodeString(strings.ReplaceAll(rest, " ", ""))
		q.plain = word == "body"
		return err
	case "cut":
		return scan(rest, &q.cut)
	case "metadata":
		m, err := parseMetadata(rest)
		q.about = append(q.about, m)
		return err
	default:
		return q.seriesLine(line, word, rest)
	}
	return nil
}

// seriesLine takes a line that begins a series, or an indented one that continues
// the last.
func (q *script) seriesLine(line, word, rest string) error {
	if line[0] != ' ' {
		return q.newSeries(line)
	}
	if len(q.series) == 0 {
		return errors.New("indented, but no series before")
	}
	last := &q.series[len(q.series)-1]
	switch word {
	case "exemplar":
		e, err := parseExemplar(rest)
		last.exemplars = append(last.exemplars, e)
		return err
	case "meta":
		m, err := parseMetadata(rest)
		last.meta = &m
		return err
	case "refs":
		var err error
		last.refs, err = parseRefs(rest)
		return err
	default:
		return last.items(strings.TrimSpace(line))
	}
}

func (q *script) newSeries(line string) error {
	ls, rest, err := parseLabels(line)
	if err != nil {
		return err
	}
	q.series = append(q.series, scriptSeries{labels: ls})
	return q.series[len(q.series)-1].items(strings.TrimSpace(rest))
}

// items takes "1 @now-5s, 2 @now" or one histogram.
func (s *scriptSeries) items(text string) error {
	if text == "" {
		return nil
	}
	for _, part := range strings.Split(text, ", ") {
		it, err := parseItem(part)
		if err != nil {
			return err
		}
		if it.h != nil || it.fh != nil {
			s.histograms = append(s.histograms, it)
		} else {
			s.samples = append(s.samples, it)
		}
	}
	return nil
}

// parseItem takes "VALUE @TIME [start TIME]"; VALUE is a number, "stale", or a
// histogram.
func parseItem(text string) (it scriptItem, err error) {
	before, after, ok := strings.Cut(text, " @")
	if !ok {
		return it, fmt.Errorf("%q has no time", text)
	}
	at, start, hasStart := strings.Cut(after, " start ")
	if it.t, err = parseTime(at); err != nil {
		return it, err
	}
	if hasStart {
		if it.start, err = parseTime(start); err != nil {
			return it, err
		}
	}
	kind, rest, _ := strings.Cut(before, " ")
	switch kind {
	case "histogram":
		it.h, _, err = parseHistogram(rest)
	case "float_histogram":
		_, it.fh, err = parseHistogram(rest)
	case "stale":
		it.v = math.Float64frombits(value.StaleNaN)
	default:
		it.v, err = strconv.ParseFloat(before, 64)
	}
	return it, err
}

// parseTime takes "now", "now-5s", "now+11m", a number as it is, and the first
// three "in seconds", "in microseconds" or "in nanoseconds".
func parseTime(text string) (int64, error) {
	text, in, _ := strings.Cut(text, " in ")
	rest, relative := strings.CutPrefix(text, "now")
	if !relative {
		return strconv.ParseInt(text, 10, 64)
	}
	at := time.Now()
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil {
			return 0, err
		}
		at = at.Add(d)
	}
	switch in {
	case "seconds":
		return at.Unix(), nil
	case "microseconds":
		return at.UnixMicro(), nil
	case "nanoseconds":
		return at.UnixNano(), nil
	default:
		return at.UnixMilli(), nil
	}
}

// parseExemplar takes "{labels} VALUE @TIME" or "refs 1,9 VALUE @TIME".
func parseExemplar(text string) (it scriptItem, err error) {
	var ls []labels.Label
	var refs []uint32
	if rest, ok := strings.CutPrefix(text, "refs "); ok {
		list, after, _ := strings.Cut(rest, " ")
		if refs, err = parseRefs(strings.ReplaceAll(list, ",", " ")); err != nil {
			return it, err
		}
		text = after
	} else if ls, text, err = parseLabels(text); err != nil {
		return it, err
	}
	it, err = parseItem(strings.TrimSpace(text))
	it.labels, it.refs = ls, refs
	return it, err
}

func parseRefs(text string) ([]uint32, error) {
	var refs []uint32
	for _, f := range strings.Fields(text) {
		n, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return nil, err
		}
		refs = append(refs, uint32(n))
	}
	return refs, nil
}

// parseMetadata takes `NAME TYPE "HELP"` or `NAME TYPE help_ref 9`.
func parseMetadata(text string) (m scriptMetadata, err error) {
	f := strings.SplitN(text, " ", 3)
	if len(f) != 3 {
		return m, errors.New(`want NAME TYPE "HELP"`)
	}
	m.name, m.kind = f[0], f[1]
	if ref, ok := strings.CutPrefix(f[2], "help_ref "); ok {
		return m, scan(ref, &m.helpRef)
	}
	m.help, err = strconv.Unquote(f[2])
	return m, err
}

// parseLabels takes `name{a="b",…}` and returns what follows it. Names and values
// are as they stand, with Go's escapes, so that every fault can be written down.
func parseLabels(text string) (ls []labels.Label, rest string, err error) {
	end := strings.IndexAny(text, "{ ")
	if end < 0 {
		end = len(text)
	}
	if name := text[:end]; name != "" {
		ls = append(ls, labels.Label{Name: model.MetricNameLabel, Value: name})
	}
	if end == len(text) || text[end] == ' ' {
		return ls, text[end:], nil
	}
	for text = text[end+1:]; !strings.HasPrefix(text, "}"); text = strings.TrimPrefix(text, ",") {
		name, after, ok := strings.Cut(text, "=")
		if !ok {
			return nil, "", errors.New("label without =")
		}
		quoted, err := strconv.QuotedPrefix(after)
		if err != nil {
			return nil, "", fmt.Errorf("value of label %s: %w", name, err)
		}
		v, _ := strconv.Unquote(quoted)
		ls = append(ls, labels.Label{Name: name, Value: v})
		text = after[len(quoted):]
	}
	return ls, text[1:], nil
}

func scan[T any](text string, v *T) error {
	_, err := fmt.Sscan(text, v)
	return err
}

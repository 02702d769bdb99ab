package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rwscope/capture"
	"rwscope/capture/har"
	"rwscope/capture/pcap"
	"rwscope/decode"
	"rwscope/store"
)

// File is a file to import.
type File struct {
	io.Reader
	Name string
	// Time is when a single body was recorded, as nothing in it says so.
	Time time.Time
}

// pcap imports the requests of a capture.
func (i *importer) pcap(ctx context.Context, r io.Reader) error {
	stats, err := pcap.Read(ctx, r, i.cfg.Pcap, func(p pcap.Pair) error { return i.add(fromPair(p)) })
	i.result.Notices = append(i.result.Notices, stats.Notices()...)
	return err
}

func fromPair(p pcap.Pair) capture.Recorded {
	r := capture.Recorded{
		Request: p.Request.Request, Body: p.Request.Body, Time: p.Request.Began.UTC(),
		Read: p.Request.Ended.Sub(p.Request.Began),
	}
	r.Request.RemoteAddr = p.Client
	if p.Answer == nil {
		return r
	}
	answer := p.Answer.Response
	r.Took = p.Answer.Ended.Sub(p.Request.Began)
	r.Answer = store.Answer{Status: answer.StatusCode, Header: answer.Header, Body: p.Answer.Body}
	if strings.EqualFold(answer.Header.Get("Content-Encoding"), "gzip") {
		r.Answer.Body = unpacked(p.Answer.Body)
	}
	return r
}

// maxUnpacked is how much of a packed answer is kept; it is an error text.
const maxUnpacked = 1 << 20

// unpacked is the text of a packed answer, or what came if it is not one.
func unpacked(b []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return b
	}
	text, err := io.ReadAll(io.LimitReader(z, maxUnpacked))
	if err != nil && len(text) == 0 {
		return b
	}
	return text
}

// gunzipped is the beginning of what is packed in b, of which there is only a
// part; nil if it is nothing of that sort.
func gunzipped(b []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	begin := make([]byte, 4)
	n, _ := io.ReadFull(z, begin)
	return begin[:n]
}

// har imports the entries of an archive. One that is cut off, as a proxy leaves it that
// was killed, or damaged is worth what comes before that.
func (i *importer) har(ctx context.Context, r io.Reader) error {
	entries := 0
	err := har.Read(ctx, r, i.cfg.HAR, func(e har.Entry) error {
		entries++
		switch {
		case e.Err != nil:
			i.notice("entry %d is left out: %v", e.Number, e.Err)
			return nil
		case e.Exchange != nil:
			i.cfg.Journal.SkipTo(e.Exchange.ID)
			return i.append(e.Exchange)
		default:
			return i.add(e.Recorded)
		}
	})
	if entries > 0 && errors.Is(err, har.ErrFormat) {
		i.notice("the file is cut off or damaged, what comes before that was read: %v", err)
		return nil
	}
	return err
}

// maxBody is the largest single body, in bytes.
const maxBody = 64 << 20

// body imports a file that is one request body.
func (i *importer) body(file File, r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return err
	}
	if len(b) > maxBody {
		return errTooLarge
	}
	header := i.cfg.Header.Clone()
	if header == nil {
		header = i.headerOf(b)
	}
	ex := capture.Recorded{
		Request: &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/api/v1/write"}, Header: header},
		Body:    b, Time: file.Time.UTC(),
	}.Exchange(i.decoder)
	return i.append(ex)
}

// headerOf is the header with which a sender would send such a body.
func (i *importer) headerOf(b []byte) http.Header {
	body := i.decoder.Decode(decode.Header{}, b)
	defer body.Release()
	h := http.Header{}
	switch body.Coding {
	case decode.CodingSnappy, decode.CodingSnappyFramed:
		h.Set("Content-Encoding", "snappy")
	case decode.CodingGzip, decode.CodingZstd:
		h.Set("Content-Encoding", string(body.Coding))
	}
	switch body.Form {
	case decode.FormV1:
		h.Set("Content-Type", "application/x-protobuf")
		h.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	case decode.FormV2:
		h.Set("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
		h.Set("X-Prometheus-Remote-Write-Version", "2.0.0")
	case decode.FormJSON:
		h.Set("Content-Type", "application/json")
	}
	return h
}

package importer

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"rwscope/capture"
	"rwscope/capture/har"
	"rwscope/capture/pcap"
	"rwscope/decode"
)

// Kind is what a file is.
type Kind string

// The kinds.
const (
	KindPcap Kind = "packet capture"
	KindHAR  Kind = "HTTP Archive"
	KindBody Kind = "request body"
)

// Config says what is imported, and how.
type Config struct {
	// Journal takes the exchanges. Those of our own archives keep their IDs, unless
	// they are taken.
	Journal *capture.Journal
	// All imports every HTTP request, not only what looks like remote_write.
	All bool
	// Header goes with single bodies, instead of headers made from their bytes.
	Header http.Header
	Pcap   pcap.Config
	HAR    har.Config
}

// Result says what was in a file.
type Result struct {
	Kind     Kind
	Imported int
	Skipped  int // requests that are no remote_write
	Notices  []string
}

// importer is one import that is going on.
type importer struct {
	cfg     Config
	decoder *decode.Decoder
	result  Result
	untold  int // notices that there was no room for
}

// Import appends what is in a file to a history. Errors of the history end it.
func Import(ctx context.Context, file File, cfg Config) (Result, error) {
	i := &importer{cfg: cfg, decoder: decode.NewDecoder(decode.Config{})}
	r := bufio.NewReaderSize(file, sniffSize)
	begin, err := r.Peek(sniffSize)
	if err != nil && err != io.EOF {
		return i.result, fmt.Errorf("%s: %w", file.Name, err)
	}
	i.result.Kind = kindOf(begin)
	switch i.result.Kind {
	case KindPcap:
		err = i.pcap(ctx, r)
	case KindHAR:
		err = i.har(ctx, r)
	default:
		err = i.body(file, r)
	}
	if i.untold > 0 {
		i.result.Notices = append(i.result.Notices, fmt.Sprintf("and %d more", i.untold))
	}
	if err != nil {
		return i.result, fmt.Errorf("%s: %w", file.Name, err)
	}
	return i.result, nil
}

// sniffSize is how many bytes tell what a file is.
const sniffSize = 4096

// pcapMagics begin captures: both byte orders, micro- and nanoseconds, pcapng.
var pcapMagics = [][]byte{
	{0xd4, 0xc3, 0xb2, 0xa1},
	{0xa1, 0xb2, 0xc3, 0xd4},
	{0x4d, 0x3c, 0xb2, 0xa1},
	{0xa1, 0xb2, 0x3c, 0x4d},
	{0x0a, 0x0d, 0x0d, 0x0a},
}

func kindOf(begin []byte) Kind {
	for _, magic := range pcapMagics {
		if bytes.HasPrefix(begin, magic) || bytes.HasPrefix(gunzipped(begin), magic) {
			return KindPcap
		}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(begin, []byte("\xef\xbb\xbf")), " \t\r\n")
	if bytes.HasPrefix(text, []byte("{")) && bytes.Contains(text, []byte(`"log"`)) {
		return KindHAR
	}
	return KindBody
}

// add appends what was recorded, if it is of interest.
func (i *importer) add(r capture.Recorded) error {
	ex := r.Exchange(i.decoder)
	if !i.cfg.All && !isRemoteWrite(&ex.Request) {
		i.result.Skipped++
		return nil
	}
	return i.append(ex)
}

// append gives an exchange the next ID.
func (i *importer) append(ex *capture.Exchange) error {
	ex.ID = i.cfg.Journal.Reserve()
	if err := i.cfg.Journal.Append(ex); err != nil {
		return err
	}
	i.result.Imported++
	return nil
}

// maxNotices bounds what is said about one file.
const maxNotices = 20

func (i *importer) notice(format string, args ...any) {
	if i.untold++; len(i.result.Notices) < maxNotices {
		i.result.Notices = append(i.result.Notices, fmt.Sprintf(format, args...))
		i.untold = 0
	}
}

package export

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"strconv"

	"rwscope/capture"
)

// bodies writes each body to a file of its own, and what belongs to it to a line
// of manifest.jsonl: {"file":"000001.bin","headers":{…},"exchange":{…}}.
type bodies struct {
	dir      string
	file     *os.File
	manifest *bufio.Writer
	buf      []byte
}

func newBodies(dir string) (*bodies, error) {
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	file, err := create(dir, "manifest.jsonl")
	if err != nil {
		return nil, err
	}
	return &bodies{dir: dir, file: file, manifest: bufio.NewWriter(file)}, nil
}

func (b *bodies) Write(ex *capture.Exchange) error {
	if err := writeBody(b.dir, ex); err != nil {
		return err
	}
	header, err := json.Marshal(ex.Request.Header)
	if err != nil {
		return err
	}
	b.buf = strconv.AppendQuote(append(b.buf[:0], `{"file":`...), bodyName(ex))
	b.buf = append(append(b.buf, `,"headers":`...), escapeJSON(header)...)
	b.buf = append(capture.AppendJSON(append(b.buf, `,"exchange":`...), ex), "}\n"...)
	_, err = b.manifest.Write(b.buf)
	return err
}

func (b *bodies) Close() error { return errors.Join(b.manifest.Flush(), b.file.Close()) }

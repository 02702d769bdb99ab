package pcap

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// request reads a request from the stream.
func (h *half) request() error {
	m := Message{Began: h.began, from: h.at()}
	h.conn.client = h
	q, err := http.ReadRequest(h.r)
	if err != nil {
		return err
	}
	m.Request = q
	if m.Body, err = h.body(q.Body); err != nil {
		return err
	}
	m.Ended = h.seen
	h.release()
	h.conn.requested(m)
	return nil
}

// response reads an answer from the stream.
func (h *half) response() error {
	m := Message{Began: h.began, ack: h.ack}
	answer, err := http.ReadResponse(h.r, h.conn.awaiting())
	if err != nil {
		return err
	}
	m.Response = answer
	if m.Body, err = h.body(answer.Body); err != nil {
		return err
	}
	m.Ended = h.seen
	h.release()
	if answer.StatusCode/100 != 1 { // 100 Continue comes before the answer
		h.conn.answered(m)
	}
	return nil
}

// chunkCost is how many bytes of the stream one byte of a chunked body takes at
// most: its size in a line, and two line ends.
const chunkCost = 6

// body reads a body within the limits. Declared lengths are not believed: memory
// grows only with what is there.
func (h *half) body(r io.Reader) ([]byte, error) {
	reader := h.conn.reader
	h.left = chunkCost*reader.cfg.MaxBody + maxHead
	var b bytes.Buffer
	var chunk [4096]byte
	for {
		n, err := r.Read(chunk[:])
		b.Write(chunk[:n])
		h.held += n
		reader.held += n
		switch {
		case b.Len() > reader.cfg.MaxBody || reader.held > reader.cfg.MaxHeld:
			return nil, errTooLarge
		case errors.Is(err, io.EOF):
			return b.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// release gives back what the body took of the total.
func (h *half) release() {
	h.conn.reader.held -= h.held
	h.held = 0
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"
)

const (
	// metric is what is sent, perRequest how many series of it.
	metric     = "badday"
	perRequest = 100
)

// sender sends one sample of each series at a time, each later than the one before.
type sender struct {
	client   *http.Client
	at       int64
	answered int // requests that were answered 204
	statuses map[int]int
	slowest  time.Duration
	unsure   int // requests without an answer
}

func newSender() *sender {
	return &sender{
		client:   &http.Client{Transport: &http.Transport{}},
		at:       time.Now().Add(-50 * time.Minute).UnixMilli(),
		statuses: make(map[int]int),
	}
}

// send sends the next samples. padding makes the body larger, by labels that do not
// compress.
func (s *sender) send(r *rwscope, padding int) error {
	s.at++
	var m prompb.WriteRequest
	for i := range perRequest {
		m.Timeseries = append(m.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: metric}, {Name: "i", Value: strconv.Itoa(i)}},
			Samples: []prompb.Sample{{Value: float64(i), Timestamp: s.at}},
		})
	}
	if padding > 0 {
		noise := make([]byte, padding)
		for i := range noise {
			noise[i] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"[rand.IntN(64)]
		}
		m.Timeseries = append(m.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: "padding"}, {Name: "noise", Value: string(noise)}},
			Samples: []prompb.Sample{{Value: 1, Timestamp: s.at}},
		})
	}
	message, err := m.Marshal()
	if err != nil {
		return err
	}
	begin := time.Now()
	status, err := s.post(r, snappy.Encode(nil, message))
	s.slowest = max(s.slowest, time.Since(begin))
	if err != nil {
		s.unsure++
		return err
	}
	s.statuses[status]++
	if status == http.StatusNoContent {
		s.answered++
	}
	return nil
}

func (s *sender) post(r *rwscope, body []byte) (int, error) {
	q, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+r.addr+"/api/v1/write", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	q.Header.Set("Content-Encoding", "snappy")
	q.Header.Set("Content-Type", "application/x-protobuf")
	q.Header.Set("User-Agent", "badday/1")
	res, err := s.client.Do(q)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

// sendFor sends for a while.
func (s *sender) sendFor(r *rwscope, d time.Duration, padding int) error {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if err := s.send(r, padding); err != nil {
			return err
		}
	}
	return nil
}

// complete says what is missing of what was answered 204. A request without an
// answer may be stored or not.
func (s *sender) complete(k kept) error {
	var errs []error
	if k.answered < s.answered {
		errs = append(errs, fmt.Errorf("%d requests were answered 204, the journal has %d", s.answered, k.answered))
	}
	if low, high := s.answered*perRequest, (s.answered+s.unsure)*perRequest; k.samples < low || k.samples > high {
		errs = append(errs, fmt.Errorf("%d samples were answered 204, the TSDB has %d", low, k.samples))
	}
	return errors.Join(errs...)
}

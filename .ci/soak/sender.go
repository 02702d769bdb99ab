package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/prompb"
)

const (
	// batch is how many samples go into one request.
	batch = 1000
	// measureTime is how long rwscope is given all that it takes.
	measureTime = 15 * time.Second
	// lifetime of a series that comes and goes, and how often it is sent in it.
	lifetime = time.Minute
	visits   = 4
)

// sender sends samples of series that stay and of series that come and go.
type sender struct {
	cfg     *config
	url     string
	client  *http.Client
	start   time.Time // of the real clock
	begin   int64     // of the samples' clock, Unix milliseconds
	last    int64     // time of the last round
	born    int       // series that came so far
	samples atomic.Int64
	request prompb.WriteRequest
}

func newSender(c *config, url string) *sender {
	// The samples' clock arrives at the present at the end.
	ahead := time.Duration(float64(c.length+2*measureTime) * c.speed)
	return &sender{
		cfg: c, url: url + "/api/v1/write", start: time.Now(), begin: time.Now().Add(-ahead).UnixMilli(),
		client: &http.Client{Transport: &http.Transport{}},
	}
}

// now is the samples' clock.
func (s *sender) now() int64 {
	return s.begin + int64(float64(time.Since(s.start).Milliseconds())*s.cfg.speed)
}

// measure finds how many samples a second rwscope takes.
func (s *sender) measure(ctx context.Context) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, measureTime)
	defer cancel()
	err := s.run(ctx, math.Inf(1))
	return float64(s.samples.Load()) / measureTime.Seconds(), err
}

// run sends so many samples a second until ctx ends.
func (s *sender) run(ctx context.Context, rate float64) error {
	from, sent := time.Now(), 0
	for at := 0; ctx.Err() == nil; at = (at + batch) % s.cfg.series {
		if at == 0 {
			s.last = max(s.now(), s.last+1)
			n, err := s.churn(ctx)
			if err != nil {
				return s.ended(ctx, err)
			}
			sent += n
		}
		for i := at; i < min(at+batch, s.cfg.series); i++ {
			s.add("steady", i, float64(i), s.last)
		}
		sent += len(s.request.Timeseries)
		if err := s.flush(ctx); err != nil {
			return s.ended(ctx, err)
		}
		ahead := time.Duration(float64(sent)/rate*float64(time.Second)) - time.Since(from)
		select {
		case <-time.After(ahead):
		case <-ctx.Done():
		}
	}
	return nil
}

// ended forgets an error that comes of the end.
func (s *sender) ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// churn brings new series, visits those that live, and retires old ones with a
// staleness marker. When the machine has stalled, what is due comes in several
// rounds, since a series gets one sample in each.
func (s *sender) churn(ctx context.Context) (sent int, err error) {
	due := int(time.Since(s.start).Minutes() * float64(s.cfg.churn))
	alive := int(lifetime.Minutes() * float64(s.cfg.churn))
	step := alive / visits
	for due = min(due, s.born+step); s.born < due; s.born++ {
		for visit := range visits {
			if i := s.born - visit*step; i >= 0 {
				s.add("churn", i, float64(visit), s.last)
			}
		}
		if i := s.born - alive; i >= 0 {
			s.add("churn", i, math.Float64frombits(value.StaleNaN), s.last)
		}
		if len(s.request.Timeseries) >= batch {
			sent += len(s.request.Timeseries)
			if err := s.flush(ctx); err != nil {
				return sent, err
			}
		}
	}
	sent += len(s.request.Timeseries)
	return sent, s.flush(ctx)
}

func (s *sender) add(name string, i int, v float64, at int64) {
	id := strconv.Itoa(i)
	s.request.Timeseries = append(s.request.Timeseries, prompb.TimeSeries{
		Labels: []prompb.Label{
			{Name: "__name__", Value: name + "_requests_total"},
			{Name: "cluster", Value: "eu-west-1"},
			{Name: "instance", Value: "10.0.0.1:9090"},
			{Name: "job", Value: "soak"},
			{Name: "pod", Value: "payments-api-7f9c8d-" + id},
		},
		Samples: []prompb.Sample{{Value: v, Timestamp: at}},
	})
}

// flush sends what was added. Only 204 will do.
func (s *sender) flush(ctx context.Context) error {
	if len(s.request.Timeseries) == 0 {
		return nil
	}
	message, err := s.request.Marshal()
	if err != nil {
		return err
	}
	s.samples.Add(int64(len(s.request.Timeseries)))
	s.request.Timeseries = s.request.Timeseries[:0]
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(snappy.Encode(nil, message)))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Encoding", "snappy")
	q.Header.Set("Content-Type", "application/x-protobuf")
	q.Header.Set("User-Agent", "soak/1")
	q.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	res, err := s.client.Do(q)
	if err != nil {
		return err
	}
	text, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		return fmt.Errorf("rwscope answers %s: %s", res.Status, text)
	}
	return nil
}

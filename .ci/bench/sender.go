package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// sender sends one pass of the workload to one target.
type sender struct {
	*workload
	name, url, pid string

	client *http.Client
	bad    atomic.Int64
}

// result is what one pass showed.
type result struct {
	samples, requests float64 // per second
	p50, p99          float64 // milliseconds
	cpuPerM           float64 // CPU seconds per million samples
	bad               int64   // requests not answered 2xx
}

func (r result) describe(pid string) string {
	return fmt.Sprintf("%9.0f samples/s %7.0f req/s  p50 %6.2f ms  p99 %6.2f ms  cpu %6.3f s/Msample  peak %5d MiB  bad %d",
		r.samples, r.requests, r.p50, r.p99, r.cpuPerM, rss(pid)/1024, r.bad)
}

func newPost(url string, body []byte) (*http.Request, error) {
	return http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
}

// run shards the requests by series, so that each series stays in order on one
// connection.
func (s *sender) run(bodies [][]byte) result {
	s.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: s.conns, DisableCompression: true}}
	latencies := make([][]float64, s.conns)
	perRound := (s.series + s.perRequest - 1) / s.perRequest
	var wg sync.WaitGroup
	before, start := cpu(s.pid), time.Now()
	for c := range s.conns {
		wg.Go(func() {
			for i, body := range bodies {
				if i%perRound%s.conns == c {
					latencies[c] = append(latencies[c], s.send(body))
				}
			}
		})
	}
	wg.Wait()
	elapsed, used := time.Since(start).Seconds(), cpu(s.pid)-before
	var all []float64
	for _, l := range latencies {
		all = append(all, l...)
	}
	sort.Float64s(all)
	quantile := func(q float64) float64 { return all[int(q*float64(len(all)-1))] * 1000 }
	samples := float64(s.series * s.rounds)
	return result{
		samples: samples / elapsed, requests: float64(len(bodies)) / elapsed,
		p50: quantile(.5), p99: quantile(.99), cpuPerM: used / samples * 1e6, bad: s.bad.Load(),
	}
}

// send sends one body and returns how long it took, in seconds.
func (s *sender) send(body []byte) float64 {
	start := time.Now()
	req, err := s.request(s.url, body)
	if err != nil {
		s.bad.Add(1)
		return 0
	}
	resp, err := s.client.Do(req)
	if err != nil {
		s.bad.Add(1)
		return time.Since(start).Seconds()
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 && s.bad.Add(1) == 1 && !s.refused {
		m, _ := io.ReadAll(io.LimitReader(resp.Body, 300))
		fmt.Fprintf(os.Stderr, "%s: %s: %s\n", s.name, resp.Status, m)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	return time.Since(start).Seconds()
}

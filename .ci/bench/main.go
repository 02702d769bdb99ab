// Command load sends a fixed, pre-encoded remote-write workload to one or more
// receivers and reports requests/s, samples/s, latency percentiles and the receiver's
// CPU time per million samples (read from /proc/PID/stat), so that two receivers are
// compared on the very same bytes in one run.
//
// It needs no dependency: the v1 and v2 messages and the snappy block (literals and
// simple copies) are written by hand here, so that it shares no code with what it
// measures.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"
)

// workload is what is sent, the same to all targets.
type workload struct {
	series, perRequest, rounds, conns, proto, passes int
	refused                                          bool

	all  []series
	base int64 // Unix milliseconds of the first round
}

func main() {
	var targets multi
	var w workload
	flag.Var(&targets, "target", "name=url[,pid[+pid]]; may be repeated, run in turn")
	flag.IntVar(&w.series, "series", 20000, "distinct series")
	flag.IntVar(&w.perRequest, "per-request", 1000, "series per request")
	flag.IntVar(&w.rounds, "rounds", 60, "samples per series in one pass")
	flag.IntVar(&w.conns, "conns", 4, "connections")
	flag.IntVar(&w.proto, "proto", 1, "remote write version: 1 or 2")
	flag.IntVar(&w.passes, "passes", 3, "passes per target, interleaved")
	flag.BoolVar(&w.refused, "refused", false, "every request but the first ones is out of order")
	flag.Parse()
	w.prepare()

	results := map[string][]result{}
	for pass := range w.passes {
		bodies := w.bodies(pass) // every target of a pass gets the same bytes
		for _, t := range targets {
			name, rest, _ := strings.Cut(t, "=")
			url, pid, _ := strings.Cut(rest, ",")
			s := sender{workload: &w, name: name, url: url, pid: pid}
			r := s.run(bodies)
			results[name] = append(results[name], r)
			fmt.Printf("pass %d %-14s %s\n", pass, name, r.describe(pid))
		}
	}
	compare(targets, results)
}

func (w *workload) prepare() {
	w.all = make([]series, w.series)
	for i := range w.all {
		w.all[i] = mkSeries(i)
	}
	w.base = time.Now().Add(-100 * time.Minute).UnixMilli()
}

// bodies are the requests of one pass: all series once, round after round.
func (w *workload) bodies(pass int) (bodies [][]byte) {
	for r := range w.rounds {
		ts := w.base + int64(pass*w.rounds+r)*1000
		if w.refused && pass+r > 0 {
			ts = w.base - 1000
		}
		for o := 0; o < w.series; o += w.perRequest {
			chunk := w.all[o:min(o+w.perRequest, w.series)]
			encode := encV1
			if w.proto == 2 {
				encode = encV2
			}
			bodies = append(bodies, snappyEnc(encode(chunk, ts, float64(r))))
		}
	}
	return bodies
}

// request makes the request of one body.
func (w *workload) request(url string, body []byte) (*http.Request, error) {
	req, err := newPost(url, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Encoding", "snappy")
	req.Header.Set("User-Agent", "load/1.0")
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	if w.proto == 2 {
		req.Header.Set("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
		req.Header.Set("X-Prometheus-Remote-Write-Version", "2.0.0")
	}
	return req, nil
}

// compare prints the ratios of all targets to the first, by the medians of their
// passes.
func compare(targets multi, results map[string][]result) {
	if len(targets) < 2 {
		return
	}
	ref, _, _ := strings.Cut(targets[0], "=")
	for _, t := range targets[1:] {
		name, _, _ := strings.Cut(t, "=")
		var throughput, cpu []float64
		for i, r := range results[name] {
			throughput = append(throughput, r.samples/results[ref][i].samples)
			if results[ref][i].cpuPerM > 0 {
				cpu = append(cpu, r.cpuPerM/results[ref][i].cpuPerM)
			}
		}
		fmt.Printf("%s / %s: throughput x%.2f (median of %d)", name, ref, median(throughput), len(throughput))
		if len(cpu) > 0 {
			fmt.Printf(", cpu per sample x%.2f", median(cpu))
		}
		fmt.Println()
	}
}

func median(list []float64) float64 {
	sort.Float64s(list)
	return list[len(list)/2]
}

type multi []string

func (m *multi) String() string     { return strings.Join(*m, " ") }
func (m *multi) Set(s string) error { *m = append(*m, s); return nil }

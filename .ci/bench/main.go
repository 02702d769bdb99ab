// Command load sends a fixed, pre-encoded remote-write workload to one or
// more receivers and reports requests/s, samples/s, latency percentiles and the
// receiver's CPU time per million samples (read from /proc/PID/stat), so that
// two receivers are compared on the very same bytes in one run.
//
// It needs no dependency: the v1 and v2 messages and the snappy block (literals and
// simple copies) are written by hand here, so that it shares no code with what it measures.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func uv(b []byte, v uint64) []byte  { return binary.AppendUvarint(b, v) }
func tag(b []byte, f, w int) []byte { return uv(b, uint64(f<<3|w)) }
func bs(b []byte, f int, p []byte) []byte {
	b = tag(b, f, 2)
	b = uv(b, uint64(len(p)))
	return append(b, p...)
}

type series struct{ kv [][2]string }

func mkSeries(id int) series {
	return series{[][2]string{
		{"__name__", fmt.Sprintf("http_server_duration_seconds_bucket_%d", id%40)},
		{"cluster", "prod-eu-west-1"},
		{"instance", fmt.Sprintf("10.0.%d.%d:9090", id/250%250, id%250)},
		{"job", "kubernetes-pods"},
		{"le", fmt.Sprint(id % 17)},
		{"namespace", "payments"},
		{"pod", fmt.Sprintf("payments-api-7f9c8d-%05d", id)},
	}}
}

func encV1(ss []series, ts int64, val float64) []byte {
	var out, t, l, s []byte
	for i := range ss {
		t = t[:0]
		for _, kv := range ss[i].kv {
			l = l[:0]
			l = bs(l, 1, []byte(kv[0]))
			l = bs(l, 2, []byte(kv[1]))
			t = bs(t, 1, l)
		}
		s = s[:0]
		s = tag(s, 1, 1)
		s = binary.LittleEndian.AppendUint64(s, math.Float64bits(val+float64(i)))
		s = tag(s, 2, 0)
		s = uv(s, uint64(ts))
		t = bs(t, 2, s)
		out = bs(out, 1, t)
	}
	return out
}

func encV2(ss []series, ts int64, val float64) []byte {
	idx := map[string]uint64{"": 0}
	syms := []string{""}
	sym := func(s string) uint64 {
		if i, ok := idx[s]; ok {
			return i
		}
		i := uint64(len(syms))
		idx[s] = i
		syms = append(syms, s)
		return i
	}
	var body, t, p, s []byte
	for i := range ss {
		t, p = t[:0], p[:0]
		for _, kv := range ss[i].kv {
			p = uv(p, sym(kv[0]))
			p = uv(p, sym(kv[1]))
		}
		t = bs(t, 1, p)
		s = s[:0]
		s = tag(s, 1, 1)
		s = binary.LittleEndian.AppendUint64(s, math.Float64bits(val+float64(i)))
		s = tag(s, 2, 0)
		s = uv(s, uint64(ts))
		t = bs(t, 2, s)
		body = bs(body, 5, t)
	}
	var out []byte
	for _, s := range syms {
		out = bs(out, 4, []byte(s))
	}
	return append(out, body...)
}

// snappyEnc is a small greedy snappy block encoder (64 KiB window blocks).
func snappyEnc(src []byte) []byte {
	dst := uv(nil, uint64(len(src)))
	for len(src) > 0 {
		n := min(len(src), 65536)
		dst = snapBlock(dst, src[:n])
		src = src[n:]
	}
	return dst
}

func lit(dst, p []byte) []byte {
	for len(p) > 0 {
		n := min(len(p), 65536)
		switch m := n - 1; {
		case m < 60:
			dst = append(dst, byte(m<<2))
		case m < 256:
			dst = append(dst, 60<<2, byte(m))
		default:
			dst = append(dst, 61<<2, byte(m), byte(m>>8))
		}
		dst = append(dst, p[:n]...)
		p = p[n:]
	}
	return dst
}

func snapBlock(dst, src []byte) []byte {
	var tab [1 << 14]int32
	i, start := 0, 0
	for i+4 <= len(src) {
		h := binary.LittleEndian.Uint32(src[i:]) * 0x1e35a7bd >> 18
		c := int(tab[h]) - 1
		tab[h] = int32(i + 1)
		if c < 0 || i-c > 65535 || binary.LittleEndian.Uint32(src[c:]) != binary.LittleEndian.Uint32(src[i:]) {
			i++
			continue
		}
		dst = lit(dst, src[start:i])
		n := 4
		for i+n < len(src) && src[c+n] == src[i+n] {
			n++
		}
		off := i - c
		for rem := n; rem > 0; {
			m := min(rem, 64)
			dst = append(dst, byte((m-1)<<2|2), byte(off), byte(off>>8))
			rem -= m
		}
		i += n
		start = i
	}
	return lit(dst, src[start:])
}

func cpu(pids string) float64 {
	if pids == "" {
		return 0
	}
	var total float64
	for _, pid := range strings.Split(pids, "+") {
		b, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			continue
		}
		f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+2:]))
		u, _ := strconv.ParseFloat(f[11], 64)
		s, _ := strconv.ParseFloat(f[12], 64)
		total += (u + s) / 100
	}
	return total
}

func rss(pids string) (kb int) {
	for _, pid := range strings.Split(pids, "+") {
		b, _ := os.ReadFile("/proc/" + pid + "/status")
		for _, l := range strings.Split(string(b), "\n") {
			if strings.HasPrefix(l, "VmHWM:") {
				n, _ := strconv.Atoi(strings.Fields(l)[1])
				kb += n
			}
		}
	}
	return kb
}

func main() {
	var targets multi
	flag.Var(&targets, "target", "name=url[,pid[+pid]]; may be repeated, run in turn")
	nser := flag.Int("series", 20000, "distinct series")
	per := flag.Int("per-request", 1000, "series per request")
	rounds := flag.Int("rounds", 60, "samples per series in one pass")
	conns := flag.Int("conns", 4, "connections")
	proto := flag.Int("proto", 1, "remote write version: 1 or 2")
	refused := flag.Bool("refused", false, "every request but the first ones is out of order")
	passes := flag.Int("passes", 3, "passes per target, interleaved")
	flag.Parse()

	ss := make([]series, *nser)
	for i := range ss {
		ss[i] = mkSeries(i)
	}
	type res struct {
		sps, rps, p50, p99, cpuPerM float64
		bad                         int64
	}
	all := map[string][]res{}
	base := time.Now().Add(-100 * time.Minute).UnixMilli()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *conns, DisableCompression: true}}
	for p := 0; p < *passes; p++ {
		// Every target of a pass gets the same bytes.
		var bodies [][]byte
		for r := 0; r < *rounds; r++ {
			ts := base + int64(p**rounds+r)*1000
			if *refused && p+r > 0 {
				ts = base - 1000
			}
			for o := 0; o < *nser; o += *per {
				chunk := ss[o:min(o+*per, *nser)]
				var raw []byte
				if *proto == 2 {
					raw = encV2(chunk, ts, float64(r))
				} else {
					raw = encV1(chunk, ts, float64(r))
				}
				bodies = append(bodies, snappyEnc(raw))
			}
		}
		for _, t := range targets {
			name, rest, _ := strings.Cut(t, "=")
			url, pid, _ := strings.Cut(rest, ",")
			// Shard by series so that each series stays in order on one connection.
			lat := make([][]float64, *conns)
			var bad atomic.Int64
			var wg sync.WaitGroup
			perRound := (*nser + *per - 1) / *per
			c0 := cpu(pid)
			t0 := time.Now()
			for c := 0; c < *conns; c++ {
				wg.Add(1)
				go func() {
					defer wg.Done()
					for i, b := range bodies {
						if i%perRound%*conns != c {
							continue
						}
						req, _ := http.NewRequest("POST", url, bytes.NewReader(b))
						req.Header.Set("Content-Encoding", "snappy")
						req.Header.Set("User-Agent", "load/1.0")
						if *proto == 2 {
							req.Header.Set("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
							req.Header.Set("X-Prometheus-Remote-Write-Version", "2.0.0")
						} else {
							req.Header.Set("Content-Type", "application/x-protobuf")
							req.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
						}
						s := time.Now()
						resp, err := client.Do(req)
						if err != nil {
							bad.Add(1)
							continue
						}
						if resp.StatusCode/100 != 2 {
							if bad.Add(1) == 1 && !*refused {
								m, _ := io.ReadAll(io.LimitReader(resp.Body, 300))
								fmt.Fprintf(os.Stderr, "%s: %s: %s\n", name, resp.Status, m)
							}
						}
						io.Copy(io.Discard, resp.Body)
						resp.Body.Close()
						lat[c] = append(lat[c], time.Since(s).Seconds())
					}
				}()
			}
			wg.Wait()
			el := time.Since(t0).Seconds()
			c1 := cpu(pid)
			var l []float64
			for _, x := range lat {
				l = append(l, x...)
			}
			sort.Float64s(l)
			q := func(f float64) float64 { return l[int(f*float64(len(l)-1))] * 1000 }
			samples := float64(*nser * *rounds)
			r := res{samples / el, float64(len(bodies)) / el, q(.5), q(.99), (c1 - c0) / samples * 1e6, bad.Load()}
			all[name] = append(all[name], r)
			fmt.Printf("pass %d %-14s %9.0f samples/s %7.0f req/s  p50 %6.2f ms  p99 %6.2f ms  cpu %6.3f s/Msample  peak %5d MiB  bad %d\n", p, name, r.sps, r.rps, r.p50, r.p99, r.cpuPerM, rss(pid)/1024, r.bad)
		}
	}
	if len(targets) > 1 {
		ref, _, _ := strings.Cut(targets[0], "=")
		for _, t := range targets[1:] {
			name, _, _ := strings.Cut(t, "=")
			var a, b []float64
			for i := range all[name] {
				a = append(a, all[name][i].sps/all[ref][i].sps)
				if all[ref][i].cpuPerM > 0 {
					b = append(b, all[name][i].cpuPerM/all[ref][i].cpuPerM)
				}
			}
			sort.Float64s(a)
			sort.Float64s(b)
			fmt.Printf("%s / %s: throughput x%.2f (median of %d)", name, ref, a[len(a)/2], len(a))
			if len(b) > 0 {
				fmt.Printf(", cpu per sample x%.2f", b[len(b)/2])
			}
			fmt.Println()
		}
	}
}

type multi []string

func (m *multi) String() string     { return strings.Join(*m, " ") }
func (m *multi) Set(s string) error { *m = append(*m, s); return nil }

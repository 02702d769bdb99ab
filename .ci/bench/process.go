package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"
)

// cpu is the CPU time in seconds that the processes (PID or PID+PID) have used.
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

// rss is the peak resident memory of the processes in KiB.
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

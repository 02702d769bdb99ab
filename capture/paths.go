package capture

import (
	"slices"
	"strings"

	"rwscope/store"
)

// endpoints are the ends of the paths that known receivers serve. In front of them
// may be what a proxy or a tenant needs.
var endpoints = []string{
	"/api/v1/write",             // Prometheus, VictoriaMetrics
	"/api/v1/push",              // Mimir, Cortex
	"/api/prom/push",            // Grafana Cloud, Cortex before
	"/api/v1/receive",           // Thanos
	"/receive",                  // Thanos, as its documentation has it
	"/api/v1/remote_write",      // Amazon
	"/api/v1/prom/write",        // InfluxDB 1
	"/api/v1/prom/remote/write", // M3, InfluxDB 3
	"/prometheus/write",         // Google, GreptimeDB
	"/prometheus",               // VictoriaMetrics' cluster takes both
	"/write",
}

// usual reports whether a receiver is known that serves this path.
func usual(path string) bool {
	return slices.ContainsFunc(endpoints, func(end string) bool { return strings.HasSuffix(path, end) })
}

// flagPath notes a path that only rwscope serves.
func (x *Exchange) flagPath(path string) {
	v := &x.Verdict
	if usual(path) {
		return
	}
	v.ProblemsTotal++
	if len(v.Problems) < store.MaxProblems {
		v.Problems = append(v.Problems, store.Explain(store.Finding{
			Cause: store.CauseUnusualPath, Role: store.RoleWitness, Item: store.ItemRequest, Index: -1,
			Detail: path, Sender: x.Sender.UserAgent,
		}))
	}
}

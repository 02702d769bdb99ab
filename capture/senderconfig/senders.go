package senderconfig

import (
	"errors"
	"slices"
	"strings"
)

// ErrUnknown is returned for a name that no sender has.
var ErrUnknown = errors.New("unknown sender")

// Sender is a program that can send remote_write.
type Sender struct {
	Name    string // as given on the command line
	Title   string // as people write it
	Aliases []string
	file    string
}

var senders = []Sender{
	{Name: "prometheus", Title: "Prometheus", Aliases: []string{"prom", "prometheus-agent"}, file: "prometheus.yml"},
	{Name: "alloy", Title: "Grafana Alloy", Aliases: []string{"grafana-alloy", "grafana-agent"}, file: "alloy.alloy"},
	{Name: "otelcol", Title: "OpenTelemetry Collector", Aliases: []string{"opentelemetry", "opentelemetry-collector", "otel", "otelcol-contrib"}, file: "otelcol.yaml"},
	{Name: "vmagent", Title: "vmagent", Aliases: []string{"victoriametrics"}, file: "vmagent.sh"},
	{Name: "telegraf", Title: "Telegraf", file: "telegraf.conf"},
	{Name: "vector", Title: "Vector", file: "vector.yaml"},
	{Name: "k6", Title: "k6", file: "k6.sh"},
}

// Senders returns all senders, the most usual first.
func Senders() []Sender { return slices.Clone(senders) }

// Names returns the names of all senders, without aliases.
func Names() []string {
	names := make([]string, len(senders))
	for i, s := range senders {
		names[i] = s.Name
	}
	return names
}

// Text is that of a receiver at base, "http://127.0.0.1:9201", which lets everybody
// in. See [Target.Text].
func Text(name, base string) (string, error) { return Target{Base: base}.Text(name) }

func (s *Sender) is(name string) bool {
	return strings.EqualFold(s.Name, name) ||
		slices.ContainsFunc(s.Aliases, func(alias string) bool { return strings.EqualFold(alias, name) })
}

package senderconfig

import (
	"embed"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ErrUnknown is returned for a name that no sender has.
var ErrUnknown = errors.New("unknown sender")

// inFiles is the address that stands in the files.
const inFiles = "http://127.0.0.1:9201"

//go:embed config
var files embed.FS

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

// Text returns the configuration that makes the named sender, or the one with this
// alias, send to a receiver at base, "http://127.0.0.1:9201". Upper and lower case
// are the same. It returns ErrUnknown for other names, and an error for a base that
// could not be put into a file without quoting.
func Text(name, base string) (string, error) {
	i := slices.IndexFunc(senders, func(s Sender) bool { return s.is(name) })
	if i < 0 {
		return "", fmt.Errorf("%w %q", ErrUnknown, name)
	}
	if err := checkBase(base); err != nil {
		return "", err
	}
	text, err := files.ReadFile("config/" + senders[i].file)
	if err != nil {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	return strings.ReplaceAll(string(text), inFiles, strings.TrimSuffix(base, "/")), nil
}

func (s *Sender) is(name string) bool {
	return strings.EqualFold(s.Name, name) ||
		slices.ContainsFunc(s.Aliases, func(alias string) bool { return strings.EqualFold(alias, name) })
}

// checkBase takes what is plainly a URL: quotes, spaces and the like would change
// the meaning of the file around it.
func checkBase(base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return fmt.Errorf("receiver address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(base, "\"'`$\\#{} \t\r\n") {
		return fmt.Errorf("receiver address %q: want http://HOST:PORT", base)
	}
	return nil
}

package senderconfig_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/common/promslog"
	promconfig "github.com/prometheus/prometheus/config"
	"go.yaml.in/yaml/v2"

	"rwscope/capture/senderconfig"
)

func Example() {
	text, err := senderconfig.Text("k6", "http://192.0.2.7:9999")
	if err != nil {
		fmt.Println(err)
	}
	for line := range strings.Lines(text) {
		if strings.Contains(line, "_URL") {
			fmt.Print(line)
		}
	}
	// Output: export K6_PROMETHEUS_RW_SERVER_URL=http://192.0.2.7:9999/api/v1/write
}

func TestEverySenderPointsAtTheBase(t *testing.T) {
	const base = "http://192.0.2.7:9999"
	for _, s := range senderconfig.Senders() {
		for _, name := range append([]string{s.Name, strings.ToUpper(s.Name)}, s.Aliases...) {
			text, err := senderconfig.Text(name, base+"/")
			if err != nil {
				t.Errorf("Text(%q): %v", name, err)
				continue
			}
			if n := strings.Count(text, base+"/api/v1/write"); n != 1 {
				t.Errorf("Text(%q) names the receiver %d times, want once:\n%s", name, n, text)
			}
			if strings.Contains(text, "127.0.0.1:9201") {
				t.Errorf("Text(%q) still names the default address:\n%s", name, text)
			}
		}
	}
}

func TestTextRefuses(t *testing.T) {
	if _, err := senderconfig.Text("promtail", "http://127.0.0.1:9201"); !errors.Is(err, senderconfig.ErrUnknown) {
		t.Errorf("unknown sender: got error %v, want ErrUnknown", err)
	}
	for _, base := range []string{"", "127.0.0.1:9201", "ftp://127.0.0.1", "http://", "http://a\nb", "http://a\"b", "http://a/$(reboot)"} {
		if text, err := senderconfig.Text("k6", base); err == nil {
			t.Errorf("base %q: no error, got\n%s", base, text)
		}
	}
}

// guards are the ways in which a receiver may be guarded.
var guards = map[string]senderconfig.Target{
	"open":        {Base: "http://192.0.2.7:9999"},
	"TLS":         {Base: "https://192.0.2.7:9999"},
	"CA":          {Base: "https://192.0.2.7:9999", CA: "/data/ca.pem"},
	"certificate": {Base: "https://192.0.2.7:9999", ClientCert: true},
	"password":    {Base: "https://192.0.2.7:9999", CA: "/data/ca.pem", User: "agent"},
	"token":       {Base: "http://192.0.2.7:9999", Bearer: true},
	"all":         {Base: "https://192.0.2.7:9999", CA: "/data/ca.pem", ClientCert: true, User: "agent"},
}

// TestEverySenderPassesTheGuard looks for what each guard asks for, and for what it
// does not.
func TestEverySenderPassesTheGuard(t *testing.T) {
	for guard, target := range guards {
		for _, name := range senderconfig.Names() {
			text, err := target.Text(name)
			if err != nil {
				t.Errorf("%s, %s: %v", guard, name, err)
				continue
			}
			for word, want := range map[string]bool{
				target.URL():   true,
				"/data/ca.pem": target.CA != "",
				"client.pem":   target.ClientCert,
				"client.key":   target.ClientCert,
				"PASSWORD":     target.User != "",
				"TOKEN":        target.Bearer,
				"{{":           false,
			} {
				// Names of settings hold these words too.
				if got := strings.Contains(strings.NewReplacer("RW_PASSWORD", "", "RW_BEARER_TOKEN", "").Replace(text), word); got != want {
					t.Errorf("%s, %s: %q is there: %t, want %t\n%s", guard, name, word, got, want, text)
				}
			}
		}
	}
}

func TestTextQuotesNothing(t *testing.T) {
	target := senderconfig.Target{Base: "https://a", CA: "/my data/ca.pem", User: "x: y\n"}
	for _, name := range senderconfig.Names() {
		text, err := target.Text(name)
		if err != nil || strings.Contains(text, "my data") || strings.Contains(text, "x: y") || !strings.Contains(text, "USER") {
			t.Errorf("%s: got error %v and\n%s\nwant USER and ca.pem", name, err, text)
		}
	}
}

// Prometheus' own loader decides whether the file says what its comments say.
func TestPrometheusTakesItsConfiguration(t *testing.T) {
	for guard, target := range guards {
		t.Run(guard, func(t *testing.T) {
			text, err := target.Text("prometheus")
			if err != nil {
				t.Fatal(err)
			}
			cfg, err := promconfig.Load(text, promslog.NewNopLogger())
			if err != nil {
				t.Fatalf("Prometheus refuses the configuration: %v\n%s", err, text)
			}
			if len(cfg.RemoteWriteConfigs) != 1 {
				t.Fatalf("got %d remote_write sections, want 1", len(cfg.RemoteWriteConfigs))
			}
			rw := cfg.RemoteWriteConfigs[0]
			if got := rw.URL.String(); got != target.URL() {
				t.Errorf("url: got %s, want %s", got, target.URL())
			}
			if !rw.SendExemplars || !rw.SendNativeHistograms || !rw.MetadataConfig.Send || !rw.QueueConfig.RetryOnRateLimit {
				t.Errorf("not everything is sent: exemplars %t, native histograms %t, metadata %t, retry on 429 %t",
					rw.SendExemplars, rw.SendNativeHistograms, rw.MetadataConfig.Send, rw.QueueConfig.RetryOnRateLimit)
			}
			http := rw.HTTPClientConfig
			user := ""
			if http.BasicAuth != nil {
				user = http.BasicAuth.Username
			}
			got := senderconfig.Target{
				Base: target.Base, CA: http.TLSConfig.CAFile, ClientCert: http.TLSConfig.CertFile != "" && http.TLSConfig.KeyFile != "",
				User: user, Bearer: http.Authorization != nil && http.Authorization.Type == "Bearer" && http.Authorization.Credentials == "TOKEN",
			}
			if got != target {
				t.Errorf("got  %+v\nwant %+v", got, target)
			}
		})
	}
}

func TestYAMLIsWellFormed(t *testing.T) {
	for guard, target := range guards {
		for _, name := range []string{"otelcol", "vector"} {
			text, err := target.Text(name)
			if err != nil {
				t.Fatal(err)
			}
			var tree map[string]any
			if err := yaml.UnmarshalStrict([]byte(text), &tree); err != nil {
				t.Errorf("%s, %s: %v\n%s", guard, name, err, text)
			}
		}
	}
}

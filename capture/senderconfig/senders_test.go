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

// Prometheus' own loader decides whether the file says what its comments say.
func TestPrometheusTakesItsConfiguration(t *testing.T) {
	text, err := senderconfig.Text("prometheus", "http://192.0.2.7:9999")
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
	if got := rw.URL.String(); got != "http://192.0.2.7:9999/api/v1/write" {
		t.Errorf("url: got %s", got)
	}
	if !rw.SendExemplars || !rw.SendNativeHistograms || !rw.MetadataConfig.Send || !rw.QueueConfig.RetryOnRateLimit {
		t.Errorf("not everything is sent: exemplars %t, native histograms %t, metadata %t, retry on 429 %t",
			rw.SendExemplars, rw.SendNativeHistograms, rw.MetadataConfig.Send, rw.QueueConfig.RetryOnRateLimit)
	}
}

func TestYAMLIsWellFormed(t *testing.T) {
	for _, name := range []string{"otelcol", "vector"} {
		text, err := senderconfig.Text(name, "http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := yaml.UnmarshalStrict([]byte(text), &tree); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

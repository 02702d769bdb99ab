package main

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/golang/snappy"
	"github.com/prometheus/common/config"
	"github.com/prometheus/common/promslog"
	promconfig "github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/prompb"
	"github.com/spf13/cobra"
)

// TestHandoutWorks gives what --tls prints to Prometheus' own configuration
// package, and sends with the client that comes of it.
func TestHandoutWorks(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	flags := liveFlags{listen: "127.0.0.1:0", access: accessFlags{made: true}}
	flags.register(&cobra.Command{})
	s, err := openSession(&flags, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()

	cfg, err := promconfig.Load(s.access.handout(s.url), promslog.NewNopLogger())
	if err != nil {
		t.Fatalf("Prometheus does not take\n%s\n%v", s.access.handout(s.url), err)
	}
	remote := cfg.RemoteWriteConfigs[0]
	client, err := config.NewClientFromConfig(remote.HTTPClientConfig, "test")
	if err != nil {
		t.Fatal(err)
	}
	body, err := (&prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "up"}},
		Samples: []prompb.Sample{{Value: 1, Timestamp: 1_700_000_000_000}},
	}}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Post(remote.URL.String(), "application/x-protobuf", bytes.NewReader(snappy.Encode(nil, body)))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		t.Errorf("got %s, want 204", res.Status)
	}
}

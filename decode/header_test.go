package decode

import (
	"testing"

	"github.com/prometheus/client_golang/exp/api/remote"
)

// TestParseContentType compares with the function that Prometheus calls.
func TestParseContentType(t *testing.T) {
	kinds := map[remote.WriteMessageType]Kind{
		"":                        Unknown,
		remote.WriteV1MessageType: V1,
		remote.WriteV2MessageType: V2,
	}
	for _, header := range []string{
		"application/x-protobuf",
		" application/x-protobuf\t",
		"application/x-protobuf;proto=prometheus.WriteRequest",
		"application/x-protobuf;proto=io.prometheus.write.v2.Request",
		"application/x-protobuf; proto=io.prometheus.write.v2.Request",
		"application/x-protobuf;proto =io.prometheus.write.v2.Request",
		"application/x-protobuf;proto=io.prometheus.write.v2.Request ",
		"application/x-protobuf;proto=\"io.prometheus.write.v2.Request\"",
		"application/x-protobuf;proto=io.prometheus.write.v2.Request;foo",
		"application/x-protobuf;foo;proto=io.prometheus.write.v2.Request",
		"application/x-protobuf;charset=utf-8;proto=io.prometheus.write.v2.Request",
		"application/x-protobuf;a=b=c",
		"application/x-protobuf;",
		"application/x-protobuf;=",
		"application/x-protobuf;proto=",
		"application/x-protobuf;proto=io.prometheus.write.v3.Request",
		"Application/X-Protobuf",
		"application/vnd.google.protobuf",
		"application/json",
		";proto=prometheus.WriteRequest",
		"  ",
	} {
		wantType, wantErr := remote.ParseProtoMsg(header)
		got, err := ParseContentType(header)
		if got != kinds[wantType] || errorText(err) != errorText(wantErr) {
			t.Errorf("ParseContentType(%q) = %v, %v, want %v, %v", header, got, err, kinds[wantType], wantErr)
		}
	}
}

// TestMissingContentType: the handler takes a missing header for v1 before it
// calls ParseProtoMsg.
func TestMissingContentType(t *testing.T) {
	if got, err := ParseContentType(""); got != V1 || err != nil {
		t.Errorf("ParseContentType(\"\") = %v, %v, want v1", got, err)
	}
}

func TestParseContentEncoding(t *testing.T) {
	for header, want := range map[string]string{
		"":       "",
		"snappy": "",
		"gzip":   "gzip encoding (compression) is not accepted by this server; only snappy is acceptable",
		"Snappy": "Snappy encoding (compression) is not accepted by this server; only snappy is acceptable",
	} {
		if got := errorText(ParseContentEncoding(header)); got != want {
			t.Errorf("ParseContentEncoding(%q) = %q, want %q", header, got, want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

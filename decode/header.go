package decode

import (
	"fmt"
	"strings"
)

// The names in a Content-Type header.
const (
	mediaType = "application/x-protobuf"
	protoV1   = "prometheus.WriteRequest"
	protoV2   = "io.prometheus.write.v2.Request"
)

// ParseContentType says which message Prometheus 3.16 takes a Content-Type header
// to declare, and refuses with the text of its answer what it refuses. A missing
// header is v1. Parameters are cut at ';' and '=' without trimming, so that "v2
// with a space after the semicolon" is read as v1; that is upstream's rule
// (client_golang/exp/api/remote, ParseProtoMsg), kept on purpose.
func ParseContentType(s string) (Kind, error) {
	if s == "" {
		return V1, nil
	}
	s = strings.TrimSpace(s)
	media, rest, more := strings.Cut(s, ";")
	if media != mediaType {
		return Unknown, fmt.Errorf("expected %v as the first (media) part, got %v content-type", mediaType, s)
	}
	for more {
		var param string
		param, rest, more = strings.Cut(rest, ";")
		name, value, ok := strings.Cut(param, "=")
		if !ok || strings.Contains(value, "=") {
			return Unknown, fmt.Errorf("as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be key-values, got %v in %v content-type", param, s)
		}
		if name == "proto" {
			return kindOfProto(value, s)
		}
	}
	return V1, nil
}

func kindOfProto(name, header string) (Kind, error) {
	switch name {
	case protoV1:
		return V1, nil
	case protoV2:
		return V2, nil
	}
	return Unknown, fmt.Errorf("got %v content type; unknown type for remote write protobuf message %v, supported: %v, %v", header, name, protoV1, protoV2)
}

// ParseContentEncoding refuses what Prometheus 3.16 refuses, with the text of its
// answer. Only "snappy", in lower case, and a missing header are accepted.
func ParseContentEncoding(s string) error {
	if s == "" || s == "snappy" {
		return nil
	}
	return fmt.Errorf("%v encoding (compression) is not accepted by this server; only snappy is acceptable", s)
}

// Meant is the message that a sender takes itself to send: the one that its headers
// declare, but v2 also where a slip or a proxy has them declare v1, since no sender
// makes v2 without meaning it.
func Meant(declared Kind, form Form) Kind {
	if declared == V1 && form == FormV2 {
		return V2
	}
	return declared
}

// declared is the message that Prometheus takes the headers to mean, Unknown if
// it refuses one of them.
func (h Header) declared() Kind {
	if ParseContentEncoding(h.ContentEncoding) != nil {
		return Unknown
	}
	kind, err := ParseContentType(h.ContentType)
	if err != nil {
		return Unknown
	}
	return kind
}

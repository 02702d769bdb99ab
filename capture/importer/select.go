package importer

import (
	"errors"
	"net/http"
	"strings"

	"rwscope/capture"
	"rwscope/decode"
)

// errTooLarge says that a file is too large for a request body.
var errTooLarge = errors.New("larger than 64 MiB: neither a packet capture, an HTTP Archive nor a request body")

// endpoints end the paths on which receivers take remote_write.
var endpoints = []string{"/write", "/push", "/receive"}

// isRemoteWrite reports whether a request is remote_write or was meant to be: by
// its headers, its path or its bytes.
func isRemoteWrite(r *capture.Request) bool {
	h := r.Header
	path, _, _ := strings.Cut(r.Path, "?")
	path = strings.TrimRight(path, "/")
	switch {
	case h.Get("X-Prometheus-Remote-Write-Version") != "", h.Get("X-Victoriametrics-Remote-Write-Version") != "":
		return true
	case len(r.Body) > 0 && (r.Form == decode.FormV1 || r.Form == decode.FormV2) && r.Method == http.MethodPost:
		return true
	}
	for _, end := range endpoints {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return strings.HasPrefix(h.Get("Content-Type"), "application/x-protobuf") && h.Get("Content-Encoding") == "snappy" && r.Form != decode.FormReadRequest
}

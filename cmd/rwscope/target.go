package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"rwscope/capture"
	"rwscope/capture/senderconfig"
)

// target is what senders have to know about a receiver with these flags, but for
// its address and CA. web is what --web.config says, nil if it is not given.
func (f *accessFlags) target(web *capture.WebConfig) (t senderconfig.Target) {
	t.ClientCert = f.files.ClientCA != ""
	for _, given := range f.auth {
		switch scheme, rest, _ := strings.Cut(given, ":"); strings.ToLower(scheme) {
		case "basic":
			t.User, _, _ = strings.Cut(rest, ":")
		case "bearer":
			t.Bearer = true
		}
	}
	if web == nil {
		return t
	}
	t.ClientCert = wantsCertificate(web.TLS)
	if users := slices.Sorted(maps.Keys(web.Users)); len(users) > 0 && t.User == "" {
		t.User = users[0]
	}
	return t
}

// absolute is a file's name for senders, which run elsewhere.
func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

package senderconfig

import (
	"embed"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"text/template"
)

//go:embed config
var files embed.FS

// Target is the receiver that a configuration points at. What is secret is no part
// of it: PASSWORD, TOKEN, and client.pem with client.key stand for it.
type Target struct {
	// Base is the receiver's address, "https://127.0.0.1:9201".
	Base string
	// CA is the file with the CA that signed the receiver's certificate; empty if
	// there is none, or if it is known everywhere.
	CA string
	// ClientCert says that senders need a certificate.
	ClientCert bool
	// User is who senders are, if they need a password.
	User string
	// Bearer says that senders need a token. With User, that is used.
	Bearer bool
}

// URL is what requests are sent to.
func (t Target) URL() string { return strings.TrimSuffix(t.Base, "/") + "/api/v1/write" }

// TLS says whether the receiver speaks it.
func (t Target) TLS() bool { return strings.HasPrefix(t.Base, "https:") }

// Text returns the configuration that makes the named sender, or the one with this
// alias, send to the target. Upper and lower case are the same. It returns
// ErrUnknown for other names, and an error for a base that could not be put into a
// file without quoting. Of other words that could not, ca.pem and USER take the
// place.
func (t Target) Text(name string) (string, error) {
	i := slices.IndexFunc(senders, func(s Sender) bool { return s.is(name) })
	if i < 0 {
		return "", fmt.Errorf("%w %q", ErrUnknown, name)
	}
	if err := checkBase(t.Base); err != nil {
		return "", err
	}
	if !plain(t.CA) {
		t.CA = "ca.pem"
	}
	if !plain(t.User) {
		t.User = "USER"
	}
	config, err := template.ParseFS(files, "config/"+senders[i].file)
	if err != nil {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	var text strings.Builder
	if err := config.Execute(&text, t); err != nil {
		return "", fmt.Errorf("write configuration: %w", err)
	}
	return text.String(), nil
}

// checkBase takes what is plainly a URL.
func checkBase(base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return fmt.Errorf("receiver address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !plain(base) {
		return fmt.Errorf("receiver address %q: want http://HOST:PORT", base)
	}
	return nil
}

// plain says whether a word can be put into every file as it is: quotes, spaces and
// the like would change the meaning of the file around it.
func plain(s string) bool { return !strings.ContainsAny(s, "\"'`$\\#{}&|;<>*?!() \t\r\n") }

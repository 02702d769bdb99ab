package capture

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"rwscope/store"
)

// refuse says why a handshake failed.
func (g *greeting) refuse(cfg *tls.Config, err error, shown string) *refusal {
	cause, detail := handshakeCause(err)
	switch cause {
	case store.CauseTLSNotTLS:
		detail = "it begins with " + shown
	case store.CauseTLSCertificate:
		if wrong := g.certificateFault(cfg); wrong != "" {
			detail += "; " + wrong
		}
	}
	if g.name != "" && cause != store.CauseTLSNotTLS {
		detail += fmt.Sprintf("; it asked for %q", g.name)
	}
	text := strings.TrimPrefix(err.Error(), "tls: ")
	return unanswered(store.ByAccess, cause, text, detail)
}

// certificateAlerts are what a client says that does not like our certificate.
var certificateAlerts = []tls.AlertError{42, 43, 44, 45, 46, 48}

// handshakeCause tells the errors of crypto/tls apart. Those without a type are
// known by their text, which a test holds on to.
func handshakeCause(err error) (cause, detail string) {
	text := strings.TrimPrefix(err.Error(), "tls: ")
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "remote error" {
		said := op.Err.Error()
		detail = "the client says: " + strings.TrimPrefix(said, "tls: ")
		if slices.ContainsFunc(certificateAlerts, func(a tls.AlertError) bool { return a.Error() == said }) {
			return store.CauseTLSCertificate, detail
		}
		return store.CauseTLSHandshake, detail
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return store.CauseTLSNotTLS, text
	}
	if v, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return store.CauseTLSClientCertificate, verificationDetail(v)
	}
	switch {
	case strings.Contains(text, "didn't provide a certificate"):
		return store.CauseTLSClientMissing, text
	case strings.Contains(text, "client cert"):
		return store.CauseTLSClientCertificate, text
	case strings.Contains(text, "unsupported versions"), strings.Contains(text, "no cipher suite"),
		strings.Contains(text, "unsupported application protocols"):
		return store.CauseTLSVersion, text
	case errors.Is(err, io.EOF):
		return store.CauseTLSHandshake, "the client ended the connection"
	default:
		return store.CauseTLSHandshake, text
	}
}

// verificationDetail is why a client's certificate does not pass, and whose it is.
func verificationDetail(v *tls.CertificateVerificationError) string {
	detail := v.Err.Error()
	if len(v.UnverifiedCertificates) > 0 {
		leaf := v.UnverifiedCertificates[0]
		detail += fmt.Sprintf(" (subject %s, issuer %s)", leaf.Subject, leaf.Issuer)
	}
	return detail
}

// certificateFault is what is wrong with our own certificate in a client's eyes, as
// far as it can be seen from here; empty if nothing is, so that the CA remains.
// Clients in Go say "bad certificate" to everything.
func (g *greeting) certificateFault(cfg *tls.Config) string {
	leaf := leafOf(cfg, g.name)
	if leaf == nil {
		return ""
	}
	now := time.Now()
	if now.Before(leaf.NotBefore) || now.After(leaf.NotAfter) {
		return fmt.Sprintf("the certificate is expired: valid from %s to %s",
			leaf.NotBefore.UTC().Format(time.RFC3339), leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	name := g.name
	if name == "" { // an address, which is not sent; most likely the one that it reached
		name, _, _ = net.SplitHostPort(g.LocalAddr().String())
	}
	if leaf.VerifyHostname(name) != nil {
		return fmt.Sprintf("the certificate is not valid for %q", name)
	}
	return ""
}

// leafOf is the certificate that a client is shown that asks for a name.
func leafOf(cfg *tls.Config, name string) *x509.Certificate {
	var cert *tls.Certificate
	if cfg.GetCertificate != nil {
		cert, _ = cfg.GetCertificate(&tls.ClientHelloInfo{ServerName: name})
	}
	if cert == nil && len(cfg.Certificates) > 0 {
		cert = &cfg.Certificates[0]
	}
	if cert == nil || len(cert.Certificate) == 0 {
		return nil
	}
	leaf, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		return nil
	}
	return leaf
}

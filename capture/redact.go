package capture

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// Redaction says which secrets are replaced before anything is written.
type Redaction struct {
	// Salt is the key of the fingerprints. It is never written to a file: whoever
	// has a journal cannot try secrets out on it. Default: random, so that
	// fingerprints can be compared within one run only.
	Salt []byte
	// Headers are replaced besides the usual ones.
	Headers []string
	// Keep leaves everything as it came.
	Keep bool
}

// plainHeaders hold no secret and come with every request.
var plainHeaders = map[string]bool{
	"Accept-Encoding": true, "Content-Encoding": true, "Content-Length": true, "Content-Type": true,
	"Retry-Attempt": true, "User-Agent": true, "X-Prometheus-Remote-Write-Version": true, "X-Scope-Orgid": true,
}

// secretNames are what names of headers with secrets contain, or end in where a
// "$" stands.
var secretNames = []string{
	"authorization", "cookie", "token", "secret", "password", "passwd", "credential", "session", "jwt",
	"api-key", "apikey", "api_key", "-key$", "_key$",
}

// urlHeaders carry addresses, which may hold a user, a password or a token.
var urlHeaders = map[string]bool{
	"Referer": true, "Location": true, "X-Original-Url": true, "X-Original-Uri": true, "X-Forwarded-Uri": true,
}

// schemes are the first words of an Authorization header that are no secret.
var schemes = map[string]bool{
	"basic": true, "bearer": true, "digest": true, "negotiate": true, "ntlm": true, "token": true, "apikey": true,
	"api-key": true, "hoba": true, "mutual": true, "oauth": true, "scram-sha-256": true, "vapid": true,
	"aws4-hmac-sha256": true, "aws4-ecdsa-p256-sha256": true, "googlelogin": true, "sharedkey": true, "splunk": true,
}

// secretParams are parameters of a query that hold a secret, in lower case and
// without "-" and "_".
var secretParams = []string{
	"token", "accesstoken", "authtoken", "idtoken", "refreshtoken", "apikey", "key", "authkey", "authorization",
	"auth", "password", "passwd", "pass", "pwd", "secret", "clientsecret", "signature", "sig", "jwt", "bearer",
	"credential", "xamzcredential", "xamzsignature", "xamzsecuritytoken", "session", "sessionid",
}

// redactedMark begins a fingerprint.
const redactedMark = "[redacted:"

// fingerprintDigits is how many hexadecimal digits tell secrets apart: of a
// thousand secrets two look the same with a chance of 3 percent, and there are
// far too few digits to find the secret by.
const fingerprintDigits = 6

// Redactor replaces secrets by fingerprints, "[redacted:3fa2c1]": equal secrets
// have equal fingerprints, different ones different.
type Redactor struct {
	salt  []byte
	keep  bool
	named map[string]bool // canonical names of the headers that were asked for
}

// NewRedactor returns a Redactor. The error is that no random salt can be had.
func NewRedactor(cfg Redaction) (*Redactor, error) {
	r := &Redactor{salt: cfg.Salt, keep: cfg.Keep, named: make(map[string]bool)}
	if len(r.salt) == 0 {
		r.salt = make([]byte, 32)
		if _, err := rand.Read(r.salt); err != nil {
			return nil, fmt.Errorf("make a salt: %w", err)
		}
	}
	for _, name := range cfg.Headers {
		r.named[textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))] = true
	}
	return r, nil
}

// Key names the salt without giving it away.
func (r *Redactor) Key() string { return r.digest("name of this key") }

func (r *Redactor) digest(secret string) string {
	mac := hmac.New(sha256.New, r.salt)
	mac.Write([]byte(secret))
	return hex.EncodeToString(mac.Sum(nil))[:fingerprintDigits]
}

// fingerprint takes the place of a secret. A fingerprint is its own.
func (r *Redactor) fingerprint(secret string) string {
	if secret == "" || isFingerprint(secret) {
		return secret
	}
	return redactedMark + r.digest(secret) + "]"
}

func isFingerprint(s string) bool {
	return len(s) == len(redactedMark)+fingerprintDigits+1 &&
		strings.HasPrefix(s, redactedMark) && s[len(s)-1] == ']'
}

// redact replaces the secrets of an exchange. The headers that it had stay as
// they are: the exchange gets others.
func (r *Redactor) redact(e *Exchange) {
	e.Request.Header = r.Header(e.Request.Header)
	e.Request.Path = r.URL(e.Request.Path)
	e.Verdict.Answer.Header = r.Header(e.Verdict.Answer.Header)
}

// Header returns the header without its secrets: h itself if there are none, and
// otherwise a copy.
func (r *Redactor) Header(h http.Header) http.Header {
	if r.keep {
		return h
	}
	safe, copied := h, false
	for name, values := range h {
		for i, value := range values {
			clean := r.value(name, value)
			if clean == value {
				continue
			}
			if !copied {
				safe, copied = h.Clone(), true
			}
			safe[name][i] = clean
		}
	}
	return safe
}

// value is a header's value without its secret.
func (r *Redactor) value(name, value string) string {
	switch {
	case r.named[name]:
		return r.fingerprint(value)
	case plainHeaders[name]:
		return value
	case urlHeaders[name]:
		return r.URL(value)
	case !isSecretHeader(name):
		return value
	}
	if scheme, secret, ok := strings.Cut(value, " "); ok && schemes[strings.ToLower(scheme)] {
		return scheme + " " + r.fingerprint(strings.TrimSpace(secret))
	}
	return r.fingerprint(value)
}

// isSecretHeader knows a header that holds a secret by its name.
func isSecretHeader(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(secretNames, func(part string) bool {
		if end, ok := strings.CutSuffix(part, "$"); ok {
			return strings.HasSuffix(name, end)
		}
		return strings.Contains(name, part)
	})
}

// URL is an address, or a part of one, without the user, the password and the
// secrets in the query. What is not secret keeps its bytes.
func (r *Redactor) URL(address string) string {
	if r.keep || !strings.ContainsAny(address, "?#@") {
		return address
	}
	rest, fragment, hasFragment := strings.Cut(address, "#")
	place, query, hasQuery := strings.Cut(rest, "?")
	clean := r.userinfo(place)
	if hasQuery {
		clean += "?" + r.query(query)
	}
	if hasFragment {
		clean += "#" + r.query(fragment) // implicit OAuth flows put tokens there
	}
	return clean
}

// userinfo replaces what stands between "//" and "@".
func (r *Redactor) userinfo(place string) string {
	before, authority, ok := strings.Cut(place, "//")
	if !ok {
		return place
	}
	authority, path, hasPath := strings.Cut(authority, "/")
	at := strings.LastIndexByte(authority, '@')
	if at < 0 {
		return place
	}
	clean := before + "//" + r.fingerprint(authority[:at]) + authority[at:]
	if hasPath {
		clean += "/" + path
	}
	return clean
}

// query replaces the values of secret parameters, whether "&" or, as in old
// times, ";" stands between them.
func (r *Redactor) query(query string) string {
	var clean strings.Builder
	for len(query) > 0 {
		end := strings.IndexAny(query, "&;")
		if end < 0 {
			end = len(query)
		}
		clean.WriteString(r.param(query[:end]))
		if query = query[end:]; query != "" {
			clean.WriteByte(query[0])
			query = query[1:]
		}
	}
	return clean.String()
}

func (r *Redactor) param(pair string) string {
	name, value, ok := strings.Cut(pair, "=")
	if !ok || !isSecretParam(name) {
		return pair
	}
	return name + "=" + r.fingerprint(value)
}

// isSecretParam knows a parameter that holds a secret by its name.
func isSecretParam(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
	return slices.Contains(secretParams, name)
}

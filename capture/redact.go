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

// secretHeaders carry nothing but a secret, or a scheme and a secret.
var secretHeaders = []string{
	"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie",
	"Api-Key", "Apikey", "X-Api-Key", "X-Auth-Token", "X-Access-Token", "X-Amz-Security-Token",
	"X-Vault-Token", "X-Gitlab-Token", "X-Goog-Iap-Jwt-Assertion", "X-Forwarded-Access-Token",
	"Dd-Api-Key", "X-License-Key", "X-Insert-Key",
}

// urlHeaders carry addresses, which may hold a user, a password or a token.
var urlHeaders = []string{"Referer", "Location", "X-Original-Url", "X-Forwarded-Uri", "X-Original-Uri"}

// schemeHeaders begin with the name of a scheme, which is no secret.
var schemeHeaders = []string{"Authorization", "Proxy-Authorization"}

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
	salt    []byte
	keep    bool
	secrets map[string]bool // canonical header names
}

// NewRedactor returns a Redactor. The error is that no random salt can be had.
func NewRedactor(cfg Redaction) (*Redactor, error) {
	r := &Redactor{salt: cfg.Salt, keep: cfg.Keep, secrets: make(map[string]bool)}
	if len(r.salt) == 0 {
		r.salt = make([]byte, 32)
		if _, err := rand.Read(r.salt); err != nil {
			return nil, fmt.Errorf("make a salt: %w", err)
		}
	}
	for _, name := range slices.Concat(secretHeaders, cfg.Headers) {
		r.secrets[textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))] = true
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
	name = textproto.CanonicalMIMEHeaderKey(name)
	switch {
	case r.secrets[name] && slices.Contains(schemeHeaders, name):
		if scheme, secret, ok := strings.Cut(value, " "); ok {
			return scheme + " " + r.fingerprint(strings.TrimSpace(secret))
		}
		return r.fingerprint(value)
	case r.secrets[name]:
		return r.fingerprint(value)
	case slices.Contains(urlHeaders, name):
		return r.URL(value)
	default:
		return value
	}
}

// Path is a request's path and query without secrets.
func (r *Redactor) Path(path string) string { return r.URL(path) }

// URL is an address, or a part of one, without the user, the password and the
// secrets in the query. What is not secret keeps its bytes.
func (r *Redactor) URL(address string) string {
	if r.keep {
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

// query replaces the values of secret parameters.
func (r *Redactor) query(query string) string {
	if !strings.Contains(query, "=") {
		return query
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if ok && isSecretParam(name) {
			pairs[i] = name + "=" + r.fingerprint(value)
		}
	}
	return strings.Join(pairs, "&")
}

// isSecretParam knows a parameter that holds a secret by its name.
func isSecretParam(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
	return slices.Contains(secretParams, name)
}

package capture

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"rwscope/store"
)

// ErrAuth says that a description of credentials cannot be read. Errors that wrap
// it never hold the secret.
var ErrAuth = errors.New("want basic:USER:PASSWORD or bearer:TOKEN")

// Auth says who may send. It is safe for concurrent use; nil lets everybody.
//
// Secrets are compared in constant time, by their SHA-256, so that neither what
// they begin with nor how long they are shows. That a user exists does not show
// either: a name that is not known costs as much as one that is.
type Auth struct {
	users  map[string]password
	nobody password // what the password of a user who does not exist is compared with
	tokens [][sha256.Size]byte
}

// AuthConfig holds the credentials that are accepted, all of them side by side.
type AuthConfig struct {
	// Given are credentials in plain text: "basic:USER:PASSWORD", "bearer:TOKEN".
	Given []string
	// Hashed are users with the bcrypt hash of their password, as in Prometheus' web
	// configuration.
	Hashed map[string]string
}

// NewAuth returns nil without credentials. The error wraps ErrAuth.
func NewAuth(cfg AuthConfig) (*Auth, error) {
	a := &Auth{users: make(map[string]password), nobody: plain{}}
	for i, given := range cfg.Given {
		if err := a.add(given); err != nil {
			return nil, fmt.Errorf("credentials %d: %w", i+1, err)
		}
	}
	turn := new(sync.Mutex)
	for user, hash := range cfg.Hashed {
		p, err := newHashed(hash, turn)
		if err != nil {
			return nil, fmt.Errorf("password of user %q: %w", user, err)
		}
		a.users[user], a.nobody = p, p
	}
	if len(a.users)+len(a.tokens) == 0 {
		return nil, nil
	}
	return a, nil
}

func (a *Auth) add(given string) error {
	scheme, secret, _ := strings.Cut(given, ":")
	switch strings.ToLower(scheme) {
	case "basic":
		user, pass, ok := strings.Cut(secret, ":")
		if !ok || user == "" || pass == "" {
			return ErrAuth
		}
		a.users[user] = plain(sha256.Sum256([]byte(pass)))
		return nil
	case "bearer":
		if secret == "" {
			return ErrAuth
		}
		a.tokens = append(a.tokens, sha256.Sum256([]byte(secret)))
		return nil
	default:
		return ErrAuth
	}
}

// admit is why a request may not come in, nil if it may.
func (a *Auth) admit(q *http.Request) error {
	if a == nil {
		return nil
	}
	header := q.Header.Get("Authorization")
	if header == "" {
		return a.bar(store.CauseCredentialsMissing, "no Authorization header")
	}
	scheme, secret, _ := strings.Cut(header, " ")
	switch {
	case strings.EqualFold(scheme, "basic") && len(a.users) > 0:
		return a.basic(q)
	case strings.EqualFold(scheme, "bearer") && len(a.tokens) > 0:
		return a.bearer(strings.TrimSpace(secret))
	default:
		return a.bar(store.CauseCredentialsWrong, fmt.Sprintf("%s, and rwscope wants %s", schemeWords(scheme), a.wants()))
	}
}

// schemeWords names a scheme, if it is one: many a sender is given a token where it
// wants "Bearer" and a token.
func schemeWords(scheme string) string {
	if !schemes[strings.ToLower(scheme)] {
		return "it does not begin with a known scheme"
	}
	return "the scheme is " + scheme
}

func (a *Auth) basic(q *http.Request) error {
	user, pass, ok := q.BasicAuth()
	if !ok {
		return a.bar(store.CauseCredentialsWrong, "it cannot be read as user and password")
	}
	want, known := a.users[user]
	if !known {
		want = a.nobody
	}
	switch fits := want.fits(pass); {
	case known && fits:
		return nil
	case known:
		return a.bar(store.CauseCredentialsWrong, "the user is known, the password is another")
	default:
		return a.bar(store.CauseCredentialsWrong, "no such user")
	}
}

func (a *Auth) bearer(token string) error {
	sum, found := sha256.Sum256([]byte(token)), 0
	for i := range a.tokens {
		found |= subtle.ConstantTimeCompare(sum[:], a.tokens[i][:])
	}
	if found == 1 {
		return nil
	}
	return a.bar(store.CauseCredentialsWrong, "no such token")
}

// wants are the schemes that are accepted.
func (a *Auth) wants() string {
	var schemes []string
	if len(a.users) > 0 {
		schemes = append(schemes, "Basic")
	}
	if len(a.tokens) > 0 {
		schemes = append(schemes, "Bearer")
	}
	return strings.Join(schemes, " or ")
}

func (a *Auth) bar(cause, detail string) error {
	r := refuse(store.ByAccess, http.StatusUnauthorized, cause, http.StatusText(http.StatusUnauthorized))
	r.answer.Header["Www-Authenticate"] = strings.Split(a.wants(), " or ") // as Prometheus' web package answers
	r.finding.Detail = detail
	return &barred{r}
}

// barred is why somebody may not come in, and what they are told.
type barred struct{ *refusal }

func (b *barred) Error() string { return b.finding.Detail }

// fromPage bars what a web page sends: a page of anywhere can reach the ports of
// the machine whose browser shows it, and leave samples there. Browsers say where a
// request is from, and senders are no browsers.
func fromPage(q *http.Request) error {
	for _, name := range [...]string{"Origin", "Sec-Fetch-Site"} {
		if from := q.Header.Get(name); from != "" && q.Method == http.MethodPost {
			r := refuse(store.ByAccess, http.StatusForbidden, store.CauseWebPage, "rwscope: web pages may not send")
			r.finding.Detail = name + ": " + from
			return &barred{r}
		}
	}
	return nil
}

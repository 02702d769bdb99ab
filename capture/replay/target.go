package replay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rwscope/capture"
	"rwscope/store"
)

// Target answers requests.
type Target interface {
	// Send sends a recorded request again, with another body. The error is that
	// there was no answer. Exchanges that share a series are sent one after the
	// other; others may be at the same time.
	Send(ctx context.Context, ex *capture.Exchange, body []byte) (Reply, error)
}

// Reply is what came back.
type Reply struct {
	Answer store.Answer
	// Verdict says what became of the request, nil if the target does not tell.
	Verdict *store.Verdict
	// LeftOut names what could not be sent because the recording does not have it.
	LeftOut []string
}

// URL is a receiver on the network. It is safe for concurrent use.
type URL struct {
	base   *url.URL
	header http.Header
	client *http.Client
}

// URLConfig is how a URL target works.
type URLConfig struct {
	// Address is where to send. Without a path, each request goes to the path that
	// it was recorded with.
	Address string
	// Header is sent with every request instead of the recorded one.
	Header http.Header
	// Timeout for one request. Default 30 s, as in Prometheus.
	Timeout time.Duration
	// Connections is how many may be open. Default 1.
	Connections int
	// Transport carries requests. Default: HTTP/1.1 as senders speak it.
	Transport http.RoundTripper
}

// maxAnswer is how much of an answer is read, in bytes.
const maxAnswer = 1 << 20

// NewURL checks the address.
func NewURL(cfg URLConfig) (*URL, error) {
	base, err := url.Parse(cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("target: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("target %q: want http://host:port or https://host:port", cfg.Address)
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.Transport == nil {
		cfg.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DisableCompression:  true, // an answer is compared as it is
			MaxIdleConnsPerHost: max(1, cfg.Connections),
		}
	}
	return &URL{
		base:   base,
		header: cfg.Header,
		client: &http.Client{
			Transport: cfg.Transport,
			Timeout:   cfg.Timeout,
			// A redirect is an answer too, and turns POST into GET if it is followed.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// String is the address without a password.
func (u *URL) String() string { return u.base.Redacted() }

// Send sends the request over the network.
func (u *URL) Send(ctx context.Context, ex *capture.Exchange, body []byte) (Reply, error) {
	q, leftOut, err := u.request(ctx, ex, body)
	if err != nil {
		return Reply{}, err
	}
	answer, err := u.client.Do(q)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // the address is said once, not for each request
		}
		return Reply{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return Reply{}, fmt.Errorf("read answer: %w", err)
	}
	return Reply{
		Answer:  store.Answer{Status: answer.StatusCode, Header: answer.Header, Body: text},
		LeftOut: leftOut,
	}, nil
}

func (u *URL) request(ctx context.Context, ex *capture.Exchange, body []byte) (*http.Request, []string, error) {
	to, leftOut := u.address(ex.Request.Path)
	q, err := http.NewRequestWithContext(ctx, ex.Request.Method, to.String(), bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	header, redacted := capture.Sendable(ex.Request.Header)
	q.Header = header
	if _, sent := header["User-Agent"]; !sent {
		header["User-Agent"] = nil // or net/http names itself
	}
	for name, values := range u.header {
		if name == "Host" {
			q.Host = values[0]
			continue
		}
		q.Header[name] = values
	}
	for _, name := range redacted {
		if _, given := u.header[name]; !given {
			leftOut = append(leftOut, "header "+name)
		}
	}
	return q, leftOut, nil
}

// address is where a request goes.
func (u *URL) address(recorded string) (to url.URL, leftOut []string) {
	to = *u.base
	if strings.Trim(to.Path, "/") != "" || to.RawQuery != "" {
		return to, nil
	}
	path, err := url.ParseRequestURI(recorded)
	if err != nil {
		return to, []string{"a path that is none"}
	}
	to.Path, to.RawPath, to.RawQuery = path.Path, path.RawPath, path.RawQuery
	if capture.Redacted(recorded) {
		to.RawQuery = ""
		leftOut = []string{"the query of the path"}
	}
	return to, leftOut
}

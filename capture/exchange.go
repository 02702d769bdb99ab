package capture

import (
	"net/http"
	"time"

	"rwscope/decode"
	"rwscope/store"
)

// Exchange is one request and its answer, with everything found out about them.
// It is immutable once it was given to a History.
type Exchange struct {
	ID      uint64 // 1, 2, 3 … within one journal, in order of answering
	Time    time.Time
	Sender  Sender
	Request Request
	Verdict store.Verdict
	Next    store.Next
	Took    Took
}

// Sender is who sent a request.
type Sender struct {
	Addr      string // host:port
	UserAgent string
	Tenant    string // X-Scope-OrgID or THANOS-TENANT
}

// Request is what was sent. Header is as it came, secrets replaced by
// fingerprints; Body is the body as it came, still compressed.
type Request struct {
	Method, Path string
	Header       http.Header
	Body         []byte
	WireBytes    int // len(Body), where Body is not at hand too; set by Append and Load

	Declared     decode.Kind
	Form         decode.Form
	Coding       decode.Coding
	DecodedBytes int
	RetryAttempt int
	BodyHash     uint64
	// Newest is the newest and Oldest the oldest item timestamp, in Unix
	// milliseconds; both 0 without items.
	Oldest, Newest int64
}

// Took is how long each stage of an exchange lasted.
type Took struct {
	Read, Decode, Judge, Journal, Total time.Duration
}

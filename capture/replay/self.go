package replay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// Self is a target in this process: a receiver with a fresh TSDB, which journals
// the exchanges under the IDs and times that they were recorded with. It takes one
// request at a time.
type Self struct {
	mu       sync.Mutex
	receiver *capture.Receiver
	history  *again
	store    *store.Store
	temp     string // directory to remove, empty if there is none
}

// SelfConfig is how a Self target works. The zero value judges with the defaults,
// and leaves nothing behind.
type SelfConfig struct {
	// Store is how requests are judged. An empty Dir means a temporary one.
	Store  store.Config
	Limits capture.Limits
	// Run describes the journal's run.
	Run capture.Run
}

// OpenSelf opens a TSDB and a temporary journal.
func OpenSelf(cfg SelfConfig) (_ *Self, err error) {
	s := &Self{history: &again{}}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("judge again: %w", err), s.Close())
		}
	}()
	if s.temp, err = os.MkdirTemp("", "rwscope-self-"); err != nil {
		return nil, err
	}
	if cfg.Store.Dir == "" {
		cfg.Store.Dir = filepath.Join(s.temp, "tsdb")
	}
	if s.store, err = store.Open(cfg.Store); err != nil {
		return nil, err
	}
	if s.history.Journal, err = capture.OpenJournal(capture.JournalConfig{Dir: s.temp, Run: cfg.Run}); err != nil {
		return nil, err
	}
	s.receiver = capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{Limits: cfg.Limits.Decode(), LazyLabels: true}),
		Judge:   s.store, History: s.history, Limits: cfg.Limits,
	})
	return s, nil
}

// History is what was judged.
func (s *Self) History() *capture.Journal { return s.history.Journal }

// Store is the TSDB that it went to.
func (s *Self) Store() *store.Store { return s.store }

// Close ends journal and TSDB, and removes what is temporary.
func (s *Self) Close() error {
	var errs []error
	if s.history.Journal != nil {
		errs = append(errs, s.history.Journal.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.temp != "" {
		errs = append(errs, os.RemoveAll(s.temp))
	}
	return errors.Join(errs...)
}

// errNotJudged says that the receiver did not take a request for an exchange.
var errNotJudged = errors.New("not a request that a receiver records")

// Send judges the request.
func (s *Self) Send(ctx context.Context, ex *capture.Exchange, body []byte) (Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := http.NewRequestWithContext(ctx, ex.Request.Method, "http://self", bytes.NewReader(body))
	if err != nil {
		return Reply{}, err
	}
	// What the recorded path is, is the receiver's business.
	q.URL.Opaque, q.RequestURI, q.RemoteAddr = ex.Request.Path, ex.Request.Path, ex.Sender.Addr
	q.Header = ex.Request.Header.Clone()
	q.Host = q.Header.Get("Host")
	q.Header.Del("Host")
	s.history.was, s.history.is = ex, nil
	s.receiver.ServeHTTP(&discard{header: http.Header{}}, q)
	if s.history.is == nil {
		return Reply{}, errNotJudged
	}
	return Reply{Answer: s.history.is.Verdict.Answer, Verdict: &s.history.is.Verdict}, s.history.err
}

// again is a history in which exchanges happen a second time.
type again struct {
	*capture.Journal
	was, is *capture.Exchange
	err     error
}

// Reserve gives the recorded ID, also where some before it are missing.
func (a *again) Reserve() uint64 {
	a.SkipTo(a.was.ID)
	return a.Journal.Reserve()
}

// Append keeps what is known of the first time.
func (a *again) Append(ex *capture.Exchange) error {
	ex.Time, ex.Sender = a.was.Time, a.was.Sender
	err := a.Journal.Append(ex)
	a.is, a.err = ex, errors.Join(a.err, err)
	return err
}

// discard takes the answer, which the verdict holds as well.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

var (
	_ Target              = (*URL)(nil)
	_ Target              = (*Self)(nil)
	_ capture.History     = (*again)(nil)
	_ capture.Judge       = (*store.Store)(nil)
	_ http.ResponseWriter = (*discard)(nil)
)

package store

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	remoteapi "github.com/prometheus/client_golang/exp/api/remote"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/storage/remote"
	"github.com/prometheus/prometheus/tsdb"

	"rwscope/decode"
)

// Defaults of Config.
const (
	defaultMaxExemplars = 100_000
	defaultMaxSeries    = 1_000_000
	defaultRetention    = 15 * 24 * time.Hour
)

// maxAhead is how far in the future an item may lie before the write handler
// refuses it (storage/remote/write_handler.go, maxAheadTime).
const maxAhead = 10 * time.Minute

// ErrInUse is returned by Open when another process has the directory open.
var ErrInUse = errors.New("data directory is in use by another process")

// Store is a local TSDB with a judge in front of it. All methods may be called
// from any goroutine.
type Store struct {
	cfg     Config
	log     *slog.Logger
	db      *tsdb.DB
	handler http.Handler // Prometheus' own write handler, over recorder
	counter *appendedCounter
	engine  *promql.Engine
	gone    goneSeries
	plans   sync.Pool // of *plan; a large request's takes a megabyte
	linters sync.Pool // of *decode.Linter

	mu    sync.Mutex // serialises Judge; guards what follows
	table *table
	mover mover
	stats Stats
	fast  fastScratch
	// linter looks at label sets that are new, under the mutex.
	linter decode.Linter
	// request numbers the requests, to mark what they leave in the table's entries
	// while they are judged.
	request uint64
}

// Stats counts what the judge did since the store was opened.
type Stats struct {
	Fast, Exact    uint64 // requests by path
	Mispredictions uint64 // fast appends that had to be rolled back; expected 0
	Disagreements  uint64 // verdicts whose three accounts differ; expected 0
	Series         int    // series in the table
	SeriesBytes    int64  // memory of the table, an estimate
	HeadBytes      int64  // memory of the series in the head, an estimate
	TableFull      bool   // the table reached its cap; later series are judged the slow way
}

// Open opens the TSDB in cfg.Dir, making it if it does not exist, and learns what
// is in its head. It returns ErrInUse if another process holds the directory.
func Open(cfg Config) (*Store, error) {
	s := &Store{cfg: cfg.withDefaults(), engine: newEngine()}
	s.log = s.cfg.Logger
	if err := os.MkdirAll(s.cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	reg := prometheus.NewRegistry()
	s.counter = newAppendedCounter(reg)
	db, err := tsdb.Open(s.cfg.Dir, s.log, s.counter, s.tsdbOptions(), nil)
	if err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) { // what the TSDB's directory lock says
			return nil, fmt.Errorf("open store: %s: %w", s.cfg.Dir, ErrInUse)
		}
		return nil, fmt.Errorf("open store: %w", err)
	}
	s.db = db
	s.handler = remote.NewWriteHandler(s.log, prometheus.NewRegistry(), &recorder{s},
		s.accepted(), s.cfg.TypeAndUnitLabels, s.cfg.MetadataWAL)
	s.table = newTable(decode.NewHasher(), s.cfg.MaxSeries)
	if err := s.learnHead(); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), db.Close())
	}
	s.gone.room.limit.Store(s.cfg.MaxHead) // what an earlier run left is taken as it is
	return s, nil
}

// Close waits for the request that is being judged, flushes and closes the TSDB.
func (s *Store) Close() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// On a full disk the TSDB panics when it moves chunks from memory to files
	// (tsdb/head_append.go, handleChunkWriteError). Nothing is lost by that: the WAL
	// has their samples, and the next start reads it.
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("close store: %v", cause)
		}
	}()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// Stats returns the judge's counters.
func (s *Store) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.stats
	st.HeadBytes = s.gone.room.used.Load()
	st.Series, st.SeriesBytes, st.TableFull = s.table.live, s.table.bytes(), s.table.full
	return st
}

func (c Config) withDefaults() Config {
	if c.MaxExemplars == 0 {
		c.MaxExemplars = defaultMaxExemplars
	}
	if c.MaxSeries == 0 {
		c.MaxSeries = defaultMaxSeries
	}
	if c.Retention == 0 {
		c.Retention = defaultRetention
	}
	if !c.AcceptV1 && !c.AcceptV2 {
		c.AcceptV1, c.AcceptV2 = true, true
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func (s *Store) tsdbOptions() *tsdb.Options {
	o := tsdb.DefaultOptions()
	o.RetentionDuration = s.cfg.Retention.Milliseconds()
	o.OutOfOrderTimeWindow = s.cfg.OutOfOrderWindow.Milliseconds()
	o.EnableExemplarStorage = s.cfg.MaxExemplars > 0
	o.MaxExemplars = int64(max(0, s.cfg.MaxExemplars))
	o.EnableMetadataWALRecords = s.cfg.MetadataWAL
	o.StaleSeriesCompactionThreshold = s.cfg.StaleCompaction
	o.SeriesLifecycleCallback = &s.gone
	// Isolation hides half-committed requests from queries, at the price of a ring of
	// append ids in each series. What is stored and answered does not depend on it, and
	// whoever looks on live does not mind.
	o.IsolationDisabled = true
	return o
}

func (s *Store) accepted() remoteapi.MessageTypes {
	var types remoteapi.MessageTypes
	if s.cfg.AcceptV1 {
		types = append(types, remoteapi.WriteV1MessageType)
	}
	if s.cfg.AcceptV2 {
		types = append(types, remoteapi.WriteV2MessageType)
	}
	return types
}

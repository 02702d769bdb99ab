package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rwscope/capture"
	"rwscope/store"
)

// defaultListen is loopback: whoever wants to be reached says so.
const defaultListen = "127.0.0.1:9201"

// defaultMaxHead is room for some four million series, which is more than a laptop's
// Prometheus would survive.
const defaultMaxHead = 4 << 30

// The features of Prometheus that change what its receiver stores.
const (
	featureMetadataWAL = "metadata-wal-records"
	featureTypeAndUnit = "type-and-unit-labels"
)

// liveFlags are the flags of the commands that receive.
type liveFlags struct {
	listen, dataDir, record string
	accept, features        []string
	window, retention       model.Duration
	maxExemplars, maxTable  int
	staleCompaction         float64
	maxHead                 int64
	limits                  capture.Limits
	maxJournal              int64
	maxHistory              int
	keepSecrets             bool
	redact                  []string
	access                  accessFlags
	debug                   debugFlag

	headless bool
	period   time.Duration
	count    int
	mouse    bool
	ascii    bool
}

// register adds the flags to a command. What is set already is the default.
func (f *liveFlags) register(cmd *cobra.Command) {
	if f.listen == "" {
		f.listen = defaultListen
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.registerOutput(flags)
	f.registerStore(flags)
	f.registerLimits(flags)
	for _, name := range []string{"for", "out-of-order-time-window"} {
		flags.Lookup(name).DefValue = "" // the help would show a time of 0s
	}
	completeFlag(cmd, "accept", "v1", "v2", "v1,v2")
	completeFlag(cmd, "features", featureMetadataWAL, featureTypeAndUnit)
}

func (f *liveFlags) registerOutput(flags *pflag.FlagSet) {
	flags.StringVar(&f.listen, "listen", f.listen, "address to receive on; port 0 picks a free one")
	flags.BoolVar(&f.headless, "headless", false, "no dashboard: one JSON object a line on standard output")
	flags.DurationVar(&f.period, "for", 0, "with --headless: end after this time")
	flags.IntVar(&f.count, "count", 0, "with --headless: end after this many exchanges")
	flags.StringVar(&f.record, "record", "", "journal of all exchanges; one that exists is continued")
	flags.BoolVar(&f.keepSecrets, "keep-secrets", false, "keep Authorization, cookies and the like as they came")
	flags.StringSliceVar(&f.redact, "redact-header", nil, "one more header whose value is replaced by a fingerprint")
	flags.BoolVar(&f.mouse, "mouse", false, "clicks and the wheel work; to select text, hold shift")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with nothing but ASCII")
}

func (f *liveFlags) registerStore(flags *pflag.FlagSet) {
	f.retention = model.Duration(15 * 24 * time.Hour)
	flags.StringVar(&f.dataDir, "data-dir", "", "where the TSDB and the journal stay; default is a temporary directory")
	flags.StringSliceVar(&f.accept, "accept", []string{"v1", "v2"}, "messages to accept, as Prometheus' --web.remote-write-receiver.accepted-protobuf-messages")
	flags.Var(span{&f.window}, "out-of-order-time-window", "as Prometheus' storage.tsdb.out_of_order_time_window")
	flags.IntVar(&f.maxExemplars, "max-exemplars", 100_000, "exemplars to keep; -1 turns exemplar storage off, as it is in Prometheus by default")
	flags.StringSliceVar(&f.features, "features", nil, "features of Prometheus to turn on: "+featureMetadataWAL+", "+featureTypeAndUnit)
	flags.Var(span{&f.retention}, "retention", "how long samples are kept")
	flags.Float64Var(&f.staleCompaction, "stale-series-compaction-threshold", 0, "as Prometheus' storage.tsdb.stale_series_compaction_threshold: the part of all series, 0.5 say, that has to have ended for them to leave memory early; 0 is never")
	f.maxHead = defaultMaxHead
	flags.Var(size[int64]{&f.maxHead}, "max-head", "memory of the series that the TSDB holds, about; a request with one more is answered 500")
	flags.IntVar(&f.maxTable, "max-series", 1_000_000, "series to know in memory; those beyond it are judged the slow way")
}

func (f *liveFlags) registerLimits(flags *pflag.FlagSet) {
	f.limits = capture.DefaultLimits()
	l := &f.limits
	flags.Var(size[int]{&l.Body}, "max-body", "largest request body, compressed")
	flags.Var(size[int]{&l.Decoded}, "max-decoded", "largest message, decompressed")
	flags.Var(size[int64]{&l.InFlight}, "max-memory", "bytes of requests being handled at a time; more are answered 503")
	flags.IntVar(&l.Series, "max-request-series", l.Series, "series in one request")
	flags.IntVar(&l.Items, "max-items", l.Items, "samples, histograms, exemplars and metadata in one request")
	flags.IntVar(&l.Symbols, "max-symbols", l.Symbols, "symbols in one request")
	flags.IntVar(&l.Labels, "max-labels", l.Labels, "labels of one series")
	flags.Var(size[int64]{&l.Expansion}, "max-expansion", "labels of one request once their symbols are filled in")
	flags.Var(size[int]{&l.ErrorText}, "max-error-text", "largest answer, kept and sent")
	flags.Var(size[int]{&l.Header}, "max-header", "largest request head")
	flags.IntVar(&l.Connections, "max-connections", l.Connections, "connections at a time; more wait")
	flags.DurationVar(&l.HeadTimeout, "read-header-timeout", l.HeadTimeout, "time for a request's head")
	flags.DurationVar(&l.ReadTimeout, "read-timeout", l.ReadTimeout, "time for a whole request")
	flags.DurationVar(&l.IdleTimeout, "idle-timeout", l.IdleTimeout, "time between two requests of a connection")
	flags.Var(size[int64]{&f.maxJournal}, "max-journal", "largest journal; its older half is given up then (default no limit)")
	flags.IntVar(&f.maxHistory, "max-history", 1<<20, "exchanges to list, 120 bytes of memory each; older ones are in the journal only")
}

// check finds what no single flag can: contradictions and unknown words.
func (f *liveFlags) check() error {
	switch {
	case !f.headless && f.period != 0:
		return wrongUsage(errors.New("--for without --headless"), "add --headless, or leave the dashboard with q")
	case !f.headless && f.count != 0:
		return wrongUsage(errors.New("--count without --headless"), "add --headless, or leave the dashboard with q")
	case f.period < 0:
		return wrongUsage(fmt.Errorf("--for %s", f.period), "want a time like 30s")
	case f.count < 0:
		return wrongUsage(fmt.Errorf("--count %d", f.count), "want a number of exchanges")
	}
	if err := f.checkLimits(); err != nil {
		return err
	}
	if err := f.access.check(); err != nil {
		return err
	}
	return f.checkJudge()
}

// checkLimits refuses limits of nothing. What is not above 0 would be taken for a limit
// that was not given, while who writes it wants something else: none, most likely.
func (f *liveFlags) checkLimits() error {
	l := &f.limits
	for _, count := range []struct {
		flag string
		n    int
	}{
		{"max-series", f.maxTable},
		{"max-request-series", l.Series},
		{"max-items", l.Items},
		{"max-symbols", l.Symbols},
		{"max-labels", l.Labels},
		{"max-connections", l.Connections},
		{"max-history", f.maxHistory},
	} {
		if count.n <= 0 {
			return wrongUsage(fmt.Errorf("--%s %d", count.flag, count.n), "want a number above 0; a very large one is as good as no limit")
		}
	}
	for _, timeout := range []struct {
		flag string
		d    time.Duration
	}{
		{"read-header-timeout", l.HeadTimeout},
		{"read-timeout", l.ReadTimeout},
		{"idle-timeout", l.IdleTimeout},
	} {
		if timeout.d <= 0 {
			return wrongUsage(fmt.Errorf("--%s %s", timeout.flag, timeout.d), "want a time above 0, like 30s; a very long one is as good as no limit")
		}
	}
	if !(f.staleCompaction >= 0 && f.staleCompaction <= 1) { // NaN is none either
		return wrongUsage(fmt.Errorf("--stale-series-compaction-threshold %g", f.staleCompaction), "want a part of all series, from 0 to 1")
	}
	return nil
}

func oneOf(flag string, given []string, known ...string) error {
	for _, g := range given {
		if !slices.Contains(known, g) {
			return wrongUsage(fmt.Errorf("--%s %s", flag, g), "known are %s", strings.Join(known, " and "))
		}
	}
	return nil
}

// store is the part of the flags that the store keeps.
func (f *liveFlags) store(dir string) store.Config {
	return store.Config{
		Dir:               dir,
		OutOfOrderWindow:  time.Duration(f.window),
		MaxExemplars:      f.maxExemplars,
		AcceptV1:          slices.Contains(f.accept, "v1"),
		AcceptV2:          slices.Contains(f.accept, "v2"),
		MetadataWAL:       slices.Contains(f.features, featureMetadataWAL),
		TypeAndUnitLabels: slices.Contains(f.features, featureTypeAndUnit),
		Retention:         time.Duration(f.retention),
		MaxSeries:         f.maxTable,
		StaleCompaction:   f.staleCompaction,
		MaxHead:           f.maxHead,
	}
}

// settings are the flags that have a part in verdicts; a journal keeps them.
func (f *liveFlags) settings() []capture.Setting {
	return []capture.Setting{
		{Name: "listen", Value: f.listen},
		{Name: "accept", Value: strings.Join(f.accept, ",")},
		{Name: "out-of-order-time-window", Value: f.window.String()},
		{Name: "max-exemplars", Value: fmt.Sprint(f.maxExemplars)},
		{Name: "features", Value: strings.Join(f.features, ",")},
	}
}

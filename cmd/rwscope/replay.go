package main

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rwscope/capture/filter"
	"rwscope/capture/replay"
)

// toSelf is the target that judges in this process.
const toSelf = "self"

// replayFlags are what replay takes.
type replayFlags struct {
	to, speed, shift, filter string
	concurrency              int
	headers                  []string
	timeout                  time.Duration
	loop, dryRun             bool
	judge                    liveFlags
}

func newReplay() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay FILE --to URL",
		Short: "Send the exchanges of a journal again, and compare the answers",
		Long: `Send the exchanges of a journal again, and compare the answers.

Requests are sent as they were recorded, headers and compressed bytes, by default at the recorded pace and with all times moved to now. At the end a table compares the answers as recorded with the answers now, and says why they differ; the exit code is 1 if they do.

With --to self the recording is judged again, in a fresh TSDB in this process: flags such as --out-of-order-time-window show what they would change. Nothing is sent then, and times stay as they are.

Headers whose secrets were replaced in the recording are left out; --header gives them anew. --concurrency keeps the order of every series: a request waits for those before it that share a series with it.`,
		Example: `rwscope replay incident.rwscope --to http://127.0.0.1:9090/api/v1/write
rwscope replay incident.rwscope --to http://mimir:8080 --speed max --concurrency 8 --header 'X-Scope-OrgID: test'
rwscope replay incident.rwscope --to self --out-of-order-time-window 30m`,
		Args:              args(cobra.ExactArgs(1)),
		ValidArgsFunction: completeJournal,
		RunE: func(cmd *cobra.Command, given []string) error {
			return runReplay(cmd, given[0], &f)
		},
	}
	f.register(cmd)
	return cmd
}

func (f *replayFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.to, "to", "", "where to send: http://host:port, to which the recorded path is added, a whole URL, or self")
	flags.StringVar(&f.speed, "speed", "", "1 is as recorded, 10 ten times faster, max without a pause (default 1; max with --to self)")
	flags.StringVar(&f.shift, "shift", "", "move times: now, none, or a duration such as 24h or -7d (default now; none with --to self)")
	flags.IntVar(&f.concurrency, "concurrency", 1, "requests under way at a time")
	flags.StringVar(&f.filter, "filter", "", "only exchanges that this holds for")
	flags.StringArrayVar(&f.headers, "header", nil, "header to send instead of the recorded one, as Name: value; may be repeated")
	flags.DurationVar(&f.timeout, "timeout", 30*time.Second, "time for one request")
	flags.BoolVar(&f.loop, "loop", false, "begin again at the end, until interrupted")
	flags.BoolVar(&f.dryRun, "dry-run", false, "send nothing, only say what would be sent")
	f.judge.registerJudge(cmd)
	completeFlag(cmd, "speed", "1", "10", "max")
	completeFlag(cmd, "shift", "now", "none", "24h")
}

// errDiffer says that the table has differences.
var errDiffer = errors.New("answers differ from the recorded ones")

func runReplay(cmd *cobra.Command, path string, f *replayFlags) (err error) {
	cfg, err := f.config(cmd)
	if err != nil {
		return err
	}
	r, err := openReader(cmd, path, allRows)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	tellLacks(cmd, path, r.Lacks())
	cfg.History = r
	plan, err := planReplay(cmd, cfg)
	if err != nil {
		return err
	}
	if f.dryRun {
		return describePlan(cmd, plan, cfg, f.to)
	}
	closeTarget, err := f.target(&cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeTarget()) }()
	return sendPlan(cmd, plan, cfg)
}

// config checks everything that can be checked without a file.
func (f *replayFlags) config(cmd *cobra.Command) (cfg replay.Config, err error) {
	self := f.to == toSelf
	if f.to == "" {
		return cfg, wrongUsage(errors.New("--to is missing"), "name a receiver, as in --to http://127.0.0.1:9090/api/v1/write, or --to self")
	}
	if flag := givenJudgeFlag(cmd); flag != "" && !self {
		return cfg, wrongUsage(fmt.Errorf("--%s without --to self", flag), "another receiver has its own configuration")
	}
	if err := f.judge.checkJudge(); err != nil {
		return cfg, err
	}
	if f.concurrency < 1 {
		return cfg, wrongUsage(fmt.Errorf("--concurrency %d", f.concurrency), "want 1 or more")
	}
	if self && f.loop {
		return cfg, wrongUsage(errors.New("--loop with --to self"), "judging the same again shows nothing new")
	}
	cfg.Concurrency, cfg.Loop = f.concurrency, f.loop
	if cfg.Filter, err = parseFilter(f.filter); err != nil {
		return cfg, err
	}
	if cfg.Speed, err = parseSpeed(f.speed, self); err != nil {
		return cfg, wrongUsage(fmt.Errorf("--speed %s: %w", f.speed, err), "1 is as recorded, 10 ten times faster, max without a pause")
	}
	if f.shift == "" && !self {
		f.shift = "now"
	} else if f.shift == "" {
		f.shift = "none"
	}
	if cfg.Shift, err = replay.ParseShift(f.shift); err != nil {
		return cfg, wrongUsage(fmt.Errorf("--shift %s", f.shift), "%s", err)
	}
	return cfg, nil
}

var errSpeed = errors.New("want a number above 0, or max")

func parseSpeed(s string, self bool) (float64, error) {
	switch {
	case s == "max", s == "" && self:
		return 0, nil
	case s == "":
		return 1, nil
	}
	speed, err := strconv.ParseFloat(strings.TrimSuffix(s, "x"), 64)
	if err != nil || !(speed > 0) || speed > 1e6 {
		return 0, errSpeed
	}
	return speed, nil
}

// target opens where to send, and returns what closes it.
func (f *replayFlags) target(cfg *replay.Config) (func() error, error) {
	if f.to == toSelf {
		self, err := replay.OpenSelf(replay.SelfConfig{Store: f.judge.store("")})
		if err != nil {
			return nil, withHint(err, "it needs a directory for temporary files: set TMPDIR")
		}
		cfg.Target = self
		return self.Close, nil
	}
	header, err := parseHeaders(f.headers)
	if err != nil {
		return nil, err
	}
	target, err := replay.NewURL(replay.URLConfig{Address: f.to, Header: header, Timeout: f.timeout, Connections: f.concurrency})
	if err != nil {
		return nil, wrongUsage(err, "name a receiver, as in --to http://127.0.0.1:9090/api/v1/write, or --to self")
	}
	cfg.Target = target
	return func() error { return nil }, nil
}

// parseHeaders reads headers as they stand on the wire.
func parseHeaders(lines []string) (http.Header, error) {
	h := http.Header{}
	for _, line := range lines {
		name, value, ok := strings.Cut(line, ":")
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			return nil, wrongUsage(fmt.Errorf("--header %q", line), "write it as 'Name: value'")
		}
		h.Add(name, strings.TrimSpace(value))
	}
	return h, nil
}

func planReplay(cmd *cobra.Command, cfg replay.Config) (*replay.Plan, error) {
	p := newProgress(cmd, "looking through", "exchanges")
	defer p.clear()
	plan, err := replay.NewPlan(cmd.Context(), cfg.History, cfg.Filter, func(f filter.Progress) { p.show(f.Scanned, f.Total, 0) })
	if err != nil {
		return nil, err
	}
	if len(plan.IDs) == 0 && plan.Unread > 0 {
		return nil, withHint(errors.New("nothing to replay"), "all that is picked was refused before its body was read, so that the journal does not have it")
	}
	if len(plan.IDs) == 0 {
		return nil, withHint(errors.New("nothing to replay"), "no exchange of the journal is picked by the filter")
	}
	return plan, nil
}

// describePlan is --dry-run.
func describePlan(cmd *cobra.Command, plan *replay.Plan, cfg replay.Config, to string) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), `would send %d requests, %d bytes, to %s
recorded from %s to %s
would take %s
times would be moved by %s
`, len(plan.IDs), plan.Bytes, oneLine(to),
		plan.First.Format(time.RFC3339), plan.Last.Format(time.RFC3339), plan.Duration(cfg.Speed).Round(time.Second),
		time.Duration(plan.Move(cfg.Shift, time.Now(), cfg.Speed))*time.Millisecond)
	return err
}

func sendPlan(cmd *cobra.Command, plan *replay.Plan, cfg replay.Config) error {
	p := newProgress(cmd, "replaying", "requests")
	cfg.Progress = func(at replay.Progress) { p.show(at.Done, at.Total, at.Bytes) }
	report, err := replay.Run(cmd.Context(), cfg, plan)
	p.clear()
	if errors.Is(err, replay.ErrNoAnswer) && report.Sent == 0 {
		return withHint(err, "is the receiver running, and is the address right?")
	}
	err = errors.Join(err, report.WriteTable(cmd.OutOrStdout()))
	done := report.Sent + report.Failed + report.Unreadable
	switch {
	case err != nil:
		return err
	case report.Different > 0:
		return fmt.Errorf("%d of %d %w", report.Different, report.Sent, errDiffer)
	case report.Failed+report.Unreadable > 0:
		return fmt.Errorf("%d of %d requests were not answered or could not be read", report.Failed+report.Unreadable, done)
	case done < len(plan.IDs):
		return fmt.Errorf("interrupted after %d of %d requests", done, len(plan.IDs))
	default:
		return nil
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rwscope/capture"
	"rwscope/capture/replay"
	"rwscope/tui"
)

// openFlags are what open takes.
type openFlags struct {
	mouse, ascii, rejudge bool
	judge                 liveFlags
}

func newOpen() *cobra.Command {
	var f openFlags
	cmd := &cobra.Command{
		Use:   "open FILE",
		Short: "Show the dashboard on a journal, without receiving",
		Long: `Show the dashboard on a journal, without receiving. What is added to the file meanwhile is shown as it comes.

With --rejudge every exchange is judged again before, in a fresh TSDB with the flags given here, and the new verdicts are shown; the file stays as it is. What changed is said at the beginning, and printed at the end.`,
		Example: `rwscope open incident.rwscope
rwscope open incident.rwscope --rejudge --out-of-order-time-window 30m`,
		Args:              args(cobra.ExactArgs(1)),
		ValidArgsFunction: completeJournal,
		RunE: func(cmd *cobra.Command, given []string) error {
			return runOpen(cmd, given[0], &f)
		},
	}
	cmd.Flags().BoolVar(&f.mouse, "mouse", false, "clicks and the wheel work; to select text, hold shift")
	cmd.Flags().BoolVar(&f.ascii, "ascii", false, "draw with nothing but ASCII")
	cmd.Flags().BoolVar(&f.rejudge, "rejudge", false, "judge all exchanges again, and show the new verdicts")
	f.judge.registerJudge(cmd)
	return cmd
}

func (f *openFlags) check(cmd *cobra.Command) error {
	if flag := givenJudgeFlag(cmd); flag != "" && !f.rejudge {
		return wrongUsage(fmt.Errorf("--%s without --rejudge", flag), "the verdicts in the file are what they are: add --rejudge")
	}
	return f.judge.checkJudge()
}

func runOpen(cmd *cobra.Command, path string, f *openFlags) error {
	if err := f.check(cmd); err != nil {
		return err
	}
	if err := wantTerminal(false); err != nil {
		return err
	}
	r, err := openReader(cmd, path, usualRows)
	if err != nil {
		return err
	}
	cfg := tui.Config{
		History: r,
		Name:    path,
		Stop:    func(context.Context) error { return r.Close() },
		Mouse:   f.mouse,
		ASCII:   f.ascii,

		Settings: settingsFile(),
	}
	if text := secretsKept(r, path); text != "" {
		cfg.Notices = append(cfg.Notices, text)
	}
	for _, text := range r.Lacks() {
		cfg.Notices = append(cfg.Notices, path+" "+text)
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	var report *replay.Report
	if f.rejudge {
		if report, err = rejudge(cmd, r, f, &cfg); err != nil {
			return errors.Join(err, r.Close())
		}
	} else {
		cfg.News = follow(ctx, r)
	}
	g, err := startGuard(path)
	if err != nil {
		return errors.Join(err, cfg.Stop(cmd.Context()))
	}
	defer g.end()
	if err := tui.Run(cmd.Context(), cfg); err != nil || report == nil {
		return err
	}
	return report.WriteTable(cmd.OutOrStdout())
}

// followEvery is how often it is looked whether a file has grown.
const followEvery = 500 * time.Millisecond

// follow takes in what is added to a journal until ctx ends. If that cannot go on, the
// channel says why.
func follow(ctx context.Context, r *capture.Reader) <-chan string {
	news := make(chan string, 1)
	go func() {
		if err := r.Follow(ctx, followEvery); ctx.Err() == nil {
			news <- "what is added to the file is not shown any more: " + err.Error()
		}
	}()
	return news
}

// rejudge judges a journal again and has the dashboard show that instead.
func rejudge(cmd *cobra.Command, r *capture.Reader, f *openFlags, cfg *tui.Config) (*replay.Report, error) {
	p := newProgress(cmd, "judging", "exchanges")
	self, report, err := replay.Rejudge(cmd.Context(), r, f.judge.store(""), func(at replay.Progress) {
		p.show(at.Done, at.Total, at.Bytes)
	})
	p.clear()
	if err != nil {
		return nil, err
	}
	cfg.History, cfg.Reader = self.History(), self.Store()
	cfg.Stop = func(context.Context) error { return errors.Join(self.Close(), r.Close()) }
	cfg.Notices = append(cfg.Notices, fmt.Sprintf("judged %s again: %s changed", counted(report.Sent, "exchange"), counted(report.Different, "verdict")))
	cfg.Notices = append(cfg.Notices, report.Notices()...)
	return report, nil
}

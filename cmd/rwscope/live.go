package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"rwscope/tui"
)

// traffic sends to a receiver at url until ctx ends; the demo's sender does.
type traffic func(ctx context.Context, url string) error

// runLive receives until the user, a signal, --for or --count ends it. send may be
// nil.
func runLive(cmd *cobra.Command, f *liveFlags, send traffic) error {
	if err := f.check(); err != nil {
		return err
	}
	if err := wantTerminal(f.headless); err != nil {
		return err
	}
	s, err := openSession(f, func(text string) { notice(cmd, text) })
	if err != nil {
		return err
	}
	_, _ = io.WriteString(cmd.ErrOrStderr(), s.access.handout(s.url))
	g, err := startGuard(s.journal.Path())
	if err != nil {
		return errors.Join(err, s.close())
	}
	defer g.end()
	ctx, end := context.WithCancel(cmd.Context())
	if err := f.debug.serve(ctx); err != nil {
		end()
		return errors.Join(err, s.close())
	}
	var sending sync.WaitGroup
	if send != nil {
		sending.Go(func() {
			if err := send(ctx, s.url); err != nil {
				s.tell(err.Error())
			}
		})
	}
	// The sender ends before the receiver, or it would complain.
	stop := sync.OnceValue(func() error {
		end()
		sending.Wait()
		return s.close()
	})
	if f.headless {
		err = runHeadless(ctx, cmd, s, f)
	} else {
		err = runDashboard(ctx, s, f, stop)
	}
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	for _, text := range s.lastNews() {
		notice(cmd, text)
	}
	return err
}

func runDashboard(ctx context.Context, s *session, f *liveFlags, stop func() error) error {
	return tui.Run(ctx, tui.Config{
		History: s.journal,
		Reader:  s.store,
		Decoder: s.decoder,
		Name:    s.url,
		URL:     s.url,
		Target:  s.access.target,
		Notices: s.notices,
		News:    s.news,
		Stop:    func(context.Context) error { return stop() },
		Mouse:   f.mouse,
		ASCII:   f.ascii,

		Settings: settingsFile(),
	})
}

// wantTerminal refuses to draw a dashboard into a file or a pipe.
func wantTerminal(headless bool) error {
	if headless || isTerminal(os.Stdout) && isTerminal(os.Stdin) {
		return nil
	}
	return withHint(errors.New("the dashboard needs a terminal"), "add --headless for JSON lines")
}

// notice tells the user something that is no result.
func notice(cmd *cobra.Command, text string) {
	_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "rwscope: "+oneLine(text))
}

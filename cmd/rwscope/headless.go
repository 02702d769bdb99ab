package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"rwscope/capture"
)

// lineBuffer is how much output is collected, in bytes, while there is more to
// come.
const lineBuffer = 256 << 10

// errEnough says that all lines that were asked for are printed.
var errEnough = errors.New("enough exchanges")

// runHeadless prints exchanges until ctx, --for or --count ends it, or whoever
// reads them is gone. Then it says how the senders behaved.
func runHeadless(ctx context.Context, cmd *cobra.Command, s *session, f *liveFlags) error {
	signal.Ignore(syscall.SIGPIPE) // a reader that is gone is an error of write, and an orderly end
	if f.period > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.period)
		defer cancel()
	}
	for _, text := range s.notices {
		notice(cmd, text)
	}
	l := &lines{
		history: s.journal,
		out:     bufio.NewWriterSize(cmd.OutOrStdout(), lineBuffer),
		say:     func(text string) { notice(cmd, text) },
		next:    s.firstID,
		left:    f.count,
	}
	err := l.follow(ctx, s)
	if err == nil { // what was answered while receiving ended
		err = errors.Join(s.stopReceiving(), l.catchUp())
	}
	for _, text := range s.habits() {
		l.say(text)
	}
	switch {
	case errors.Is(err, errEnough), errors.Is(err, syscall.EPIPE), errors.Is(err, os.ErrClosed):
		return nil
	default:
		return err
	}
}

// lines prints each exchange of a history once, in order. It pulls: when it is
// slow, nobody waits for it.
type lines struct {
	history capture.History
	out     *bufio.Writer
	say     func(string)
	next    uint64 // ID of the exchange to print next
	left    int    // exchanges still to be printed; 0 means no end
	buf     []byte
}

// follow prints what there is whenever something new is there.
func (l *lines) follow(ctx context.Context, s *session) error {
	for {
		if err := l.catchUp(); err != nil {
			return err
		}
		select {
		case <-l.history.Wake():
		case text := <-s.news:
			l.say(text)
		case <-s.received:
			return s.receiveErr
		case <-ctx.Done():
			return nil
		}
	}
}

// catchUp prints everything that is there and not printed yet, and flushes.
func (l *lines) catchUp() error {
	for {
		snap := l.history.Snapshot()
		if snap.Len() == 0 || snap.Row(snap.Len()-1).ID < l.next {
			return l.out.Flush()
		}
		if err := l.print(snap); err != nil {
			return errors.Join(err, l.out.Flush())
		}
	}
}

// print prints what is new in a snapshot.
func (l *lines) print(snap capture.Snapshot) error {
	if oldest := snap.Row(0).ID; oldest > l.next {
		l.say(fmt.Sprintf("%d exchanges are not printed: whoever reads the lines is too slow", oldest-l.next))
		l.next = oldest
	}
	lost := 0
	newest := snap.Row(snap.Len() - 1).ID
	for ; l.next <= newest; l.next++ {
		switch err := l.printOne(l.next); {
		case errors.Is(err, capture.ErrUnknown): // given up in the meantime
		case errors.Is(err, capture.ErrUnjournaled):
			lost++
		case err != nil:
			return err
		}
	}
	if lost > 0 {
		l.say(fmt.Sprintf("%d exchanges are not printed: they are not in the journal, and whoever reads the lines is too slow", lost))
	}
	return nil
}

// printOne prints one exchange. The error is errEnough after the last that is
// wanted.
func (l *lines) printOne(id uint64) error {
	x, ok := l.history.Recent(id)
	if !ok {
		var err error
		if x, err = l.history.Load(id); err != nil {
			return err
		}
	}
	l.buf = append(capture.AppendJSON(l.buf[:0], x), '\n')
	if _, err := l.out.Write(l.buf); err != nil {
		return err
	}
	if l.left > 0 {
		if l.left--; l.left == 0 {
			return errEnough
		}
	}
	return nil
}

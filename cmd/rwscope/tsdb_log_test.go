package main

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestTSDBLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		say := func(text string) { said = append(said, text) }
		log := slog.New(newTSDBLog(say, say))
		segment := func(n int) { log.Info("WAL segment loaded", "segment", n, "maxSegment", 9) }
		segment(0) // nobody hears of what is over at once
		time.Sleep(patience + time.Millisecond)
		segment(1)
		segment(2)
		time.Sleep(progressEvery)
		segment(3)
		log.Error("Out of order sample from remote write", "err", "out of order") // has an exchange
		full := errors.New("no space left on device")
		log.Error("compaction failed", "err", full)
		log.Error("compaction failed", "err", full)
		time.Sleep(troubleEvery)
		log.Error("compaction failed", "err", full)
		want := []string{
			"reading what an earlier run left in the WAL: segment 1 of 9",
			"reading what an earlier run left in the WAL: segment 3 of 9",
			"warning: the TSDB: compaction failed: no space left on device",
			"warning: the TSDB: compaction failed: no space left on device",
		}
		if !slices.Equal(said, want) {
			t.Errorf("got  %q\nwant %q", said, want)
		}
	})
}

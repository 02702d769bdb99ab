package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// killed kills rwscope again and again while it receives, and starts it on what it
// left.
func killed(dir string) (rep report, err error) {
	const times = 10
	data := filepath.Join(dir, "data")
	s := newSender()
	var longest time.Duration
	for range times {
		begin := time.Now()
		r, err := start("--data-dir", data)
		if err != nil {
			return rep, err
		}
		longest = max(longest, time.Since(begin))
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = s.sendFor(r, time.Minute, 0) // until it is killed
		}()
		time.Sleep(time.Duration(100+rand.IntN(300)) * time.Millisecond)
		if err := r.signal(syscall.SIGKILL); err != nil {
			return rep, err
		}
		<-done
	}
	k, err := keptIn(within(data))
	if err != nil {
		return rep, err
	}
	rep.happened = fmt.Sprintf("kill -9 %d times in the middle of receiving, restarted on the same data directory, ready after %v at most", times, longest.Round(time.Millisecond))
	rep.kept = fmt.Sprintf("%d requests answered 204: %d of them in the journal, %d of %d samples in the TSDB; %d requests were without an answer",
		s.answered, min(k.answered, s.answered), min(k.samples, s.answered*perRequest), s.answered*perRequest, s.unsure)
	rep.saw = "connections that ended; the sender sends such a request again"
	return rep, s.complete(k)
}

// suspended stops the process for a while, as closing a laptop does.
func suspended(dir string) (rep report, err error) {
	const asleep = 15 * time.Second
	data := filepath.Join(dir, "data")
	r, err := start("--data-dir", data, "--read-timeout", "10s", "--idle-timeout", "10s")
	if err != nil {
		return rep, err
	}
	s := newSender()
	if err := s.sendFor(r, time.Second, 0); err != nil {
		return rep, err
	}
	if err := r.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		return rep, err
	}
	go func() {
		time.Sleep(asleep)
		_ = r.cmd.Process.Signal(syscall.SIGCONT)
	}()
	for range 3 { // a connection may have timed out, and a sender takes another
		if err = s.send(r, 0); err == nil {
			break
		}
	}
	if err = errors.Join(err, s.sendFor(r, time.Second, 0), r.signal(syscall.SIGTERM)); err != nil {
		return rep, err
	}
	k, err := keptIn(within(data))
	rep.happened = fmt.Sprintf("stopped for %v, longer than all time limits, while a request came in; then it went on", asleep)
	rep.kept = fmt.Sprintf("%d requests answered 204, %d of them in the journal, %d of %d samples", s.answered, k.answered, k.samples, s.answered*perRequest)
	rep.saw = fmt.Sprintf("the request in between took %v; %d without an answer; %s", s.slowest.Round(time.Second), s.unsure, r.said("did not run"))
	if err == nil && !strings.Contains(rep.saw, "did not run for 15") {
		err = errors.New("the user does not hear of it")
	}
	return rep, errors.Join(err, s.complete(k))
}

// twoInstances starts a second rwscope on what the first one has open.
func twoInstances(dir string) (rep report, err error) {
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "shared.rwscope")
	r, err := start("--data-dir", data, "--record", file)
	if err != nil {
		return rep, err
	}
	code, said, err := refused("--data-dir", data)
	if err == nil && (code != 1 || !strings.Contains(said, "in use")) {
		err = fmt.Errorf("a second one on the data directory: exit code %d, %s", code, said)
	}
	code2, said2, err2 := refused("--record", file)
	if err2 == nil && (code2 != 1 || !strings.Contains(said2, "hint:")) {
		err2 = fmt.Errorf("a second one on the journal: exit code %d, %s", code2, said2)
	}
	s := newSender()
	rep.happened = fmt.Sprintf("a second one on the same data directory, and one on the same journal: exit codes %d and %d", code, code2)
	rep.saw = said + " | " + said2
	err = errors.Join(err, err2, s.send(r, 0), r.signal(syscall.SIGTERM))
	rep.kept = "the first one went on"
	return rep, err
}

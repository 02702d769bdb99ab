package main

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// large makes bodies that fill a disk.
const large = 64 << 10

// journalDiskFull fills the disk of the journal. The TSDB is on another one.
func journalDiskFull(dir string) (rep report, err error) {
	disk, data := filepath.Join(dir, "disk"), filepath.Join(dir, "data")
	unmount, err := smallDisk(disk, 4, "")
	if err != nil {
		return rep, err
	}
	defer unmount()
	journal := filepath.Join(disk, "journal.rwscope")
	r, err := start("--data-dir", data, "--record", journal)
	if err != nil {
		return rep, err
	}
	s := newSender()
	for range 200 {
		if err := s.send(r, large); err != nil {
			return rep, err
		}
	}
	alive := r.alive()
	if err := r.signal(syscall.SIGTERM); err != nil {
		return rep, err
	}
	_, tsdb := within(data)
	k, err := keptIn(journal, tsdb)
	rep.happened = fmt.Sprintf("the journal's disk of 4 MiB was full; %d requests, answers %v", s.answered, s.statuses)
	rep.kept = fmt.Sprintf("%d exchanges in the journal, which is whole as far as it goes; %d of %d samples in the TSDB", k.exchanges, k.samples, s.answered*perRequest)
	rep.saw = r.said("warning", "error")
	switch {
	case err != nil:
	case !alive || s.statuses[http.StatusNoContent] != 200 || k.samples != 200*perRequest:
		err = errors.New("a full disk of the journal cost the sender its answer, or samples")
	case !strings.Contains(rep.saw, "no longer journaled: no space left") ||
		!strings.Contains(rep.saw, fmt.Sprintf("%d exchanges are not in the journal", 200-k.exchanges)):
		err = errors.New("the user does not hear of it, or not how much is missing")
	case strings.Count(r.stdout.String(), "\n") != 200:
		err = fmt.Errorf("%d lines were printed, want 200", strings.Count(r.stdout.String(), "\n"))
	}
	return rep, err
}

// tsdbDiskFull fills the disk of the TSDB. The journal is on another one.
func tsdbDiskFull(dir string) (rep report, err error) {
	data, journal := filepath.Join(dir, "data"), filepath.Join(dir, "journal.rwscope")
	unmount, err := smallDisk(data, 24, "")
	if err != nil {
		return rep, err
	}
	defer unmount()
	r, err := start("--data-dir", data, "--record", journal)
	if err != nil {
		return rep, err
	}
	s := newSender()
	for range 600 {
		if err := s.send(r, large); err != nil {
			return rep, err
		}
	}
	alive := r.alive()
	if err := r.signal(syscall.SIGTERM); err != nil {
		return rep, err
	}
	// There is room again, and the next run goes on with what is there.
	if err := command("mount", "-o", "remount,size=200m", data); err != nil {
		return rep, err
	}
	again, err := start("--data-dir", data, "--record", journal)
	if err != nil {
		return rep, err
	}
	if err := errors.Join(s.send(again, 0), again.signal(syscall.SIGTERM)); err != nil {
		return rep, err
	}
	_, tsdb := within(data)
	k, err := keptIn(journal, tsdb)
	rep.happened = fmt.Sprintf("the TSDB's disk of 24 MiB was full; answers %v; with room again it was restarted", s.statuses)
	rep.kept = fmt.Sprintf("%d exchanges in the journal; %d requests answered 204, %d samples in the TSDB", k.exchanges, s.answered, k.samples)
	rep.saw = causesIn(r.stdout.String()) + "; " + r.said("warning", "error")
	if err == nil {
		if err = s.complete(k); !alive || s.statuses[http.StatusInternalServerError] == 0 {
			err = errors.Join(err, errors.New("want 500, which makes senders try again, as long as the disk is full"))
		}
		if !strings.Contains(rep.saw, "the TSDB cannot store: no space left") {
			err = errors.Join(err, errors.New("the user does not hear of it"))
		}
	}
	return rep, err
}

// causesIn counts the causes in JSON lines that are about the TSDB's disk.
func causesIn(lines string) string {
	return fmt.Sprintf("cause append_error in %d exchanges, commit_error in %d",
		strings.Count(lines, `"cause":"append_error"`), strings.Count(lines, `"cause":"commit_error"`))
}

// readOnly starts rwscope where it cannot write.
func readOnly(dir string) (rep report, err error) {
	disk := filepath.Join(dir, "disk")
	unmount, err := smallDisk(disk, 4, ",ro")
	if err != nil {
		return rep, err
	}
	defer unmount()
	code, said, err := refused("--data-dir", filepath.Join(disk, "data"))
	code2, said2, err2 := refused("--record", filepath.Join(disk, "journal.rwscope"))
	rep = report{
		happened: fmt.Sprintf("data directory, and journal, on a read-only disk: exit codes %d and %d", code, code2),
		kept:     "nothing was begun",
		saw:      said + " | " + said2,
	}
	if err = errors.Join(err, err2); err == nil && (code != 1 || code2 != 1 || strings.Count(rep.saw, "hint:") != 2) {
		err = errors.New("want exit code 1, what is wrong and a hint")
	}
	return rep, err
}

// stalled freezes the disk of the journal for five seconds.
func stalled(dir string) (rep report, err error) {
	const frozen = 5 * time.Second
	disk, unmount, err := realDisk(dir)
	if err != nil {
		return rep, err
	}
	defer unmount()
	data, journal := filepath.Join(dir, "data"), filepath.Join(disk, "journal.rwscope")
	r, err := start("--data-dir", data, "--record", journal)
	if err != nil {
		return rep, err
	}
	s := newSender()
	if err := s.sendFor(r, time.Second, 0); err != nil {
		return rep, err
	}
	usual := s.slowest
	if err := command("fsfreeze", "-f", disk); err != nil {
		return rep, err
	}
	thawed := make(chan error, 1)
	go func() {
		time.Sleep(frozen)
		thawed <- command("fsfreeze", "-u", disk)
	}()
	if err := errors.Join(s.sendFor(r, frozen+time.Second, 0), <-thawed, r.signal(syscall.SIGTERM)); err != nil {
		return rep, err
	}
	_, tsdb := within(data)
	k, err := keptIn(journal, tsdb)
	rep.happened = fmt.Sprintf("the journal's disk did not write for %v; answers %v", frozen, s.statuses)
	rep.kept = fmt.Sprintf("%d of %d exchanges in the journal, %d of %d samples", k.exchanges, s.answered, k.samples, s.answered*perRequest)
	rep.saw = fmt.Sprintf("one answer took %v, the slowest before %v; on the exchange it is the journal's time; %s",
		s.slowest.Round(100*time.Millisecond), usual.Round(time.Millisecond), r.said("the journal's disk"))
	if err == nil && (!strings.Contains(rep.saw, "has not written for") || !strings.Contains(rep.saw, "writes again, after")) {
		err = errors.New("the user does not hear of it")
	}
	return rep, errors.Join(err, s.complete(k))
}

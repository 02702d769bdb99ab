package store

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestFullDisk takes the room for the WAL away and gives it back: a commit that
// fails is an answer that makes senders try again, and no misprediction.
func TestFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.UnixMilli(testNow)))
		dir := t.TempDir()
		s, err := Open(Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		send := func(want int) {
			t.Helper()
			for _, message := range []string{"v1", "v2"} {
				time.Sleep(time.Second)
				v := s.Judge(scripted(t, message, "up 1 @now"))
				failed := slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.Cause == CauseCommitError })
				if v.Answer.Status != want || failed != (want == http.StatusInternalServerError) || v.Mispredicted || v.Disagreement != "" {
					t.Errorf("%s: got %d %s, commit_error %t, mispredicted %t, disagreement %q; want %d",
						message, v.Answer.Status, v.Answer.Body, failed, v.Mispredicted, v.Disagreement, want)
				}
			}
		}
		send(http.StatusNoContent)
		makeRoom := fill(t, filepath.Join(dir, "wal"))
		send(http.StatusInternalServerError)
		makeRoom()
		send(http.StatusNoContent)
		if st := s.Stats(); st.Mispredictions+st.Disagreements > 0 {
			t.Errorf("got %+v, want neither mispredictions nor disagreements", st)
		}
	})
}

// fill lets this process write nothing more to the file that it has open in dir:
// the file's descriptor becomes one of /dev/full. The returned function undoes it.
func fill(t *testing.T, dir string) (undo func()) {
	t.Helper()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = full.Close() })
	links, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		fd, _ := strconv.Atoi(link.Name())
		if name, err := os.Readlink("/proc/self/fd/" + link.Name()); err != nil || !strings.HasPrefix(name, dir+"/") {
			continue
		}
		kept, err := syscall.Dup(fd)
		if err == nil {
			err = syscall.Dup3(int(full.Fd()), fd, syscall.O_CLOEXEC)
		}
		if err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := syscall.Dup3(kept, fd, syscall.O_CLOEXEC); err != nil {
				t.Fatal(err)
			}
			_ = syscall.Close(kept)
		}
	}
	t.Fatalf("no file is open in %s", dir)
	return nil
}

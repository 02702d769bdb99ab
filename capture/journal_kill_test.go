package capture

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// killedPath is the environment variable that makes TestKilled the process that
// is killed: its value is the journal's path.
const killedPath = "RWSCOPE_TEST_KILLED"

// TestKilled appends to a journal in another process, kills that without warning,
// and finds every exchange that was acknowledged, again and again on one file.
func TestKilled(t *testing.T) {
	if path := os.Getenv(killedPath); path != "" {
		appendForever(t, path)
	}
	path := filepath.Join(t.TempDir(), "a.rwscope")
	acknowledged := make(map[uint64]bool)
	for round := range 5 {
		for _, id := range killAfter(t, path, 20+round*137) {
			if acknowledged[id] {
				t.Fatalf("round %d: exchange %d was acknowledged twice", round, id)
			}
			acknowledged[id] = true
		}
		r := openReader(t, path)
		s := r.Snapshot()
		for id := range acknowledged {
			if _, ok := s.Find(id); !ok {
				t.Fatalf("round %d: exchange %d is lost; damage %v", round, id, r.Damage())
			}
		}
		for i := range s.Len() {
			e, err := r.Load(s.Row(i).ID)
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			want := killedExchange(e.ID)
			want.Request.WireBytes = len(want.Request.Body)
			if !reflect.DeepEqual(e, want) {
				t.Fatalf("round %d\n got %+v\nwant %+v", round, e, want)
			}
		}
	}
}

// killAfter starts a process that appends, kills it after so many
// acknowledgements, and returns all that it gave.
func killAfter(t *testing.T, path string, n int) (ids []uint64) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), killedPath+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the last line may be torn
		}
		id, err := strconv.ParseUint(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Fatalf("the process says %q", line)
		}
		if ids = append(ids, id); len(ids) == n {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(ids) < n {
		t.Fatalf("the process ended by itself after %d exchanges: %v", len(ids), err)
	}
	return ids
}

// appendForever appends from several goroutines and prints the ID of each
// exchange that is acknowledged.
func appendForever(t *testing.T, path string) {
	j, err := OpenJournal(JournalConfig{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for {
				e := killedExchange(j.Reserve())
				if err := j.Append(e); err != nil {
					t.Error(err)
					return
				}
				if _, err := fmt.Println(e.ID); err != nil {
					return
				}
			}
		})
	}
	writers.Wait()
}

// killedExchange follows from its ID, so that both processes know it.
func killedExchange(id uint64) *Exchange {
	e := newMade(id).exchange(id)
	e.Request.Header = nil // whose secrets would have other fingerprints
	return e
}

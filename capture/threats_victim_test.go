package capture_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"rwscope/capture"
	"rwscope/decode"
	"rwscope/store"
)

// victimDir is the variable that makes the test program a receiver with its files
// in this directory.
const victimDir = "RWSCOPE_TEST_VICTIM"

// victim is a receiver in a process of its own.
type victim struct {
	t    *testing.T
	cmd  *exec.Cmd
	addr string
	in   io.Closer
	out  *bufio.Reader
}

func startVictim(t *testing.T, dir string) *victim {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	v := &victim{t: t, cmd: cmd, in: in, out: bufio.NewReader(out)}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Process.Kill() })
	v.addr = v.line()
	return v
}

func (v *victim) line() string {
	v.t.Helper()
	line, err := v.out.ReadString('\n')
	if err != nil {
		v.t.Fatalf("receiver ended: %v", err)
	}
	return strings.TrimSpace(line)
}

// stop ends the receiver in order and returns how many bytes of memory it had at
// most.
func (v *victim) stop() (most uint64) {
	v.t.Helper()
	_ = v.in.Close()
	if _, err := fmt.Sscan(v.line(), &most); err != nil {
		v.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, v.out)
	if err := v.cmd.Wait(); err != nil {
		v.t.Errorf("receiver: %v", err)
	}
	return most
}

// TestVictim is the receiver that TestThreats starts. It ends with its standard
// input.
func TestVictim(t *testing.T) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		t.Skip("only for TestThreats")
	}
	st, err := store.Open(store.Config{Dir: filepath.Join(dir, "tsdb")})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	journal, err := capture.OpenJournal(capture.JournalConfig{Path: filepath.Join(dir, "journal.rwscope")})
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	limits := capture.Limits{InFlight: threatInFlight}
	receiver := capture.NewReceiver(capture.ReceiverConfig{
		Decoder: decode.NewDecoder(decode.Config{Limits: limits.Decode(), LazyLabels: true}),
		Judge:   st, History: journal, Limits: limits,
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := startMeter()
	fmt.Println(l.Addr())
	ctx, end := context.WithCancel(t.Context())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end()
	}()
	go capture.BoundGarbage(ctx, limits.InFlight)
	// Connections on which next to nothing happens do not end in order.
	_ = receiver.Serve(ctx, l)
	fmt.Println(m.stop())
}

// meter watches the memory that the process has from the system.
type meter struct {
	most uint64
	end  chan struct{}
	done sync.WaitGroup
}

func startMeter() *meter {
	m := &meter{end: make(chan struct{})}
	m.done.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			m.most = max(m.most, inUse())
			select {
			case <-tick.C:
			case <-m.end:
				return
			}
		}
	})
	return m
}

func (m *meter) stop() uint64 {
	close(m.end)
	m.done.Wait()
	return m.most
}

// inUse is the memory that the Go runtime has and has not given back.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// exchange is what a JSON line says, as far as it is checked here.
type exchange struct {
	ID     int `json:"id"`
	Sender struct {
		UserAgent string `json:"user_agent"`
	} `json:"sender"`
	Request struct {
		Path      string `json:"path"`
		Message   string `json:"message"`
		LooksLike string `json:"looks_like"`
	} `json:"request"`
	Sent struct {
		Series, Samples, Histograms, Exemplars, Metadata int
	} `json:"sent"`
	Answered struct {
		Status  int    `json:"status"`
		Body    string `json:"body"`
		By      string `json:"by"`
		Written *struct {
			Samples, Histograms, Exemplars int
		} `json:"written"`
	} `json:"answered"`
	Stored struct {
		Samples, Histograms, Exemplars, Duplicates int
	} `json:"stored"`
	Problems []struct {
		Level, Cause, Role, Series, Text string
	} `json:"problems"`
	ProblemsTotal int    `json:"problems_total"`
	Collateral    int    `json:"collateral"`
	SenderNext    string `json:"sender_next"`
}

// rwscope is a running rwscope --headless.
type rwscope struct {
	cmd     *exec.Cmd
	addr    string
	dataDir string
	journal string
	output  sync.WaitGroup // done when its standard output has ended
	lines   [][]byte
}

// buildRwscope builds the program from the tree around this module.
var buildRwscope = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rwscope-e2e")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "rwscope")
	return path, run("go", "-C", "../..", "build", "-buildvcs=false", "-o", path, "./cmd/rwscope")
})

func rwscopeBinary(t *testing.T) string {
	t.Helper()
	path, err := buildRwscope()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// startRwscope starts a receiver that keeps everything in a fresh directory.
func startRwscope(t *testing.T) *rwscope {
	t.Helper()
	dir := t.TempDir()
	r := &rwscope{
		addr:    freeAddr(t),
		dataDir: filepath.Join(dir, "data"),
		journal: filepath.Join(dir, "session.rwscope"),
	}
	r.cmd = exec.Command(rwscopeBinary(t), "--headless", "--listen", r.addr,
		"--data-dir", r.dataDir, "--record", r.journal)
	stdout, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	startLogged(t, r.cmd, filepath.Join(dir, "log"))
	r.output.Go(func() { r.lines = readLines(t, stdout) })
	waitFor(t, "listening", func() bool {
		resp, err := http.Get(r.url(""))
		if err != nil {
			return false
		}
		resp.Body.Close()
		return true
	})
	return r
}

func (r *rwscope) url(path string) string { return "http://" + r.addr + path }

// stop interrupts the receiver and returns what it printed.
func (r *rwscope) stop(t *testing.T) [][]byte {
	t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	r.output.Wait()
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("rwscope --headless, interrupted: %v, want exit status 0", err)
	}
	return r.lines
}

// print is what rwscope print makes of the journal.
func (r *rwscope) print(t *testing.T) [][]byte {
	t.Helper()
	cmd := exec.Command(rwscopeBinary(t), "print", r.journal)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := readLines(t, stdout)
	if err := cmd.Wait(); err != nil {
		t.Errorf("rwscope print: %v", err)
	}
	return lines
}

// readLines reads lines of up to 16 MiB to the end.
func readLines(t *testing.T, r io.Reader) [][]byte {
	var lines [][]byte
	s := bufio.NewScanner(r)
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		lines = append(lines, append([]byte(nil), s.Bytes()...))
	}
	if err := s.Err(); err != nil {
		t.Error(err)
	}
	return lines
}

// parse reads the lines; the exchanges' numbers must be 1, 2, 3 …
func parse(t *testing.T, lines [][]byte) []exchange {
	t.Helper()
	all := make([]exchange, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line, &all[i]); err != nil {
			t.Fatalf("line %d: %v: %s", i+1, err, line)
		}
		if all[i].ID != i+1 {
			t.Errorf("line %d has id %d", i+1, all[i].ID)
		}
	}
	return all
}

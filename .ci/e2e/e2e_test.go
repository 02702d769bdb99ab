package e2e

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSenders lets each real sender scrape and write for a while, and compares
// what rwscope says with what the sender counted, and what rwscope stored with
// what the sender has.
func TestSenders(t *testing.T) {
	for _, s := range senders() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			scope := startRwscope(t)
			p := s.start(t, scope.url("/api/v1/write"), startExporter(t), 2000)
			time.Sleep(scraping)
			counted := p.drain(t)
			p.stop(t)
			lines := scope.stop(t)

			exchanges := parse(t, lines)
			t.Logf("%d exchanges, %d samples, %d histograms, %d exemplars, %d metadata", len(exchanges),
				counted.sent("samples"), counted.sent("histograms"), counted.sent("exemplars"), counted.sent("metadata"))
			checkEach(t, s, exchanges)
			checkSums(t, s, exchanges, counted)
			checkExemplars(t, s, exchanges, counted)
			checkStored(t, exchanges, dump(t, filepath.Join(scope.dataDir, "tsdb")), dump(t, p.data))
			checkJournal(t, lines, scope.print(t))
		})
	}
}

// checkEach looks at every exchange by itself.
func checkEach(t *testing.T, s sender, exchanges []exchange) {
	t.Helper()
	agent, message := "Prometheus/"+s.version(), s.message() // Debian adds "+ds"
	fast := 0
	for _, e := range exchanges {
		if e.Answered.By == "fast" {
			fast++
		}
		if !strings.HasPrefix(e.Sender.UserAgent, agent) || e.Request.Message != message || e.Request.LooksLike != message {
			t.Errorf("exchange %d: got %s from %s that looks like %s, want %s from %s",
				e.ID, e.Request.Message, e.Sender.UserAgent, e.Request.LooksLike, message, agent)
		}
		sent := e.Sent.Samples + e.Sent.Histograms
		if kept := e.Stored.Samples + e.Stored.Histograms + e.Stored.Duplicates; kept != sent {
			t.Errorf("exchange %d: %d stored or duplicate, %d sent", e.ID, kept, sent)
		}
		for _, p := range e.Problems {
			if p.Cause == "misprediction" || p.Cause == "disagreement" || p.Cause == "internal_fault" {
				t.Errorf("exchange %d: %s: %s", e.ID, p.Cause, p.Text)
			}
		}
		if w := e.Answered.Written; (w != nil) != (message == "v2") {
			t.Errorf("exchange %d: written headers %v on an answer to %s", e.ID, w, message)
		} else if w != nil && (w.Samples != e.Stored.Samples || w.Histograms != e.Stored.Histograms) {
			t.Errorf("exchange %d: headers say %+v, stored %+v", e.ID, *w, e.Stored)
		}
	}
	// Both of the judge's ways must have been taken by real traffic.
	if refused := message == "v2" && s.exemplars; !refused && fast == 0 {
		t.Errorf("none of %d exchanges was judged the fast way", len(exchanges))
	}
}

// checkSums compares the sums with the sender's own counters.
func checkSums(t *testing.T, s sender, exchanges []exchange, counted metrics) {
	t.Helper()
	var samples, histograms, exemplars, metadata int
	for _, e := range exchanges {
		samples += e.Sent.Samples
		histograms += e.Sent.Histograms
		exemplars += e.Sent.Exemplars
		metadata += e.Sent.Metadata
	}
	same := func(kind string, got int) {
		if want := counted.sent(kind); got != want || want == 0 {
			t.Errorf("rwscope saw %d %s, the sender counts %d; want the same and some", got, kind, want)
		}
	}
	same("samples", samples)
	same("histograms", histograms)
	if s.exemplars {
		same("exemplars", exemplars)
	}
	if s.message() == "v1" {
		same("metadata", metadata)
	}
	for _, kind := range []string{"samples_failed", "samples_retried", "histograms_failed", "histograms_retried"} {
		if n := counted.sent(kind); n != 0 {
			t.Errorf("the sender counts %d %s, want 0", n, kind)
		}
	}
}

// checkExemplars follows the exemplars: each is stored, or a problem says why not.
//
// In v2 Prometheus 3.16 puts each into a TimeSeries of its own, which Prometheus
// 3.16 refuses. In v1 all are kept, but for those of a new native histogram from
// Prometheus 2.42, which sends them before the histogram's first sample.
func checkExemplars(t *testing.T, s sender, exchanges []exchange, counted metrics) {
	t.Helper()
	refused, unknown := 0, 0
	for _, e := range exchanges {
		status, next := 204, "OK"
		if s.message() == "v2" && e.Sent.Exemplars > 0 {
			status, next = 400, "DROP"
		}
		if e.Answered.Status != status || e.SenderNext != next {
			t.Errorf("exchange %d: answered %d (%.80q), sender will %s; want %d and %s",
				e.ID, e.Answered.Status, e.Answered.Body, e.SenderNext, status, next)
		}
		only, none := e.count("culprit", "exemplar_only_series"), e.count("witness", "exemplar_no_series")
		if lost := e.Sent.Exemplars - e.Stored.Exemplars; lost != only+none {
			t.Errorf("exchange %d: %d of %d exemplars lost, problems explain %d", e.ID, lost, e.Sent.Exemplars, only+none)
		}
		refused += only
		unknown += none
	}
	if failed := counted.sent("exemplars_failed"); refused != failed {
		t.Errorf("rwscope shows %d refused exemplars, the sender counts %d", refused, failed)
	}
	if all := counted.sent("exemplars"); s.message() == "v2" && refused != all {
		t.Errorf("%d of %d exemplars refused, want all", refused, all)
	}
	if unknown > 1 || unknown > 0 && s.version() != "2.42.0" {
		t.Errorf("%d exemplars of unknown series, want none, or one from 2.42.0", unknown)
	}
}

// count is how many problems have a role and a cause.
func (e exchange) count(role, cause string) int {
	n := 0
	for _, p := range e.Problems {
		if p.Role == role && p.Cause == cause {
			n++
		}
	}
	return n
}

// checkStored compares what promtool finds in rwscope's TSDB with what rwscope
// says is stored, and with what the sender has in its own.
func checkStored(t *testing.T, exchanges []exchange, stored, sender []string) {
	t.Helper()
	said := 0
	for _, e := range exchanges {
		said += e.Stored.Samples + e.Stored.Histograms
	}
	if len(stored) != said {
		t.Errorf("promtool finds %d samples, rwscope says that it stored %d", len(stored), said)
	}
	if slices.Equal(stored, sender) {
		return
	}
	t.Errorf("rwscope has %d samples, the sender %d", len(stored), len(sender))
	for i := range min(len(stored), len(sender)) {
		if stored[i] != sender[i] {
			t.Fatalf("the first difference:\nrwscope %s\nsender  %s", stored[i], sender[i])
		}
	}
}

// dump is every sample of a TSDB in promtool's words, sorted.
func dump(t *testing.T, dir string) []string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(built(t, "promtool"), "tsdb", "dump", dir)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("promtool tsdb dump %s: %v\n%s", dir, err, stderr.Bytes())
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	slices.Sort(lines)
	return lines
}

// checkJournal compares what was printed live with what is printed later.
func checkJournal(t *testing.T, live, later [][]byte) {
	t.Helper()
	if len(live) != len(later) {
		t.Fatalf("the journal has %d exchanges, %d were printed live", len(later), len(live))
	}
	for i := range live {
		if !bytes.Equal(live[i], later[i]) {
			t.Fatalf("exchange %d\nlive    %s\njournal %s", i+1, live[i], later[i])
		}
	}
}

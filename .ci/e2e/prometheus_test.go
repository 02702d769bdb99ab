package e2e

import (
	"bufio"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// sender is a Prometheus that writes, in one version and configuration.
type sender struct {
	name      string // as in file names: "prometheus-3.16.0-v2"
	binary    func(*testing.T) string
	features  string   // for --enable-feature
	global    []string // YAML lines
	shop      []string // YAML lines of the exporter's scrape config
	write     []string // YAML lines of remote_write
	exemplars bool     // it sends some
}

// version and message are parts of the name.
func (s sender) version() string { return strings.Split(s.name, "-")[1] }
func (s sender) message() string { return strings.Split(s.name, "-")[2] }

// senders are all that are tested.
func senders() []sender {
	natives := []string{"scrape_native_histograms: true", "always_scrape_classic_histograms: true"}
	return []sender{
		{
			name: "prometheus-3.16.0-v1", binary: prometheus316,
			features: "exemplar-storage", global: natives, exemplars: true,
			write: []string{"protobuf_message: prometheus.WriteRequest"},
		},
		{
			name: "prometheus-3.16.0-v2", binary: prometheus316,
			features: "exemplar-storage,metadata-wal-records", global: natives, exemplars: true,
			write: []string{"protobuf_message: io.prometheus.write.v2.Request"},
		},
		{
			name: "prometheus-3.16.0-v2-nhcb", binary: prometheus316,
			features: "st-storage", global: natives,
			shop:  []string{"convert_classic_histograms_to_nhcb: true"},
			write: []string{"protobuf_message: io.prometheus.write.v2.Request"},
		},
		{
			name: "prometheus-2.42.0-v1", binary: debianPrometheus,
			features: "exemplar-storage,native-histograms", exemplars: true,
		},
	}
}

// process is a running sender.
type process struct {
	cmd    *exec.Cmd
	ended  <-chan error // what Wait returned
	addr   string
	config string // path of its configuration file
	data   string // directory of its TSDB
	values map[string]any
}

var configTemplate = template.Must(template.ParseFiles("testdata/prometheus.yml.tmpl"))

// start runs the sender, which scrapes itself and exporter, and writes to url.
func (s sender) start(t *testing.T, url, exporter string, maxSamples int) *process {
	t.Helper()
	dir := t.TempDir()
	p := &process{
		addr:   freeAddr(t),
		config: filepath.Join(dir, "prometheus.yml"),
		data:   filepath.Join(dir, "data"),
	}
	rules, err := filepath.Abs("testdata/rules.yml")
	if err != nil {
		t.Fatal(err)
	}
	p.values = map[string]any{
		"Global": s.global, "Shop": s.shop, "Write": s.write, "Scrape": true, "Rules": rules,
		"Self": p.addr, "Exporter": exporter, "URL": url, "MaxSamples": maxSamples,
	}
	p.configure(t)
	p.cmd = exec.Command(s.binary(t),
		"--config.file="+p.config, "--storage.tsdb.path="+p.data,
		"--web.listen-address="+p.addr, "--enable-feature="+s.features, "--log.level=warn")
	log := startLogged(t, p.cmd, filepath.Join(dir, "log"))
	t.Logf("%s: log in %s", s.name, log)
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	p.ended = ended
	waitFor(t, "ready", func() bool {
		select {
		case err := <-ended:
			t.Fatalf("prometheus ended: %v", err)
		default:
		}
		resp, err := http.Get("http://" + p.addr + "/-/ready")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return p
}

// configure writes the configuration file.
func (p *process) configure(t *testing.T) {
	t.Helper()
	f, err := os.Create(p.config)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := configTemplate.Execute(f, p.values); err != nil {
		t.Fatal(err)
	}
}

// scraping is how long a sender works before it is drained. Its discovery takes
// up to five seconds to begin, so that at least twenty remain.
const scraping = 26 * time.Second

// quiet proves that nothing is on its way any more. It must be longer than the
// three scrape intervals after which a vanished target's stale markers are
// written, and than the five seconds that discovery may take.
const quiet = 8 * time.Second

// drain takes all targets and rules away (not the jobs: then there were no stale markers),
// waits until everything scraped is sent, and
// returns the sender's own counters, which do not move any more.
func (p *process) drain(t *testing.T) metrics {
	t.Helper()
	p.values["Scrape"] = false
	p.configure(t)
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	var last metrics
	since := time.Now()
	waitFor(t, "drained queue", func() bool {
		m := scrapeMetrics(t, p.addr)
		if !m.sameSent(last) || m.sum("prometheus_remote_storage_samples_pending") > 0 {
			last, since = m, time.Now()
		}
		return time.Since(since) > quiet
	})
	return last
}

// stop ends the sender as an operator does.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-p.ended; err != nil {
		t.Errorf("prometheus: %v", err)
	}
}

// metrics are a Prometheus' own metrics, by name with labels.
type metrics map[string]float64

// sum adds up all series of a metric.
func (m metrics) sum(name string) float64 {
	var total float64
	for series, v := range m {
		if series == name || strings.HasPrefix(series, name+"{") {
			total += v
		}
	}
	return total
}

// sent is how much of a kind ("samples", "histograms" …) was sent.
func (m metrics) sent(kind string) int {
	return int(m.sum("prometheus_remote_storage_" + kind + "_total"))
}

var sentKinds = [...]string{"samples", "histograms", "exemplars", "metadata"}

func (m metrics) sameSent(o metrics) bool {
	for _, kind := range sentKinds {
		if m.sent(kind) != o.sent(kind) {
			return false
		}
	}
	return o != nil
}

// scrapeMetrics reads the metrics in the text format.
func scrapeMetrics(t *testing.T, addr string) metrics {
	t.Helper()
	resp, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	m := metrics{}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		line := lines.Text()
		cut := strings.LastIndexByte(line, ' ')
		if cut < 0 || line[0] == '#' {
			continue
		}
		if v, err := strconv.ParseFloat(line[cut+1:], 64); err == nil {
			m[line[:cut]] = v
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

// startLogged starts cmd with its standard error in a file, which is printed if
// the test fails, and makes sure that it ends with the test.
func startLogged(t *testing.T, cmd *exec.Cmd, path string) string {
	t.Helper()
	log, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		log.Close()
		if t.Failed() {
			b, _ := os.ReadFile(path)
			t.Logf("%s:\n%s", filepath.Base(cmd.Path), b[max(0, len(b)-4000):])
		}
	})
	return path
}

// waitFor polls until done, for at most two minutes.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not %s within two minutes", what)
		}
	}
}

// freeAddr is a loopback address on which nobody listens.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

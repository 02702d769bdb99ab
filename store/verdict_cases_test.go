package store

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cockroachdb/datadriven"

	"rwscope/decode"
)

const verdictCases = "testdata/verdict"

// TestVerdicts runs the cases in testdata/verdict: requests in, verdicts out. See
// README.md there for the language. Each file runs in a bubble with its own clock,
// which starts at 2026-11-23T10:00:00Z, so that all times are always the same.
// At the end every cause of the catalogue, and every piece of advice on it, must
// have been met.
func TestVerdicts(t *testing.T) {
	met := make(coverage)
	files := 0
	datadriven.Walk(t, verdictCases, func(t *testing.T, path string) {
		if !strings.HasSuffix(path, ".txt") {
			return
		}
		files++
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.UnixMilli(testNow)))
			c := &verdictCase{T: t, met: met, decoder: decode.NewDecoder(decode.Config{})}
			datadriven.RunTest(t, path, c.run)
			c.close()
		})
	})
	if files == countCases(t) {
		met.missing(t)
	}
}

// countCases is how many files there are; fewer run when some were selected.
func countCases(t *testing.T) int {
	entries, err := os.ReadDir(verdictCases)
	if err != nil {
		t.Fatal(err)
	}
	return len(slices.DeleteFunc(entries, func(e os.DirEntry) bool { return !strings.HasSuffix(e.Name(), ".txt") }))
}

// verdictCase is the state between the commands of one file.
type verdictCase struct {
	*testing.T
	met     coverage
	decoder *decode.Decoder
	cfg     Config
	store   *Store
	id      uint64
}

func (c *verdictCase) run(t *testing.T, d *datadriven.TestData) string {
	switch d.Cmd {
	case "open":
		return c.open(d)
	case "reopen":
		return c.reopen()
	case "wait":
		return c.wait(d)
	case "send":
		return c.send(d)
	case "explain":
		return c.explain(d)
	default:
		d.Fatalf(t, "unknown command %q", d.Cmd)
		return ""
	}
}

// open starts with an empty TSDB.
func (c *verdictCase) open(d *datadriven.TestData) string {
	c.close()
	cfg := Config{Dir: c.TempDir()}
	for _, arg := range d.CmdArgs {
		switch value := strings.Join(arg.Vals, ","); arg.Key {
		case "window":
			cfg.OutOfOrderWindow = c.duration(value)
		case "exemplars":
			cfg.MaxExemplars = -1
		case "accept":
			cfg.AcceptV1, cfg.AcceptV2 = strings.Contains(value, "v1"), strings.Contains(value, "v2")
		case "metadata":
			cfg.MetadataWAL = true
		default:
			d.Fatalf(c.T, "open: unknown argument %q", arg.Key)
		}
	}
	c.cfg, c.id = cfg, 0
	return c.reopen()
}

// reopen starts with what is in the TSDB, as a new run does.
func (c *verdictCase) reopen() string {
	c.close()
	s, err := Open(c.cfg)
	if err != nil {
		c.Fatal(err)
	}
	c.store = s
	return ""
}

func (c *verdictCase) close() {
	if c.store == nil {
		return
	}
	if st := c.store.Stats(); st.Mispredictions+st.Disagreements > 0 {
		c.Errorf("got %d mispredictions and %d disagreements, want none", st.Mispredictions, st.Disagreements)
	}
	if err := c.store.Close(); err != nil {
		c.Error(err)
	}
	c.store = nil
}

func (c *verdictCase) wait(d *datadriven.TestData) string {
	time.Sleep(c.duration(d.CmdArgs[0].Key))
	return time.Now().UTC().Format("it is 15:04:05")
}

func (c *verdictCase) duration(s string) time.Duration {
	v, err := time.ParseDuration(s)
	if err != nil {
		c.Fatal(err)
	}
	return v
}

// send judges one request: "send v1 from=Prometheus/3.16.0@10.0.0.1".
func (c *verdictCase) send(d *datadriven.TestData) string {
	q := newScript(d.CmdArgs[0].Key)
	sender := "test/1.0@10.0.0.1"
	if len(d.CmdArgs) > 1 {
		sender = d.CmdArgs[1].Vals[0]
	}
	agent, addr, _ := strings.Cut(sender, "@")
	if agent != "" {
		q.header.Set("User-Agent", agent)
	}
	for _, line := range strings.Split(d.Input, "\n") {
		if err := q.line(line); err != nil {
			d.Fatalf(c.T, "%q: %v", line, err)
		}
	}
	wire := q.wire()
	body := c.decoder.Decode(decode.Header{
		ContentType: q.header.Get("Content-Type"), ContentEncoding: q.header.Get("Content-Encoding"),
	}, wire)
	defer body.Release()
	c.id++
	v := c.store.Judge(&Request{
		ID: c.id, Sender: agent + " " + addr + ":5001", Method: q.method, Path: "/api/v1/write", Header: q.header, Body: body,
	})
	for i := range v.Problems {
		c.met.add(v.Problems[i])
	}
	return printVerdict(v) + printNext(agent, decode.Meant(body.Declared, body.Form), v) + printProblems(v)
}

// explain shows how a finding is put into words that no request to the judge
// brings about: "explain limit_series detail=…".
func (c *verdictCase) explain(d *datadriven.TestData) string {
	f := Finding{Cause: d.CmdArgs[0].Key, Role: RoleCulprit, Item: ItemRequest, Index: -1}
	for _, line := range strings.Split(d.Input, "\n") {
		switch key, value, _ := strings.Cut(line, " "); key {
		case "says":
			f.Error = value
		case "detail":
			f.Detail = value
		case "from":
			f.Sender = value
		case "witness":
			f.Role = RoleWitness
		case "":
		default:
			d.Fatalf(c.T, "explain: unknown line %q", line)
		}
	}
	p := Explain(f)
	c.met.add(p)
	return printProblem(p)
}

func printVerdict(v *Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "answer %d", v.Answer.Status)
	for _, line := range strings.Split(strings.TrimSuffix(string(v.Answer.Body), "\n"), "\n") {
		if line != "" {
			fmt.Fprintf(&b, "\n  %s", line)
		}
	}
	if h := v.Answer.Header; h.Get(writtenHeaders[0]) != "" {
		fmt.Fprintf(&b, "\nwritten, it says: samples %s, histograms %s, exemplars %s",
			h.Get(writtenHeaders[0]), h.Get(writtenHeaders[1]), h.Get(writtenHeaders[2]))
	}
	fmt.Fprintf(&b, "\nstored: %s\n", printStored(v))
	for _, o := range []struct {
		name string
		list []Outcome
	}{{"samples", v.Outcomes.Samples}, {"histograms", v.Outcomes.Histograms}, {"exemplars", v.Outcomes.Exemplars}} {
		if o.list != nil {
			fmt.Fprintf(&b, "%s: %v\n", o.name, o.list)
		}
	}
	if v.Disagreement != "" {
		fmt.Fprintf(&b, "DISAGREEMENT: %s\n", v.Disagreement)
	}
	return b.String()
}

func printStored(v *Verdict) string {
	var parts []string
	for _, n := range []struct {
		kept, sent int
		name       string
	}{
		{v.Stored.Samples, v.Sent.Samples, "samples"},
		{v.Stored.Histograms, v.Sent.Histograms, "histograms"},
		{v.Stored.Exemplars, v.Sent.Exemplars, "exemplars"},
	} {
		if n.sent > 0 {
			parts = append(parts, fmt.Sprintf("%d of %d %s", n.kept, n.sent, n.name))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing was sent")
	}
	if v.Collateral > 0 {
		parts = append(parts, fmt.Sprintf("collateral %d", v.Collateral))
	}
	return strings.Join(parts, ", ")
}

func printNext(agent string, kind decode.Kind, v *Verdict) string {
	return fmt.Sprintf("next: %s, %s\n", NextFor(agent, kind, v.Answer, v.Sent), NextWhy(agent, kind, v.Answer, v.Sent))
}

func printProblems(v *Verdict) string {
	var b strings.Builder
	var lints []string
	for i := range v.Problems {
		if _, judged := CauseOf(v.Problems[i].Cause); judged {
			b.WriteString(printProblem(v.Problems[i]))
		} else {
			lints = append(lints, v.Problems[i].Cause)
		}
	}
	if len(lints) > 0 {
		fmt.Fprintf(&b, "lint: %s\n", strings.Join(slices.Compact(lints), ", "))
	}
	if v.ProblemsTotal != len(v.Problems) {
		fmt.Fprintf(&b, "problems in total: %d\n", v.ProblemsTotal)
	}
	return b.String()
}

func printProblem(p Problem) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %s", p.Level, p.Cause, p.Role)
	if p.Item != ItemRequest {
		fmt.Fprintf(&b, ", %s %d", p.Item, p.Index)
	}
	if p.Series != "" {
		fmt.Fprintf(&b, " of %s", printable(p.Series))
	}
	fmt.Fprintf(&b, "\n  text: %s\n  why:  %s\n", printable(p.Text), printable(p.Why))
	if p.Fix != "" {
		fmt.Fprintf(&b, "  fix:  %s\n", printable(p.Fix))
	}
	for _, f := range p.Facts {
		fmt.Fprintf(&b, "  - %s: %s\n", f.Name, printable(f.Value))
	}
	return b.String()
}

// printable keeps a case file readable whatever a request held.
func printable(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return s
	}
	return strconv.QuoteToASCII(s)
}

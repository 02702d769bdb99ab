package capture_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"rwscope/capture"
)

// TestReceiver sends the requests of testdata/receiver over real connections and
// compares the bytes of the answers, and what the exchanges say about them.
//
//	rig [max-body=N] [max-memory=N] …    starts a receiver with these limits
//	send METHOD PATH [body=NAME] [type=v1|v2|TEXT] [encoding=TEXT] [header=NAME:VALUE]
func TestReceiver(t *testing.T) {
	datadriven.Walk(t, "testdata/receiver", func(t *testing.T, path string) {
		var r *rig
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			switch d.Cmd {
			case "rig":
				r = newRig(t, rigConfig{limits: limitsIn(t, d)})
				return ""
			case "send":
				return r.sendCase(t, d)
			default:
				d.Fatalf(t, "unknown command %q", d.Cmd)
				return ""
			}
		})
	})
}

func limitsIn(t *testing.T, d *datadriven.TestData) (l capture.Limits) {
	t.Helper()
	numbers := map[string]*int{
		"max-body": &l.Body, "max-decoded": &l.Decoded, "max-labels": &l.Labels,
		"max-header": &l.Header, "max-error-text": &l.ErrorText,
		"max-request-series": &l.Series, "max-items": &l.Items, "max-symbols": &l.Symbols,
	}
	for _, arg := range d.CmdArgs {
		n, err := strconv.Atoi(arg.Vals[0])
		if arg.Key == "max-memory" {
			l.InFlight = int64(n)
			continue
		}
		if err != nil || numbers[arg.Key] == nil {
			d.Fatalf(t, "bad limit %s", arg)
		}
		*numbers[arg.Key] = n
	}
	return l
}

// sendCase sends one request. The rig's own test is not d's: it ends with the file.
func (r *rig) sendCase(t *testing.T, d *datadriven.TestData) string {
	t.Helper()
	q := r.post(typeV1, nil)
	q.Host = "rwscope.test"
	q.Method, q.URL.Path = d.CmdArgs[0].Key, d.CmdArgs[1].Key
	body := []byte(nil)
	for _, arg := range d.CmdArgs[2:] {
		value := strings.Join(arg.Vals, ",")
		switch arg.Key {
		case "body":
			body = bodies[value](t, r.now())
		case "type":
			q.Header.Set("Content-Type", contentType(value))
			q.Header.Set("X-Prometheus-Remote-Write-Version", versionOf(q.Header.Get("Content-Type")))
		case "encoding":
			q.Header.Set("Content-Encoding", value)
		case "header":
			name, text, _ := strings.Cut(value, ":")
			q.Header.Set(name, text)
		default:
			d.Fatalf(t, "unknown argument %s", arg)
		}
	}
	q.Body, q.ContentLength = http.NoBody, int64(len(body))
	if len(body) > 0 {
		q.Body = readerOf(body)
	}
	before := r.journal.Snapshot().Len()
	_, answer := r.send(q)
	out := cut(answer, 600)
	if r.journal.Snapshot().Len() == before {
		return out + "\nno exchange\n"
	}
	return out + "\n" + answerOf(r.last()) + "\n"
}

func contentType(name string) string {
	switch name {
	case "v1":
		return typeV1
	case "v2":
		return typeV2
	default:
		return strings.ReplaceAll(name, "_", " ")
	}
}

// cut keeps the case files readable.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n] + "…\n"
}

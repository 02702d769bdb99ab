package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rwscope": main})
}

// TestScript runs the commands as a shell would. Besides testscript's own commands
// the scripts have
//
//	body NAME FILE               writes a request body: v1, v2, garbage, large
//	post FILE [HEADER:VALUE]…    posts it to $ADDR, which it waits for, and prints the answer
//	await                        waits until something listens on $ADDR
//	jsonlines FILE N             fails unless FILE holds N lines of JSON
//	tty TEXT KEYS COMMAND…       runs a command on a terminal, and types KEYS when it shows TEXT
//	killtty TEXT SIGNAL COMMAND…  runs a command on a terminal, and kills it when it shows TEXT
//	hold FILE                    sends one request and half of another to $ADDR
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"body": writeBody, "post": post, "await": awaitAddr, "jsonlines": jsonLines, "tty": onTerminal, "killtty": killOnTerminal, "hold": hold,
		},
		Setup: func(env *testscript.Env) error {
			addr, err := freeAddr()
			env.Setenv("ADDR", addr)
			env.Setenv("TMPDIR", env.WorkDir+"/.tmp")
			return err
		},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// freeAddr is an address that nobody listens on.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func writeBody(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: body NAME FILE")
	}
	var body []byte
	switch args[0] {
	case "v1":
		body = bodyV1(ts)
	case "v2":
		body = bodyV2(ts)
	case "garbage":
		body = snappy.Encode(nil, []byte{0x0a, 0x7f, 1, 2, 3})
	case "large":
		body = make([]byte, 33<<20)
	default:
		ts.Fatalf("unknown body %q", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o600))
}

func bodyV1(ts *testscript.TestScript) []byte {
	m := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "job", Value: "script"}},
		Samples: []prompb.Sample{{Value: 1, Timestamp: time.Now().UnixMilli()}},
	}}}
	b, err := m.Marshal()
	ts.Check(err)
	return snappy.Encode(nil, b)
}

func bodyV2(ts *testscript.TestScript) []byte {
	symbols := writev2.NewSymbolTable()
	m := writev2.Request{Timeseries: []writev2.TimeSeries{{
		LabelsRefs: symbols.SymbolizeLabels(labels.FromStrings("__name__", "up", "job", "script"), nil),
		Samples:    []writev2.Sample{{Value: 1, Timestamp: 1_700_000_000_000}},
		Exemplars:  []writev2.Exemplar{{LabelsRefs: symbols.SymbolizeLabels(labels.FromStrings("trace_id", "\x1b[31m"), nil), Value: 2, Timestamp: 1_700_000_000_000}},
	}}}
	m.Symbols = symbols.Symbols()
	b, err := m.Marshal()
	ts.Check(err)
	return snappy.Encode(nil, b)
}

func post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: post FILE [HEADER:VALUE]...")
	}
	body, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	q, err := http.NewRequest(http.MethodPost, "http://"+ts.Getenv("ADDR")+"/api/v1/write", bytes.NewReader(body))
	ts.Check(err)
	q.Header.Set("Content-Encoding", "snappy")
	q.Header.Set("Content-Type", "application/x-protobuf")
	q.Header.Set("User-Agent", "script/1")
	for _, h := range args[1:] {
		name, value, _ := strings.Cut(h, ":")
		q.Header.Set(name, value)
	}
	ts.Check(await(ts.Getenv("ADDR")))
	res, err := http.DefaultTransport.RoundTrip(q)
	ts.Check(err)
	defer res.Body.Close()
	_, err = fmt.Fprintln(ts.Stdout(), res.Status)
	ts.Check(err)
	_, err = bufio.NewReader(res.Body).WriteTo(ts.Stdout())
	ts.Check(err)
}

func awaitAddr(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: await")
	}
	ts.Check(await(ts.Getenv("ADDR")))
}

// awaitTime is how long a process may take to listen, on a machine that is busy
// with other things.
const awaitTime = 30 * time.Second

// await waits for a process of the script to listen.
func await(addr string) error {
	ctx, cancel := context.WithTimeout(context.Background(), awaitTime)
	defer cancel()
	for ctx.Err() == nil {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			return conn.Close()
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("nothing listens on %s", addr)
}

func jsonLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jsonlines FILE N")
	}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	got := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		got++
		var exchange struct {
			ID     uint64
			Sent   map[string]int
			Stored map[string]int
		}
		if err := json.Unmarshal([]byte(line), &exchange); err != nil {
			ts.Fatalf("line %d is no JSON: %v\n%s", got, err, line)
		}
		if exchange.ID != uint64(got) || exchange.Sent == nil || exchange.Stored == nil {
			ts.Fatalf("line %d is not exchange %d: %s", got, got, line)
		}
	}
	if got != want {
		ts.Fatalf("got %d lines, want %d", got, want)
	}
}

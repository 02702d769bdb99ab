package export

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/capture"
	"rwscope/capture/replay"
	"rwscope/store"
)

// start is when the first request of every test came.
var start = time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)

// The secrets that are planted into every request; none may get out.
const (
	password = "planted-password"
	bearer   = "planted-token"
	cookie   = "planted-cookie"
	query    = "planted-query"
)

// record has bodies judged and journaled, with secrets in their headers.
func record(t testing.TB, bodies ...[]byte) *capture.Journal {
	t.Helper()
	self, err := replay.OpenSelf(replay.SelfConfig{Store: store.Config{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := self.Close(); err != nil {
			t.Error(err)
		}
	})
	for i, body := range bodies {
		ex := &capture.Exchange{
			ID: uint64(i + 1), Time: start.Add(time.Duration(i) * time.Second),
			Sender: capture.Sender{Addr: "10.0.0.1:1234", UserAgent: "Prometheus/3.16.0"},
			Request: capture.Request{Method: "POST", Path: "/api/v1/write?token=" + query, Body: body, Header: http.Header{
				"Content-Type": {"application/x-protobuf"}, "Content-Encoding": {"snappy"}, "User-Agent": {"Prometheus/3.16.0"},
				"X-Prometheus-Remote-Write-Version": {"0.1.0"}, "Host": {"recorded:9201"},
				"Authorization": {"Bearer " + bearer}, "Cookie": {"session=" + cookie}, "Proxy-Authorization": {"Basic " + password},
				"X-Plain": {"it's; $(touch pwned) `id`"}, "X-Empty": {""}, "X-Command": {"\x1b[31m\u202e"},
			}},
		}
		if _, err := self.Send(t.Context(), ex, body); err != nil {
			t.Fatal(err)
		}
	}
	return self.History()
}

func pack(t testing.TB, m interface{ Marshal() ([]byte, error) }) []byte {
	t.Helper()
	b, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return snappy.Encode(nil, b)
}

// labelPairs makes v1 labels of names and values in turn.
func labelPairs(s ...string) []prompb.Label {
	var all []prompb.Label
	for i := 0; i < len(s); i += 2 {
		all = append(all, prompb.Label{Name: s[i], Value: s[i+1]})
	}
	return all
}

func samples(values ...float64) []prompb.Sample {
	var all []prompb.Sample
	for i, v := range values {
		all = append(all, prompb.Sample{Value: v, Timestamp: start.UnixMilli() + int64(i)*1500})
	}
	return all
}

// exchangesOf loads a whole journal.
func exchangesOf(t testing.TB, j *capture.Journal) []*capture.Exchange {
	t.Helper()
	snap := j.Snapshot()
	var all []*capture.Exchange
	for i := range snap.Len() {
		ex, err := j.Load(snap.Row(i).ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ex)
	}
	return all
}

// filesUnder maps the files in a directory to what they hold, and checks that
// nobody else can read them.
func filesUnder(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", path, info.Mode())
		}
		if d.IsDir() {
			return nil
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var base64Text = regexp.MustCompile(`[A-Za-z0-9+/]{16,}=*`)

// decodedBase64 is what all base64 in a text stands for.
func decodedBase64(text string) string {
	var b strings.Builder
	for _, s := range base64Text.FindAllString(text, -1) {
		if decoded, err := base64.StdEncoding.DecodeString(s); err == nil {
			b.Write(decoded)
		}
	}
	return b.String()
}

package pcap

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
)

const (
	post  = "POST /api/v1/write HTTP/1.1\r\nHost: receiver\r\nContent-Length: 5\r\n\r\nhello"
	ok204 = "HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n"
	bad   = "HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\nbad\n"
)

// read returns what a file holds, one line for each pair.
func read(t testing.TB, file []byte, cfg Config) ([]string, Stats) {
	t.Helper()
	var pairs []string
	stats, err := Read(t.Context(), bytes.NewReader(file), cfg, func(p Pair) error {
		pairs = append(pairs, describe(p))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pairs, stats
}

func describe(p Pair) string {
	answer := "no answer"
	if p.Answer != nil {
		answer = fmt.Sprintf("%d %q", p.Answer.Response.StatusCode, p.Answer.Body)
	}
	return fmt.Sprintf("%s %s %q: %s", p.Request.Request.Method, p.Request.Request.URL, p.Request.Body, answer)
}

const plain = `POST /api/v1/write "hello": 204 ""`

func TestReadFormats(t *testing.T) {
	for _, c := range []struct {
		name string
		link layers.LinkType
		ip6  bool
	}{
		{"ethernet", layers.LinkTypeEthernet, false},
		{"ethernet, IPv6", layers.LinkTypeEthernet, true},
		{"loopback of BSD", layers.LinkTypeNull, false},
		{"any interface of Linux", layers.LinkTypeLinuxSLL, false},
		{"any interface of Linux, IPv6", layers.LinkTypeLinuxSLL, true},
		{"any interface of Linux, version 2", layers.LinkTypeLinuxSLL2, false},
		{"raw IP", layers.LinkTypeRaw, false},
		{"raw IP, IPv6", layers.LinkTypeRaw, true},
	} {
		w := newWire(t)
		w.link, w.ip6 = c.link, c.ip6
		w.handshake().client(post).server(ok204).close()
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(w.ngFile()); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		for format, file := range map[string][]byte{"pcap": w.file(), "pcapng": w.ngFile(), "pcapng.gz": packed.Bytes()} {
			if got, stats := read(t, file, Config{}); !slices.Equal(got, []string{plain}) {
				t.Errorf("%s, %s: got %q (%s), want %q", c.name, format, got, stats, plain)
			}
		}
	}
}

func TestReadPair(t *testing.T) {
	w := newWire(t).handshake()
	w.segment = 40
	w.client(post).server(bad).close()
	var got []Pair
	stats, err := Read(t.Context(), bytes.NewReader(w.file()), Config{}, func(p Pair) error {
		got = append(got, p)
		return nil
	})
	if err != nil || len(got) != 1 {
		t.Fatalf("got %d pairs, %v", len(got), err)
	}
	p := got[0]
	if p.Client != "10.0.0.1:40000" || p.Server != "10.0.0.2:9201" {
		t.Errorf("from %s to %s", p.Client, p.Server)
	}
	for what, c := range map[string]struct{ got, want time.Time }{
		"request began": {p.Request.Began, begin.Add(3 * time.Millisecond)}, // behind the handshake
		"request ended": {p.Request.Ended, begin.Add(4 * time.Millisecond)}, // 71 bytes in two segments
		"answer ended":  {p.Answer.Ended, begin.Add(6 * time.Millisecond)},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("%s at %s, want %s", what, c.got, c.want)
		}
	}
	if want := (Stats{Packets: 9, Connections: 1, Requests: 1}); stats != want {
		t.Errorf("got %+v, want %+v", stats, want)
	}
}

func TestReadMessages(t *testing.T) {
	chunked := "POST /write HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
	for _, c := range []struct {
		name string
		play func(*wire)
		want []string
	}{
		{"several on one connection", func(w *wire) { w.client(post).server(bad).client(post).server(ok204) }, []string{`POST /api/v1/write "hello": 400 "bad\n"`, plain}},
		{"pipelined", func(w *wire) { w.client(post + post + post).server(ok204 + bad + ok204) }, []string{plain, `POST /api/v1/write "hello": 400 "bad\n"`, plain}},
		{"chunked", func(w *wire) { w.client(chunked).server(ok204) }, []string{`POST /write "hello": 204 ""`}},
		{"expect 100", func(w *wire) {
			w.client(post[:len(post)-5]).server("HTTP/1.1 100 Continue\r\n\r\n").client("hello").server(ok204)
		}, []string{plain}},
		{"answer before the end of the request", func(w *wire) { w.client(post[:len(post)-2]).server(bad).client("lo") }, []string{`POST /api/v1/write "hello": 400 "bad\n"`}},
		{"answer sent before the end of the request, recorded after it", func(w *wire) {
			w.client(post)
			w.seq[0] -= 20 // what the answer acknowledges
			w.server(bad)
			w.seq[0] += 20
		}, []string{`POST /api/v1/write "hello": 400 "bad\n"`}},
		{"answer until the connection ends", func(w *wire) { w.client(post).server("HTTP/1.0 200 OK\r\n\r\nall of it") }, []string{`POST /api/v1/write "hello": 200 "all of it"`}},
		{"no body in the answer to HEAD", func(w *wire) {
			w.client("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").client(post).server(ok204)
		}, []string{`HEAD / "": 200 ""`, plain}},
		{"no answer", func(w *wire) { w.client(post) }, []string{`POST /api/v1/write "hello": no answer`}},
		{"cut off in the body", func(w *wire) { w.client(post).server(ok204).client(post[:len(post)-1]) }, []string{plain}},
		{"not HTTP", func(w *wire) { w.client("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03").server("\x16\x03\x03") }, nil},
	} {
		for _, segment := range []int{1, 7, 1000} {
			w := newWire(t).handshake()
			w.segment = segment
			c.play(w)
			w.close()
			if got, stats := read(t, w.file(), Config{}); !slices.Equal(got, c.want) {
				t.Errorf("%s, %d bytes a segment: got %q (%+v), want %q", c.name, segment, got, stats, c.want)
			}
		}
	}
}

// TestReadTroubled changes the packets of five requests on one connection.
func TestReadTroubled(t *testing.T) {
	numbered := func(i int) string { return strings.Replace(post, "hello", fmt.Sprintf("hell%d", i), 1) }
	play := func(play func(w *wire)) *wire {
		w := newWire(t)
		if play != nil {
			play(w)
		}
		for i := range 5 {
			w.client(numbered(i)).server(ok204)
		}
		return w
	}
	want := func(numbers ...int) []string {
		var all []string
		for _, i := range numbers {
			all = append(all, fmt.Sprintf(`POST /api/v1/write "hell%d": 204 ""`, i))
		}
		return all
	}
	handshake := func(w *wire) { w.handshake() }
	for _, c := range []struct {
		name   string
		w      *wire
		change func(w *wire)
		want   []string
		gaps   int
	}{
		{"started late", play(nil), func(*wire) {}, want(0, 1, 2, 3, 4), 0},
		{"started within a request", play(nil), func(w *wire) { w.packets = w.packets[1:] }, want(1, 2, 3, 4), 0},
		{"started within a body", play(func(w *wire) { w.client("rest of a body").server(ok204) }), func(*wire) {}, want(0, 1, 2, 3, 4), 0},
		{"out of order", play(handshake), func(w *wire) { w.packets[3], w.packets[5] = w.packets[5], w.packets[3] }, want(0, 1, 2, 3, 4), 0},
		{"repeated", play(handshake), func(w *wire) { w.packets = slices.Insert(w.packets, 6, w.packets[3], w.packets[4], w.packets[5]) }, want(0, 1, 2, 3, 4), 0},
		{"reset", play(handshake), func(w *wire) { w.send(0, nil, layers.TCP{RST: true}) }, want(0, 1, 2, 3, 4), 0},
	} {
		c.change(c.w)
		got, stats := read(t, c.w.file(), Config{})
		if !slices.Equal(got, c.want) || stats.Gaps != c.gaps {
			t.Errorf("%s: got %q (%+v), want %q and %d gaps", c.name, got, stats, c.want, c.gaps)
		}
	}
}

// TestReadGap loses one packet of a request in the middle: that request is gone,
// and none is paired with the answer of another.
func TestReadGap(t *testing.T) {
	w := newWire(t).handshake()
	w.segment = 50
	for i := range 3 {
		w.client(strings.Replace(post, "hello", fmt.Sprintf("hell%d", i), 1))
		w.server(fmt.Sprintf("HTTP/1.1 20%d OK\r\nContent-Length: 0\r\n\r\n", i))
	}
	w.packets = slices.Delete(w.packets, 6, 7) // the second request's first half
	got, stats := read(t, w.file(), Config{})
	for _, pair := range got {
		if strings.Contains(pair, "hell1") || strings.Contains(pair, "hell0") && !strings.Contains(pair, "200") || strings.Contains(pair, "hell2") && strings.Contains(pair, "201") {
			t.Errorf("wrong pair: %s", pair)
		}
	}
	if len(got) != 2 || stats.Gaps == 0 || len(stats.Notices()) == 0 {
		t.Errorf("got %q (%+v), want two requests and a gap", got, stats)
	}
}

func TestReadLimits(t *testing.T) {
	large := func(n int) string {
		return fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", n, strings.Repeat("x", n))
	}
	t.Run("body", func(t *testing.T) {
		w := newWire(t).handshake().client(large(5000)).server(bad).client(post).server(ok204).close()
		got, stats := read(t, w.file(), Config{MaxBody: 4000})
		if !slices.Equal(got, []string{plain}) || stats.TooLarge != 1 {
			t.Errorf("got %q (%+v)", got, stats)
		}
	})
	t.Run("declared length alone", func(t *testing.T) {
		w := newWire(t).handshake().client("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1099511627776\r\n\r\nx").close()
		if got, stats := read(t, w.file(), Config{}); len(got) != 0 || stats.Incomplete != 1 {
			t.Errorf("got %q (%+v)", got, stats)
		}
	})
	t.Run("head", func(t *testing.T) {
		w := newWire(t).handshake()
		w.segment = 60000
		w.client("POST / HTTP/1.1\r\nX: " + strings.Repeat("x", 2*maxHead) + "\r\n\r\n").client(post).server(ok204).close()
		got, stats := read(t, w.file(), Config{})
		if !slices.Equal(got, []string{plain}) || stats.TooLarge != 1 {
			t.Errorf("got %d pairs (%+v)", len(got), stats)
		}
	})
	t.Run("held", func(t *testing.T) {
		var packets [][]byte
		for i := range 10 {
			w := newWire(t)
			w.port += layers.TCPPort(i)
			w.handshake().client(large(1000))
			packets = append(packets, w.packets...)
		}
		w := newWire(t)
		w.packets = packets
		got, stats := read(t, w.file(), Config{MaxHeld: 5500})
		if len(got) != 5 || stats.TooLarge != 5 {
			t.Errorf("got %d pairs (%+v)", len(got), stats)
		}
	})
	t.Run("connections", func(t *testing.T) {
		w := newWire(t)
		for range 100 {
			w.port++
			w.send(0, nil, layers.TCP{SYN: true})
		}
		w.port++
		w.handshake().client(post).server(ok204)
		got, stats := read(t, w.file(), Config{MaxConnections: 10})
		if !slices.Equal(got, []string{plain}) || stats.Evicted == 0 {
			t.Errorf("got %q (%+v)", got, stats)
		}
	})
}

func TestReadDamaged(t *testing.T) {
	file := newWire(t).handshake().client(post).server(ok204).close().file()
	if _, err := Read(t.Context(), strings.NewReader("no capture"), Config{}, nil); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v, want ErrFormat", err)
	}
	got, stats := read(t, file[:len(file)-10], Config{})
	if !slices.Equal(got, []string{plain}) || stats.Truncated == "" {
		t.Errorf("cut off: got %q (%+v)", got, stats)
	}
}

func TestReadStops(t *testing.T) {
	file := newWire(t).handshake().client(post + post).server(ok204 + ok204).file()
	stop, calls := errors.New("enough"), 0
	_, err := Read(t.Context(), bytes.NewReader(file), Config{}, func(Pair) error {
		calls++
		return stop
	})
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("got %v after %d calls, want the error after the first", err, calls)
	}
}

// FuzzRead looks for panics and for memory that a file makes up.
func FuzzRead(f *testing.F) {
	w := newWire(f).handshake().client(post).server(bad).client(post + post).server(ok204 + ok204).close()
	f.Add(w.file())
	f.Add(w.ngFile())
	late := newWire(f)
	late.link, late.ip6, late.segment = layers.LinkTypeLinuxSLL2, true, 9
	f.Add(late.client(post).server(ok204).file())
	f.Fuzz(func(t *testing.T, file []byte) {
		cfg := Config{MaxBody: 1 << 16, MaxHeld: 1 << 17, MaxConnections: 8}
		stats, err := Read(t.Context(), bytes.NewReader(file), cfg, func(p Pair) error {
			if len(p.Request.Body) > cfg.MaxBody || p.Request.Request == nil {
				t.Errorf("a body of %d bytes passed the limit", len(p.Request.Body))
			}
			return nil
		})
		if err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("got %v (%s)", err, stats)
		}
	})
}

package capture

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/iotest"
)

// span is where an exchange's frame is in a file.
type span struct {
	e        *Exchange
	from, to int64
}

// journalBytes is a journal of n exchanges as bytes, and where each of them is.
func journalBytes(t testing.TB, seed uint64, n int, closed bool) ([]byte, []span) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	exchanges := appendMade(t, j, newMade(seed), n)
	s := j.Snapshot()
	spans := make([]span, n)
	for i, e := range exchanges {
		row := s.Row(i)
		spans[i] = span{e: e, from: row.Offset, to: row.Offset + int64(row.Size)}
	}
	if closed {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file, spans
}

// readAll opens a file that may be damaged and returns what can be loaded.
func readAll(t testing.TB, file []byte) (map[uint64]*Exchange, *Reader) {
	t.Helper()
	r, err := NewReader(context.Background(), bytes.NewReader(file), int64(len(file)), ReaderConfig{})
	if err != nil {
		t.Fatal(err)
	}
	loaded := make(map[uint64]*Exchange)
	s := r.Snapshot()
	for i := range s.Len() {
		e, err := r.Load(s.Row(i).ID)
		if err == nil {
			loaded[e.ID] = e
		} else if !errors.Is(err, ErrDamaged) {
			t.Fatalf("exchange %d: %v", s.Row(i).ID, err)
		}
	}
	return loaded, r
}

// streamAll is readAll from a pipe, which gives a few bytes at a time.
func streamAll(t testing.TB, file []byte) (map[uint64]*Exchange, *Stream) {
	t.Helper()
	s := NewStream(iotest.HalfReader(bytes.NewReader(file)))
	loaded := make(map[uint64]*Exchange)
	for {
		e, err := s.Next()
		if errors.Is(err, io.EOF) {
			return loaded, s
		} else if err != nil {
			t.Fatal(err)
		}
		loaded[e.ID] = e
	}
}

// TestTornTail cuts a file at every byte of its last frame: all exchanges before
// it are there, the tail is told, and the file can be continued.
func TestTornTail(t *testing.T) {
	file, spans := journalBytes(t, 3, 4, false)
	last := spans[3]
	path := filepath.Join(t.TempDir(), "torn.rwscope")
	for size := last.from; size < last.to; size++ {
		loaded, r := readAll(t, file[:size])
		if len(loaded) != 3 {
			t.Fatalf("cut at byte %d: %d exchanges, want 3", size, len(loaded))
		}
		var want []Damage
		if size > last.from {
			want = []Damage{{From: last.from, To: size}}
		}
		if got := r.Damage(); !slices.Equal(got, want) {
			t.Fatalf("cut at byte %d: damage %v, want %v", size, got, want)
		}
		loaded, stream := streamAll(t, file[:size])
		if got := stream.Damage(); len(loaded) != 3 || !slices.Equal(got, want) {
			t.Fatalf("cut at byte %d: %d exchanges from a stream, damage %v, want 3 and %v", size, len(loaded), got, want)
		}
		if size%301 != 0 {
			continue
		}
		if err := os.WriteFile(path, file[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		j := journalAt(t, path)
		more := appendMade(t, j, newMade(9), 1)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		sameExchanges(t, openReader(t, path), []*Exchange{spans[0].e, spans[1].e, spans[2].e, more[0]})
	}
}

// TestDamage overwrites, cuts out and inserts bytes anywhere: only the exchanges
// whose frames were touched may be missing, and none may be wrong.
func TestDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	open, openSpans := journalBytes(t, 4, 12, false)
	closed, closedSpans := journalBytes(t, 4, 12, true)
	for round := range 400 {
		file, spans := open, openSpans
		if round%2 == 0 {
			file, spans = closed, closedSpans
		}
		from := random.Int64N(int64(len(file)))
		to := min(from+1+random.Int64N(1<<random.IntN(14)), int64(len(file)))
		var broken []byte
		kind := round % 3
		switch kind {
		case 0: // overwritten
			broken = slices.Clone(file)
			for i := from; i < to; i++ {
				broken[i] = byte(random.IntN(256))
			}
		case 1: // cut out
			broken = slices.Concat(file[:from], file[to:])
		case 2: // inserted
			junk := make([]byte, to-from)
			to = from + 1
			broken = slices.Concat(file[:from], junk, file[from:])
		}
		fromFile, r := readAll(t, broken)
		fromPipe, stream := streamAll(t, broken)
		for _, s := range spans {
			touched := from < s.to && to > s.from
			for _, got := range []*Exchange{fromFile[s.e.ID], fromPipe[s.e.ID]} {
				if got == nil && !touched || got != nil && !reflect.DeepEqual(got, s.e) {
					t.Fatalf("round %d, kind %d, bytes %d-%d: exchange %d at %d-%d\n got %+v\nwant %+v\n%v %v",
						round, kind, from, to, s.e.ID, s.from, s.to, got, s.e, r.Damage(), stream.Damage())
				}
			}
		}
	}
}

// TestDamageIsTold compares the reported ranges with the frames that were broken.
func TestDamageIsTold(t *testing.T) {
	file, spans := journalBytes(t, 6, 6, false)
	for _, i := range []int{1, 4} {
		file[spans[i].from+frameHeaderSize+20] ^= 1 // within the head
	}
	loaded, r := readAll(t, file)
	_, stream := streamAll(t, file)
	want := []Damage{{spans[1].from, spans[1].to}, {spans[4].from, spans[4].to}}
	if got := r.Damage(); !slices.Equal(got, want) || len(loaded) != 4 {
		t.Errorf("damage %v and %d exchanges, want %v and 4", got, len(loaded), want)
	}
	if got := stream.Damage(); !slices.Equal(got, want) {
		t.Errorf("damage in the stream %v, want %v", got, want)
	}
	if got, want := want[0].String(), "bytes "; got[:len(want)] != want {
		t.Errorf("damage reads %q", got)
	}

	file, spans = journalBytes(t, 6, 6, true)
	file[spans[2].to-1] ^= 1 // the end of a body
	_, r = readAll(t, file)
	if _, err := r.Load(3); !errors.Is(err, ErrDamaged) {
		t.Errorf("loading a damaged exchange: %v", err)
	}
}

// TestForeignFrames puts a whole journal into a body: its frames are not taken for
// the file's own, even when the frame around them is broken.
func TestForeignFrames(t *testing.T) {
	inner, _ := journalBytes(t, 7, 5, true)
	path := filepath.Join(t.TempDir(), "a.rwscope")
	j := journalAt(t, path)
	m := newMade(8)
	e := m.exchange(j.Reserve())
	e.Request.Body = inner
	if err := j.Append(e); err != nil {
		t.Fatal(err)
	}
	appendMade(t, j, m, 1)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file[j.Snapshot().Row(0).Offset] ^= 1
	loaded, _ := readAll(t, file)
	if len(loaded) != 1 || loaded[2] == nil {
		t.Errorf("exchanges %v, want 2 alone", loaded)
	}
}

func TestNotAJournal(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":         {nil, ErrNotJournal},
		"text":          {bytes.Repeat([]byte("up 1\n"), 1000), ErrNotJournal},
		"short":         {[]byte(fileMagic), ErrNotJournal},
		"newer":         {append([]byte(fileMagic), formatVersion+1, 0, 0, 0, 1, 2, 3, 4), ErrVersion},
		"nothing in it": {appendPrefix(nil, 7), nil},
	} {
		_, err := NewReader(context.Background(), bytes.NewReader(c.file), int64(len(c.file)), ReaderConfig{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		_, err = NewStream(bytes.NewReader(c.file)).Next()
		if want := errOr(c.want, io.EOF); !errors.Is(err, want) {
			t.Errorf("%s: from a stream got %v, want %v", name, err, want)
		}
	}
	path := filepath.Join(t.TempDir(), "notes.txt")
	for _, text := range []string{"hello", "a longer text that is no journal either"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenJournal(JournalConfig{Path: path}); !errors.Is(err, ErrNotJournal) {
			t.Errorf("%s: got %v, want %v", text, err, ErrNotJournal)
		}
		if got, _ := os.ReadFile(path); string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestIndexIsNotBelieved gives an index entries that cannot be: the file is
// scanned instead, and nothing is allocated for what they claim.
func TestIndexIsNotBelieved(t *testing.T) {
	for name, change := range map[string]func(*Row){
		"too large":     func(r *Row) { r.Size = 1<<32 - 1 },
		"behind":        func(r *Row) { r.Offset = 1 << 40 },
		"in front":      func(r *Row) { r.Offset = 1 },
		"of nobody":     func(r *Row) { r.Sender = 77 },
		"of what cause": func(r *Row) { r.Cause = 7777 },
	} {
		path := filepath.Join(t.TempDir(), "a.rwscope")
		j := journalAt(t, path)
		want := appendMade(t, j, newMade(1), 3)
		wrong := *j.now.blocks[0]
		change(&wrong[1])
		j.now.blocks[0] = &wrong
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		r := openReader(t, path)
		sameExchanges(t, r, want)
		if r.c.indexed {
			t.Errorf("%s: the index was believed", name)
		}
	}
}

// TestDamageIsToldAgain writes to a damaged file, as a program that continues it and as
// one that adds a note: whoever opens it afterwards still hears of the damage.
func TestDamageIsToldAgain(t *testing.T) {
	file, spans := journalBytes(t, 1, 5, false)
	lost := spans[2]
	clear(file[lost.from : lost.from+frameHeaderSize])
	want := []Damage{{From: lost.from, To: lost.to}}
	writes := map[string]func(path string) error{
		"continued": func(path string) error {
			j, err := OpenJournal(JournalConfig{Path: path})
			if err != nil {
				return err
			}
			return j.Close()
		},
		"noted": func(path string) error {
			return openReader(t, path).Mark(spans[0].e.ID, true)
		},
	}
	for name, write := range writes {
		path := filepath.Join(t.TempDir(), "a.rwscope")
		if err := errors.Join(os.WriteFile(path, file, 0o600), write(path)); err != nil {
			t.Fatal(err)
		}
		r := openReader(t, path)
		if got := r.Damage(); !slices.Equal(got, want) {
			t.Errorf("%s: damage %v, want %v", name, got, want)
		}
		if n := r.Snapshot().Len(); n != 4 {
			t.Errorf("%s: %d exchanges, want 4", name, n)
		}
	}
}

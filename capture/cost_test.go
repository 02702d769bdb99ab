package capture

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unsafe"

	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"
	"golang.org/x/sync/semaphore"
)

// What a record is said to cost must cover what upstream's types take, and a
// quarter more for the room that a growing slice leaves.
func TestCostsCoverUpstreamTypes(t *testing.T) {
	for _, c := range []struct {
		name string
		cost int64
		size uintptr
	}{
		{"v1 series", seriesCost, unsafe.Sizeof(prompb.TimeSeries{})},
		{"v2 series", seriesCost, unsafe.Sizeof(writev2.TimeSeries{})},
		{"v1 sample", sampleCost, unsafe.Sizeof(prompb.Sample{})},
		{"v2 sample", sampleCost, unsafe.Sizeof(writev2.Sample{})},
		{"v1 histogram", histogramCost, unsafe.Sizeof(prompb.Histogram{})},
		{"v2 histogram", histogramCost, unsafe.Sizeof(writev2.Histogram{})},
		{"v1 exemplar", exemplarCost, unsafe.Sizeof(prompb.Exemplar{})},
		{"v2 exemplar", exemplarCost, unsafe.Sizeof(writev2.Exemplar{})},
		{"v1 metadata", metadataCost, unsafe.Sizeof(prompb.MetricMetadata{})},
		{"v1 label", labelCost, unsafe.Sizeof(prompb.Label{})},
		{"v2 reference", refCost, unsafe.Sizeof(uint32(0))},
	} {
		if want := int64(c.size) * 5 / 4; c.cost < want {
			t.Errorf("%s: cost is %d bytes, want at least %d for a type of %d", c.name, c.cost, want, c.size)
		}
	}
}

func TestReadBody(t *testing.T) {
	long := strings.Repeat("remote write ", 100_000)
	broken := errors.New("connection reset")
	for _, c := range []struct {
		name  string
		src   io.Reader
		limit int
		room  int64
		want  string
		err   error
	}{
		{"empty", strings.NewReader(""), 10, 1 << 20, "", nil},
		{"exactly the limit", strings.NewReader("0123456789"), 10, 1 << 20, "0123456789", nil},
		{"one byte more", strings.NewReader("0123456789a"), 10, 1 << 20, "0123456789", errTooLarge},
		{"byte by byte", iotest.OneByteReader(strings.NewReader("0123456789")), 10, 1 << 20, "0123456789", nil},
		{"end with the data", iotest.DataErrReader(strings.NewReader("0123456789")), 10, 1 << 20, "0123456789", nil},
		{"long", strings.NewReader(long), len(long), 4 << 20, long, nil},
		{"breaks off", io.MultiReader(strings.NewReader("01234"), iotest.ErrReader(broken)), 10, 1 << 20, "01234", broken},
		{"no room at all", strings.NewReader("0123456789"), 10, 5, "", errInFlight},
		{"no room for more", strings.NewReader(long), len(long), firstRead, long[:firstRead], errInFlight},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := semaphore.NewWeighted(c.room)
			s := share{all: all}
			got, err := readBody(c.src, nil, c.limit, &s)
			if string(got) != c.want || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Errorf("got %d bytes, error %v; want %d bytes, error %v", len(got), err, len(c.want), c.err)
			}
			if err == nil && s.held < int64(len(got)) {
				t.Errorf("holds %d bytes of the room for a body of %d", s.held, len(got))
			}
			s.release()
			if !all.TryAcquire(c.room) {
				t.Error("release did not give everything back")
			}
		})
	}
}

func TestLargeBuffersAreNotKept(t *testing.T) {
	var p bodyPool
	large := make([]byte, 0, largestPooled+1)
	p.give(&large)
	for range 100 {
		if b := p.take(); cap(*b) > largestPooled {
			t.Fatalf("got a buffer of %d bytes back, want at most %d", cap(*b), largestPooled)
		}
	}
}

func TestReadBodyUsesTheBuffer(t *testing.T) {
	buf := make([]byte, 0, 200<<10)
	s := share{all: semaphore.NewWeighted(1 << 20)}
	got, err := readBody(bytes.NewReader(make([]byte, 150<<10)), buf, 1<<20, &s)
	if err != nil {
		t.Fatal(err)
	}
	if &got[0] != &buf[:1][0] {
		t.Error("a body that fits was read into memory of its own")
	}
}

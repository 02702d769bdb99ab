package replay

import (
	"bytes"
	"math"
	"testing"

	"github.com/prometheus/prometheus/prompb"
	writev2 "github.com/prometheus/prometheus/prompb/io/prometheus/write/v2"

	"rwscope/decode"
)

func TestMoveV1(t *testing.T) {
	message := func(by int64) []byte {
		req := prompb.WriteRequest{
			Timeseries: []prompb.TimeSeries{
				{
					Labels:     []prompb.Label{{Name: "__name__", Value: "up"}},
					Samples:    []prompb.Sample{{Value: 1, Timestamp: 1_000 + by}, {Value: 2, Timestamp: 0}},
					Exemplars:  []prompb.Exemplar{{Labels: []prompb.Label{{Name: "trace_id", Value: "1"}}, Value: 3, Timestamp: 70_000 + by}},
					Histograms: []prompb.Histogram{{Schema: 3, Sum: 4, Timestamp: 127 + by}},
				},
				{Samples: make([]prompb.Sample, 9)},
			},
			Metadata: []prompb.MetricMetadata{{MetricFamilyName: "up", Help: "127"}},
		}
		return marshal(t, &req)
	}
	for _, by := range []int64{0, 1, 1_700_000_000_000, -100} {
		checkMoved(t, decode.V1, message(0), by, message(by))
	}
}

func TestMoveV2(t *testing.T) {
	message := func(by int64) []byte {
		req := writev2.Request{
			Symbols: []string{"", "__name__", "up"},
			Timeseries: []writev2.TimeSeries{{
				LabelsRefs: []uint32{1, 2},
				Samples:    []writev2.Sample{{Value: 1, Timestamp: 1_000 + by, StartTimestamp: 500 + by}, {Timestamp: 9_000 + by}},
				Histograms: []writev2.Histogram{{Schema: 3, Timestamp: 127 + by, StartTimestamp: 101 + by}},
				Exemplars:  []writev2.Exemplar{{LabelsRefs: []uint32{1, 2}, Timestamp: 200 + by}},
				Metadata:   writev2.Metadata{Type: writev2.Metadata_METRIC_TYPE_GAUGE, HelpRef: 2},
			}},
		}
		return marshal(t, &req)
	}
	for _, by := range []int64{0, 1, 1_700_000_000_000, -100} {
		checkMoved(t, decode.V2, message(0), by, message(by))
	}
}

func TestMoveKeepsCreatedTimestampAndUnknownFields(t *testing.T) {
	series := func(created byte) []byte { // labels_refs, created_timestamp, unknown field 9
		return []byte{5<<3 | 2, 9, 1<<3 | 2, 2, 1, 2, 6 << 3, created, 9<<3 | 2, 1, 'x'}
	}
	checkMoved(t, decode.V2, series(10), 5, series(15))
}

func TestMovedNeverOverflows(t *testing.T) {
	for _, c := range []struct{ millis, by, want int64 }{
		{0, 5, 0},
		{5, -5, 0},
		{math.MaxInt64, 1, math.MaxInt64},
		{math.MinInt64, -1, math.MinInt64},
		{math.MaxInt64 - 1, 1, math.MaxInt64},
		{-10, 3, -7},
	} {
		if got := moved(c.millis, c.by); got != c.want {
			t.Errorf("moved(%d, %d) = %d, want %d", c.millis, c.by, got, c.want)
		}
	}
}

func TestMoveRefusesDamage(t *testing.T) {
	if _, err := move(nil, decode.V1, []byte{1<<3 | 2, 200}, 1); err == nil {
		t.Error("a record that is longer than the message was moved")
	}
}

func FuzzMove(f *testing.F) {
	f.Add([]byte{1<<3 | 2, 4, 2<<3 | 2, 2, 2 << 3, 100}, int64(1000), false)
	f.Add([]byte{5<<3 | 2, 4, 2<<3 | 2, 2, 3 << 3, 127}, int64(-1000), true)
	f.Fuzz(func(t *testing.T, message []byte, by int64, v2 bool) {
		kind := decode.V1
		if v2 {
			kind = decode.V2
		}
		there, err := move(nil, kind, message, by)
		if err != nil {
			return
		}
		same, err := move(nil, kind, message, 0)
		if err != nil {
			t.Fatalf("moved by %d but not by 0: %v", by, err)
		}
		again, err := move(nil, kind, there, 0)
		if err != nil {
			t.Fatalf("what was moved cannot be walked: %v", err)
		}
		if !bytes.Equal(again, there) && len(same) == len(message) {
			t.Errorf("moving by 0 changes what was moved:\n got %x\nwant %x", again, there)
		}
	})
}

func checkMoved(t *testing.T, kind decode.Kind, message []byte, by int64, want []byte) {
	t.Helper()
	got, err := move([]byte("before"), kind, message, by)
	if err != nil {
		t.Fatalf("move by %d: %v", by, err)
	}
	if want := append([]byte("before"), want...); !bytes.Equal(got, want) {
		t.Errorf("%s moved by %d:\n got %x\nwant %x", kind, by, got, want)
	}
}

func marshal(t testing.TB, m interface{ Marshal() ([]byte, error) }) []byte {
	t.Helper()
	b, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

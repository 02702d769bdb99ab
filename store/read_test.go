package store

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/decode"
)

// write judges a v1 request of one sample per series of metric "m", each with its
// number as value.
func write(t *testing.T, s *Store, id uint64, at time.Time, series int) *Verdict {
	t.Helper()
	var req prompb.WriteRequest
	for i := range series {
		req.Timeseries = append(req.Timeseries, prompb.TimeSeries{
			Labels:  []prompb.Label{{Name: "__name__", Value: "m"}, {Name: "i", Value: fmt.Sprint(i)}},
			Samples: []prompb.Sample{{Value: float64(i), Timestamp: at.UnixMilli()}},
		})
	}
	raw, err := req.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	body := decode.NewDecoder(decode.Config{}).Decode(decode.Header{ContentType: "application/x-protobuf"}, snappy.Encode(nil, raw))
	return s.Judge(&Request{
		ID: id, Sender: fmt.Sprintf("sender %d", id), Method: http.MethodPost, Header: http.Header{}, Body: body,
	})
}

func open(t *testing.T, c Config) *Store {
	t.Helper()
	if c.Dir == "" {
		c.Dir = t.TempDir()
	}
	s, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestReads(t *testing.T) {
	s := open(t, Config{})
	now := time.Now()
	for i := range 3 {
		if v := write(t, s, uint64(i+1), now.Add(time.Duration(i)*time.Second), 4); v.Answer.Status != http.StatusNoContent {
			t.Fatalf("write %d: answered %d %s", i, v.Answer.Status, v.Answer.Body)
		}
	}
	later := now.Add(2 * time.Second)
	instant, err := s.QueryInstant(t.Context(), `sum(m)`, later)
	if err != nil || len(instant.Readings) != 1 || instant.Readings[0].Points[0].Value != 6 {
		t.Errorf("instant query: %+v, %v", instant, err)
	}
	ranged, err := s.QueryRange(t.Context(), `m{i="3"}`, now, later, time.Second)
	if err != nil || len(ranged.Readings) != 1 || len(ranged.Readings[0].Points) != 3 {
		t.Errorf("range query: %+v, %v", ranged, err)
	}
	back, err := s.ReadBack(t.Context(), `m{i=~"1|2"}`, now, later)
	if err != nil || len(back) != 2 || len(back[0].Points) != 3 {
		t.Errorf("read back: %+v, %v", back, err)
	}
	c, err := s.Cardinality(t.Context(), 10)
	if err != nil || c.Series != 4 || len(c.Metrics) != 1 || c.Metrics[0] != (Count{"m", 4}) {
		t.Errorf("cardinality: %+v, %v", c, err)
	}
	infos, err := s.Series(t.Context(), `m`, 2)
	if err != nil || len(infos) != 2 || infos[1].Newest.Exchange != 3 || infos[1].Newest.Sender != "sender 3" || infos[1].First.Unix() < now.Unix() {
		t.Errorf("series: %+v, %v", infos, err)
	}
	if _, err := s.QueryInstant(t.Context(), `sum(`, later); err == nil {
		t.Error("a broken expression gave no error")
	}
}

// TestReopen writes, closes and opens again: the new judge knows what the old one
// stored.
func TestReopen(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	s := open(t, Config{Dir: dir})
	write(t, s, 1, now, 5)
	if _, err := Open(Config{Dir: dir}); err == nil {
		t.Error("the directory could be opened twice")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, Config{Dir: dir})
	v := write(t, s, 2, now.Add(-time.Second), 5)
	culprits := 0
	for _, p := range v.Problems {
		if p.Role == RoleCulprit && p.Cause == CauseOutOfOrder {
			culprits++
		}
	}
	if v.Answer.Status != http.StatusBadRequest || culprits != 5 || v.Disagreement != "" {
		t.Errorf("older samples after reopening: %d %s, %d culprits, disagreement %q",
			v.Answer.Status, v.Answer.Body, culprits, v.Disagreement)
	}
	if v := write(t, s, 3, now.Add(time.Second), 6); v.Answer.Status != http.StatusNoContent || v.Stored.Samples != 6 {
		t.Errorf("newer samples after reopening: %d %s, stored %+v", v.Answer.Status, v.Answer.Body, v.Stored)
	}
	infos, err := s.Series(t.Context(), "m", 10)
	if err != nil || len(infos) != 6 || !infos[0].First.IsZero() || infos[5].First.IsZero() {
		t.Errorf("got %+v, %v; want five series that were seen before this run, and one that was first seen in it", infos, err)
	}
}

package store_test

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/prometheus/prompb"

	"rwscope/decode"
	"rwscope/store"
)

// Two requests for one series, the second one older: Prometheus refuses it, and the
// verdict says which sample and why.
func Example() {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(store.Config{Dir: dir})
	if err != nil {
		panic(err)
	}
	defer s.Close()
	decoder := decode.NewDecoder(decode.Config{})
	now := time.Now()
	for i, at := range []time.Time{now, now.Add(-5 * time.Second)} {
		message := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
			Labels:  []prompb.Label{{Name: "__name__", Value: "up"}, {Name: "job", Value: "node"}},
			Samples: []prompb.Sample{{Value: 1, Timestamp: at.UnixMilli()}},
		}}}
		raw, err := message.Marshal()
		if err != nil {
			panic(err)
		}
		body := decoder.Decode(decode.Header{ContentType: "application/x-protobuf"}, snappy.Encode(nil, raw))
		v := s.Judge(&store.Request{
			ID: uint64(i + 1), Sender: "me", Method: http.MethodPost, Header: http.Header{}, Body: body,
		})
		fmt.Printf("%d, stored %d of %d\n", v.Answer.Status, v.Stored.Samples, v.Sent.Samples)
		if i == 1 {
			p := v.Problems[0]
			fmt.Printf("%s: %s %s\n", p.Role, p.Cause, p.Series)
			fmt.Printf("written by exchange %d\n", p.Conflict.Exchange)
		}
		body.Release()
	}
	// Output:
	// 204, stored 1 of 1
	// 400, stored 0 of 1
	// culprit: out_of_order {__name__="up", job="node"}
	// written by exchange 1
}

package har_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"rwscope/capture"
	"rwscope/capture/har"
	"rwscope/decode"
	"rwscope/store"
)

func Example() {
	q, err := http.NewRequest(http.MethodPost, "http://receiver:9201/api/v1/write", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	recorded := capture.Recorded{
		Request: q, Body: []byte("body"), Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Answer: store.Answer{Status: http.StatusBadRequest},
	}
	var archive bytes.Buffer
	w := har.NewWriter(&archive, "1.0")
	if err := w.Write(recorded.Exchange(decode.NewDecoder(decode.Config{}))); err != nil {
		fmt.Println(err)
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	err = har.Read(context.Background(), &archive, har.Config{}, func(e har.Entry) error {
		fmt.Printf("%s %s %q: %d\n", e.Exchange.Request.Method, e.Exchange.Request.Path, e.Exchange.Request.Body, e.Exchange.Verdict.Answer.Status)
		return nil
	})
	fmt.Println(err)
	// Output:
	// POST /api/v1/write "body": 400
	// <nil>
}

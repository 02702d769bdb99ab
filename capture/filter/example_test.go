package filter_test

import (
	"fmt"

	"rwscope/capture"
	"rwscope/capture/filter"
	"rwscope/decode"
	"rwscope/store"
)

func Example() {
	f, err := filter.Parse(`status:4xx and (cause:out_of_order or lag:>1m)`)
	if err != nil {
		fmt.Println(err)
		return
	}
	ex := &capture.Exchange{Verdict: store.Verdict{
		Answer:   store.Answer{Status: 400},
		Problems: []store.Problem{{Cause: store.CauseOutOfOrder}},
	}}
	fmt.Println(f)
	fmt.Println(f.Match(ex, func() *decode.Message { return nil }))

	_, err = filter.Parse(`status:4xx statu:404`)
	fmt.Println(err)
	// Output:
	// status:4xx (cause:out_of_order or lag:>1m)
	// true
	// filter:1:12: unknown field "statu", did you mean "status"?
}

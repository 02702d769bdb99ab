package figure_test

import (
	"fmt"
	"time"

	"rwscope/tui/figure"
)

func Example() {
	fmt.Println(figure.Count(12045), figure.Short(12045), figure.Bytes(30211), figure.Took(1240*time.Microsecond))
	fmt.Println(figure.Percent(999, 1000), figure.Span(48*time.Minute), figure.Plural(2, "series"))
	// Output:
	// 12,045 12.0k 29.5 KB 1.24ms
	// 99.9% 48m 2 series
}

package main

import "fmt"

// series is a label set of a usual size.
type series struct{ kv [][2]string }

func mkSeries(id int) series {
	return series{[][2]string{
		{"__name__", fmt.Sprintf("http_server_duration_seconds_bucket_%d", id%40)},
		{"cluster", "prod-eu-west-1"},
		{"instance", fmt.Sprintf("10.0.%d.%d:9090", id/250%250, id%250)},
		{"job", "kubernetes-pods"},
		{"le", fmt.Sprint(id % 17)},
		{"namespace", "payments"},
		{"pod", fmt.Sprintf("payments-api-7f9c8d-%05d", id)},
	}}
}

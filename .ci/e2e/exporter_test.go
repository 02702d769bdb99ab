package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// startExporter serves what Prometheus' own metrics lack: exemplars, on a counter
// and on a native histogram. Each scrape finds new values and new exemplars. It
// returns the address.
func startExporter(t *testing.T) string {
	t.Helper()
	orders := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "orders_total", Help: "Orders placed.",
	}, []string{"country"})
	duration := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "order_duration_seconds", Help: "Time to place an order.",
		Buckets: prometheus.DefBuckets, NativeHistogramBucketFactor: 1.1,
	})
	// Classic only: a scraper may turn it into a histogram with custom buckets.
	size := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "order_items", Help: "Items in an order.", Buckets: []float64{1, 2, 5, 10},
	})
	reg := prometheus.NewRegistry()
	reg.MustRegister(orders, duration, size)

	var mu sync.Mutex
	rng := rand.New(rand.NewPCG(1, 2))
	expose := promhttp.HandlerFor(reg, promhttp.HandlerOpts{EnableOpenMetrics: true})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		trace := prometheus.Labels{"trace_id": fmt.Sprintf("%016x%016x", rng.Uint64(), rng.Uint64())}
		for _, country := range []string{"at", "de"} {
			orders.WithLabelValues(country).(prometheus.ExemplarAdder).AddWithExemplar(float64(1+rng.IntN(5)), trace)
		}
		for range 20 {
			duration.(prometheus.ExemplarObserver).ObserveWithExemplar(rng.ExpFloat64()/10, trace)
			size.Observe(float64(rng.IntN(12)))
		}
		mu.Unlock()
		expose.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return strings.TrimPrefix(srv.URL, "http://")
}

#!/bin/sh
# k6: your own test in place of script.js. k6 sends v1.
export K6_PROMETHEUS_RW_SERVER_URL=http://127.0.0.1:9201/api/v1/write
export K6_PROMETHEUS_RW_PUSH_INTERVAL=5s

# Trends become native histograms with this, else one gauge per statistic.
export K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true
# export K6_PROMETHEUS_RW_TREND_STATS='p(95),p(99),max'

# Ends every series with a staleness marker when the test ends.
export K6_PROMETHEUS_RW_STALE_MARKERS=true

# A tag of its own for each k6 that runs the same test keeps their samples apart.
exec k6 run --out experimental-prometheus-rw --tag testid="$(date +%s)" script.js

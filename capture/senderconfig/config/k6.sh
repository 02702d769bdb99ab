#!/bin/sh
# k6: your own test in place of script.js. k6 sends v1.
export K6_PROMETHEUS_RW_SERVER_URL={{.URL}}
{{- if .CA}}
export SSL_CERT_FILE={{.CA}} # k6 trusts no other CA then
{{- end}}
{{- if .ClientCert}}
export K6_PROMETHEUS_RW_CLIENT_CERTIFICATE=client.pem
export K6_PROMETHEUS_RW_CLIENT_CERTIFICATE_KEY=client.key
{{- end}}
{{- if .User}}
export K6_PROMETHEUS_RW_USERNAME={{.User}}
export K6_PROMETHEUS_RW_PASSWORD=PASSWORD
{{- else if .Bearer}}
export K6_PROMETHEUS_RW_BEARER_TOKEN=TOKEN
{{- end}}
export K6_PROMETHEUS_RW_PUSH_INTERVAL=5s

# Trends become native histograms with this, else one gauge per statistic.
export K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true
# export K6_PROMETHEUS_RW_TREND_STATS='p(95),p(99),max'

# Ends every series with a staleness marker when the test ends.
export K6_PROMETHEUS_RW_STALE_MARKERS=true

# A tag of its own for each k6 that runs the same test keeps their samples apart.
exec k6 run --out experimental-prometheus-rw --tag testid="$(date +%s)" script.js

#!/bin/sh
# vmagent: flags, with your own scrape configuration in place of prometheus.yml.
#
# vmagent sends its own protocol first (zstd instead of snappy) and falls back to
# remote_write v1 when it is told 415: without forcePromProto you will see that
# here. It does not send v2, nor exemplars.
#
# One queue keeps the samples of a series in order.
exec vmagent \
  -promscrape.config=prometheus.yml \
  -remoteWrite.url={{.URL}} \
{{- if .CA}}
  -remoteWrite.tlsCAFile={{.CA}} \
{{- end}}
{{- if .ClientCert}}
  -remoteWrite.tlsCertFile=client.pem \
  -remoteWrite.tlsKeyFile=client.key \
{{- end}}
{{- if .User}}
  -remoteWrite.basicAuth.username={{.User}} \
  -remoteWrite.basicAuth.passwordFile=PASSWORD_FILE \
{{- else if .Bearer}}
  -remoteWrite.bearerTokenFile=TOKEN_FILE \
{{- end}}
  -remoteWrite.forcePromProto=true \
  -remoteWrite.queues=1

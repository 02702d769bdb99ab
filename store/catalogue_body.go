package store

const (
	snappyCorrupt = "s2: corrupt input"
	snappySource  = headerSource + "SnappyDecodeMiddleware"
	blockFormat   = "snappy's block format: `snappy.Encode` in Go, `snappy.compress` in Python, `SnappyCodec`'s raw mode elsewhere"
)

// catalogueBody are about the bytes of the body.
var catalogueBody = []Cause{
	{
		ID: CauseBodyRead, Level: LevelError,
		Line: "the sender stopped before the end of the body", Says: "unexpected EOF", Source: snappySource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The connection ended, or the sender's timeout was over, before the whole body was here.",
			Fix: "Give it more time ({timeout_setting}), smaller requests ({batch_setting}), or look at what is in between.",
		}},
	},
	{
		ID: CauseBodyTooLarge, Level: LevelError,
		Line: "compressed body over 32 MiB", Says: "request body exceeds the 33554432 bytes limit", Source: snappySource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Prometheus reads at most 33554432 bytes of a body. 413 is final for most senders, so the batch is lost.",
			Fix: "Send less at once: {batch_setting}.",
		}},
	},
	{
		ID: CauseDecodedTooLarge, Level: LevelError,
		Line: "decoded message over 32 MiB", Says: "decoded size exceeds the 33554432 bytes limit", Source: snappySource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The body declares that it decodes to more than 33554432 bytes.",
			Fix: "Send less at once: {batch_setting}.",
		}},
	},
	{
		ID: CauseEmptyBody, Level: LevelError,
		Line: "empty body", Says: snappyCorrupt, Source: snappySource,
		Advice: []Advice{{
			Why: "A probe, or a redirect or middleware that lost the body. Even an empty message has one byte in snappy.",
			Fix: "Put the final URL into the sender's configuration. To check that the receiver lives, use GET `/-/healthy` of Prometheus.",
		}},
	},
	{
		ID: CauseSnappyCorrupt, Level: LevelError,
		Line: "body is not valid snappy", Says: snappyCorrupt, Source: snappySource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The body is no snappy block and nothing else that is known: {detail}. It was cut, changed on its way, or compressed twice.",
			Fix: "Compress once, with " + blockFormat + "; look for a proxy that changes bodies.",
		}},
	},
	wrongCoding(CauseSnappyFramed, "snappy's stream format instead of its block format",
		"The body begins with `sNaPpY`: the framed format for streams. Remote write uses the block format, without frames and checksums.",
		"Compress with "+blockFormat+"; not with `snappy.NewWriter` or a stream compressor."),
	wrongCoding(CauseGzipBody, "gzip instead of snappy",
		"The body is gzip. A generic HTTP client or a proxy has compressed it.",
		"Compress with "+blockFormat+", and turn gzip off in client and proxy."),
	wrongCoding(CauseZstdBody, "zstd instead of snappy",
		"The body is zstd, which only VictoriaMetrics takes.",
		"Compress with "+blockFormat+"; vmagent: `-remoteWrite.forcePromProto`."),
	wrongCoding(CauseNotCompressed, "protobuf that is not compressed",
		"The body is the protobuf message itself. Remote write is always compressed, whatever the size.",
		"Compress with "+blockFormat+"."),
	wrongCoding(CauseJSONBody, "JSON instead of compressed protobuf",
		"The body is JSON text: OTLP over HTTP, a log shipper, or a generic webhook.",
		"Send remote write here; OTLP goes to `/api/v1/otlp/v1/metrics`."),
	wrongCoding(CauseTextBody, "text instead of compressed protobuf",
		"The body is text, for instance the exposition format that is scraped, or that Pushgateway takes.",
		"Let Prometheus scrape it, or convert it to remote write (`promtool push metrics` does)."),
	wrongCoding(CauseHTMLBody, "an HTML page instead of compressed protobuf",
		"The body is an HTML page: something between sender and receiver put its own page in.",
		"Look for a proxy or login page on the way."),
	{
		ID: CauseBadProtobuf, Level: LevelError,
		Line: "message is not valid protobuf", Says: "proto: … / unexpected EOF", Source: "storage/remote/write_handler.go, Store",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Snappy is fine, the message in it is not: {detail}. It was cut, or it is another message than the headers say.",
			Fix: "Generate the encoder from prompb/types.proto and remote.proto (v1) or io/prometheus/write/v2/types.proto (v2).",
		}},
	},
	{
		ID: CauseOTLPBody, Level: LevelError,
		Line: "OTLP metrics sent to the remote write URL", Says: "proto: wrong wireType = … for field …", Source: "storage/remote/write_handler.go, Store",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The message is an OTLP ExportMetricsServiceRequest. It reached the remote write path, which knows other messages.",
			Fix: "Send OTLP to `/api/v1/otlp/v1/metrics` (Prometheus needs `--web.enable-otlp-receiver`), or use the Collector's `prometheusremotewrite` exporter for this URL.",
		}},
	},
	{
		ID: CauseReadRequestBody, Level: LevelError,
		Line: "remote read query sent to the remote write URL", Says: "proto: wrong wireType = … for field …", Source: "storage/remote/write_handler.go, Store",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The message is a ReadRequest: a query, not data. The URLs of remote_read and remote_write are swapped.",
			Fix: "`remote_read: [{url: http://…/api/v1/read}]`, `remote_write: [{url: http://…/api/v1/write}]`.",
		}},
	},
	{
		ID: CauseEmptyMessage, Level: LevelInfo,
		Line: "valid message without anything in it", Source: "storage/remote/write_handler.go, Store",
		Advice: []Advice{{
			Why: "The message holds no series and no metadata. A probe does that, or a sender whose relabelling rules drop everything.",
			Fix: "If there should be data, look at `write_relabel_configs` of the sender: a `keep` rule that matches nothing drops all.",
		}},
	},
}

// wrongCoding is a body that is packed in another way than snappy blocks.
func wrongCoding(id, line, why, fix string) Cause {
	return Cause{
		ID: id, Level: LevelError, Line: line, Says: snappyCorrupt, Source: snappySource,
		Facts:  []string{"detail"},
		Advice: []Advice{{Why: why, Fix: fix}},
	}
}

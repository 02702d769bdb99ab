package store

const headerSource = "client_golang/exp/api/remote, "

// plainHeaders is what a v1 sender has to set.
const plainHeaders = "`Content-Type: application/x-protobuf` and `Content-Encoding: snappy`"

const (
	noFallback    = "Prometheus as a sender does not fall back to another message: it drops the batch."
	acceptMessage = "Receiver: one more `--web.remote-write-receiver.accepted-protobuf-messages={message}` beside those it has (here: `--accept v1,v2`)."
)

// catalogueHeaders are about the method and the headers. None of them lets anything
// of the request through, except the last two, which read it as nothing.
var catalogueHeaders = []Cause{
	{
		ID: CauseMethod, Level: LevelError,
		Line: "not a POST", Says: "Method Not Allowed", Source: headerSource + "ServeHTTP; Remote-Write, Protocol",
		Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "it is a GET",
			holds: detailIs("GET"),
			Why:   "Remote write is POST. A GET is a browser, a health check, or a POST that a redirect (301, 302, 303) turned into a GET.",
			Fix:   "Put the final URL into the sender's configuration: scheme, host and path exactly as the server wants them, so that nothing redirects.",
		}, {
			Why: "Remote write is POST; this was {detail}.",
			Fix: "Send POST.",
		}},
	},
	{
		ID: CauseEncoding, Level: LevelError,
		Line: "Content-Encoding is not snappy", Source: headerSource + "SnappyDecodeMiddleware",
		Says:  "… encoding (compression) is not accepted by this server; only snappy is acceptable",
		Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "it is snappy in other letters",
			holds: detailIs("snappy"),
			Why:   "`Content-Encoding: {detail}`: Prometheus compares letter by letter; older ones did not.",
			Fix:   "`Content-Encoding: snappy`",
		}, {
			Why: "`Content-Encoding: {detail}`: Prometheus takes snappy alone, without trying to decode anything else.",
			Fix: "`Content-Encoding: snappy`, and compress with snappy's block format. A proxy that compresses on its own must leave this path alone.",
		}},
	},
	{
		ID: CauseZstdProbe, Level: LevelInfo,
		Line: "VictoriaMetrics' own protocol; vmagent goes back to snappy by itself", Source: headerSource + "SnappyDecodeMiddleware; vmagent",
		Says:  "zstd encoding (compression) is not accepted by this server; only snappy is acceptable",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "vmagent first tries zstd, which only VictoriaMetrics takes. This 415 is what makes it repack the block with snappy and stay with it; nothing is lost.",
			Fix: "Nothing to fix. `-remoteWrite.forcePromProto` saves the first request.",
		}},
	},
	{
		ID: CauseMediaType, Level: LevelError,
		Line: "Content-Type is not application/x-protobuf", Source: headerSource + "ParseProtoMsg",
		Says:  "expected application/x-protobuf as the first (media) part, got … content-type",
		Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "it is JSON",
			holds: detailHas("json"),
			Why:   "`Content-Type: {detail}`: remote write is protobuf. JSON over HTTP is OTLP's or a log shipper's.",
			Fix:   "Send remote write here, or send OTLP to `/api/v1/otlp/v1/metrics` (Prometheus needs `--web.enable-otlp-receiver`).",
		}, {
			Why: "`Content-Type: {detail}`: Prometheus compares the media type letter by letter since 2.54.",
			Fix: plainHeaders + " for v1; add `;proto=io.prometheus.write.v2.Request` for v2.",
		}},
	},
	{
		ID: CauseContentTypeParam, Level: LevelError,
		Line: "Content-Type parameter without a value", Source: headerSource + "ParseProtoMsg",
		Says:  "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be key-values, got … in … content-type",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "`Content-Type: {detail}`: every part after a `;` must be key=value; a `;` at the end counts as well.",
			Fix: "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`",
		}},
	},
	{
		ID: CauseUnknownMessage, Level: LevelError,
		Line: "Content-Type names an unknown message", Source: headerSource + "ParseProtoMsg",
		Says:  "got … content type; unknown type for remote write protobuf message …, supported: prometheus.WriteRequest, io.prometheus.write.v2.Request",
		Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "the name is in quotes",
			holds: detailHas(`"`),
			Why:   "`Content-Type: {detail}`: HTTP allows quotes around a value, Prometheus does not.",
			Fix:   "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`, without quotes.",
		}, {
			Why: "`Content-Type: {detail}`: there are two messages, prometheus.WriteRequest (v1) and io.prometheus.write.v2.Request (v2), written exactly so.",
			Fix: "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`",
		}},
	},
	{
		ID: CauseMessageNotAccepted, Level: LevelError,
		Line: "message is turned off on this receiver", Source: headerSource + "ServeHTTP",
		Says:  "… protobuf message is not accepted by this server; only accepts …",
		Facts: []string{"detail"},
		Advice: []Advice{{
			When:  "it is v2",
			holds: detailHas(messageV2),
			Why:   "The receiver was told to take v1 alone, and this is {message}. " + noFallback,
			Fix:   acceptMessage + " Or sender: {v1_setting}.",
		}, {
			Why: "The receiver was told to take v2 alone, and this is {message}. " + noFallback,
			Fix: acceptMessage + " Or sender: {v2_setting}.",
		}},
	},
	{
		ID: CauseProtoSpace, Level: LevelError,
		Line: "space before proto= in Content-Type: v2 is read as v1, as nothing", Source: headerSource + "ParseProtoMsg",
		Facts: []string{"detail", "count"},
		Advice: []Advice{{
			Why: "`Content-Type: {detail}`: HTTP allows the space, but Prometheus takes \" proto\" for another parameter and falls back to v1. Read as v1 the message is empty: 204, and nothing is stored.",
			Fix: "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`, without a space.",
		}},
	},
	{
		ID: CauseV2AsV1, Level: LevelError,
		Line: "v2 message declared as v1: read as nothing", Source: "storage/remote/write_handler.go, Store",
		Facts: []string{"detail", "count"},
		Advice: []Advice{{
			When:  "there is no Content-Type",
			holds: detailIs(""),
			Why:   "Without a Content-Type the message counts as v1. Read as v1 it is empty, since v2 uses other field numbers: 204, and nothing is stored.",
			Fix:   "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`",
		}, {
			Why: "`Content-Type: {detail}` declares v1, the body is v2. Read as v1 it is empty, since v2 uses other field numbers: 204, and nothing is stored. A sender of v2 sees it by the missing Written headers.",
			Fix: "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request`; look for a proxy that rewrites it.",
		}},
	},
	{
		ID: CauseV1AsV2, Level: LevelError,
		Line: "v1 message declared as v2: read as nothing", Source: "storage/remote/write_handler.go, Store",
		Facts: []string{"detail", "count"},
		Advice: []Advice{{
			Why: "`Content-Type: {detail}` declares v2, the body is v1. Read as v2 it is empty, since v2 uses other field numbers: 204 with zeros in the Written headers, and nothing is stored.",
			Fix: "`Content-Type: application/x-protobuf`",
		}},
	},
}

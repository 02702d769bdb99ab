package store

// The causes of samples and histograms that were refused or lost for their time.
const (
	CauseOutOfBounds         = "out_of_bounds"           // older than the head takes, no out-of-order window
	CauseTooFarInFuture      = "too_far_in_future"       // more than ten minutes ahead of the receiver's clock
	CauseOutOfOrder          = "out_of_order"            // older than the newest of its series, no window
	CauseTooOld              = "too_old"                 // older than the out-of-order window
	CauseDuplicateTimestamp  = "duplicate_timestamp"     // another float value at the same time
	CauseDuplicateHistogram  = "duplicate_histogram"     // another histogram at the same time
	CauseDuplicateKind       = "duplicate_kind"          // a float onto a histogram, or the other way round
	CauseOutOfOrderInRequest = "out_of_order_in_request" // dropped at commit: an item before it was newer
	CauseDuplicateInRequest  = "duplicate_in_request"    // dropped at commit: an item before it had this time
	CauseTooOldInRequest     = "too_old_in_request"      // dropped at commit: behind an item before it and the window
	CauseMarkerOvertaken     = "marker_overtaken"        // dropped at commit: a staleness marker, put behind later items
	CauseOOODropped          = "out_of_order_dropped"    // within the window, but its time was taken already
	CauseAcceptedOutOfOrder  = "accepted_out_of_order"   // stored, at a price
	CauseDuplicate           = "duplicate"               // exactly what is stored already
)

// The causes of exemplars that were refused or lost.
const (
	CauseExemplarOutOfOrder          = "exemplar_out_of_order"
	CauseExemplarOutOfOrderInRequest = "exemplar_out_of_order_in_request" // dropped at commit
	CauseExemplarTooLong             = "exemplar_too_long"                // labels of more than 128 characters
	CauseExemplarDuplicateLabel      = "exemplar_duplicate_label"
	CauseExemplarTooFarInFuture      = "exemplar_too_far_in_future"
	CauseExemplarNoSeries            = "exemplar_no_series" // v1: its series was never stored
	CauseExemplarDisabled            = "exemplar_disabled"
	CauseExemplarOnlySeries          = "exemplar_only_series" // v2: a TimeSeries with exemplars alone
	CauseExemplarRefs                = "exemplar_refs"        // v2: label references outside of the symbols
)

// The causes of series that were refused (v2) or passed over (v1) as a whole.
const (
	CauseMissingName         = "missing_name"
	CauseInvalidName         = "invalid_name" // __name__ is there, but empty
	CauseEmptyLabelName      = "empty_label_name"
	CauseInvalidUTF8         = "invalid_utf8"
	CauseDuplicateLabel      = "duplicate_label"
	CauseLabelRefsOdd        = "label_refs_odd"          // v2
	CauseLabelRefsOutOfRange = "label_refs_out_of_range" // v2
	CauseMetadataRefs        = "metadata_refs"           // v2
	CauseEmptySeries         = "empty_series"            // v2: no sample, no histogram, no exemplar
)

// The causes of native histograms that are invalid in themselves.
const (
	CauseHistogramCountMismatch       = "histogram_count_mismatch"
	CauseHistogramCountTooLow         = "histogram_count_too_low" // the sum is NaN
	CauseHistogramNegativeCount       = "histogram_negative_count"
	CauseHistogramNegativeBucket      = "histogram_negative_bucket"
	CauseHistogramSpanOffset          = "histogram_span_offset"
	CauseHistogramSpanRange           = "histogram_span_range"
	CauseHistogramSpansMismatch       = "histogram_spans_mismatch"
	CauseHistogramSchema              = "histogram_schema"
	CauseHistogramBoundsOnExponential = "histogram_bounds_on_exponential"
	CauseCustomBoundsFew              = "custom_bounds_few"
	CauseCustomBoundsOrder            = "custom_bounds_order"
	CauseCustomBoundsInfinite         = "custom_bounds_infinite"
	CauseCustomBoundsNaN              = "custom_bounds_nan"
	CauseCustomZeroCount              = "custom_zero_count"
	CauseCustomZeroThreshold          = "custom_zero_threshold"
	CauseCustomNegativeSpans          = "custom_negative_spans"
	CauseCustomNegativeBuckets        = "custom_negative_buckets"
	CauseHistogramInvalid             = "histogram_invalid" // any other histogram.Error
)

// The causes in method and headers.
const (
	CauseMethod             = "method"
	CauseEncoding           = "encoding"             // Content-Encoding is not snappy
	CauseZstdProbe          = "zstd_probe"           // VictoriaMetrics' own protocol; it downgrades
	CauseMediaType          = "media_type"           // Content-Type is not application/x-protobuf
	CauseContentTypeParam   = "content_type_param"   // a parameter without "="
	CauseUnknownMessage     = "unknown_message"      // ";proto=" names no known message
	CauseMessageNotAccepted = "message_not_accepted" // turned off on this receiver
	CauseProtoSpace         = "proto_space"          // "; proto=" is not recognised: read as v1
	CauseV2AsV1             = "v2_as_v1"
	CauseV1AsV2             = "v1_as_v2"
)

// The causes in the bytes of the body.
const (
	CauseBodyRead        = "body_read"      // the sender stopped before the end
	CauseBodyTooLarge    = "body_too_large" // compressed
	CauseDecodedTooLarge = "decoded_too_large"
	CauseEmptyBody       = "empty_body"
	CauseSnappyCorrupt   = "snappy_corrupt"
	CauseSnappyFramed    = "snappy_framed"
	CauseGzipBody        = "gzip_body"
	CauseZstdBody        = "zstd_body"
	CauseNotCompressed   = "not_compressed"
	CauseJSONBody        = "json_body"
	CauseTextBody        = "text_body"
	CauseHTMLBody        = "html_body"
	CauseBadProtobuf     = "bad_protobuf"
	CauseOTLPBody        = "otlp_body"
	CauseReadRequestBody = "read_request_body"
	CauseEmptyMessage    = "empty_message" // valid, with nothing in it
)

// What was sent and accepted, but has no effect.
const (
	CauseStartTimestampIgnored = "start_timestamp_ignored"
	CauseMetadataIgnoredV1     = "metadata_ignored_v1"
	CauseMetadataIgnoredV2     = "metadata_ignored_v2" // without metadata-wal-records
)

// The causes in rwscope itself: its limits, its faults, its self-control.
const (
	CauseLimitSeries     = "limit_series"      // series or items in one request
	CauseLimitSymbols    = "limit_symbols"     // bytes of labels after expansion
	CauseLimitExpansion  = "limit_expansion"   // decoded size that the body cannot reach
	CauseLimitInFlight   = "limit_in_flight"   // bytes of requests being handled
	CauseLimitLabels     = "limit_labels"      // labels of one series
	CauseLimitHead       = "limit_head"        // size of the request's head: line and headers
	CauseLimitHeadSeries = "limit_head_series" // memory of the series in the TSDB's head
	CauseLimitErrorText  = "limit_error_text"  // length of the answer's text; the rest is cut
	CauseAppendError     = "append_error"      // the TSDB refused for a reason of its own
	CauseCommitError     = "commit_error"
	CauseInternalFault   = "internal_fault"
	CauseDisagreement    = "disagreement"
	CauseMisprediction   = "misprediction"
)

// The causes of requests that were turned away at the door, or never became one.
const (
	CauseTLSPlainHTTP         = "tls_plain_http"                 // HTTP without TLS, on the port that wants TLS
	CauseTLSUnexpected        = "tls_unexpected"                 // TLS, on the port that does not speak it
	CauseTLSNotTLS            = "tls_not_tls"                    // neither of them
	CauseTLSCertificate       = "tls_certificate_refused"        // the client does not trust ours
	CauseTLSClientMissing     = "tls_client_certificate_missing" // the client showed none
	CauseTLSClientCertificate = "tls_client_certificate_refused"
	CauseTLSVersion           = "tls_no_common_ground" // version, cipher suite, protocol
	CauseTLSHandshake         = "tls_handshake"        // ended in any other way
	CauseCredentialsMissing   = "credentials_missing"
	CauseCredentialsWrong     = "credentials_wrong"
	CauseWebPage              = "web_page"           // of a browser, which no sender is
	CauseMalformedRequest     = "malformed_request"  // no HTTP
	CauseLimitConnections     = "limit_connections"  // connections at a time
	CauseLimitHeadTimeout     = "limit_head_timeout" // time for a request's head
)

// CauseUnusualPath is a path that no receiver is known to serve: rwscope takes any.
const CauseUnusualPath = "unusual_path"

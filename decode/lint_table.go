package decode

// Sections of the specifications.
const (
	sectionProtocol    = "Protocol"
	sectionLabels      = "Labels"
	sectionOrdering    = "Ordering"
	sectionStale       = "Stale Markers"
	sectionEncoding    = "Content-Encoding"
	sectionContentType = "Content-Type"
	sectionVersion     = "X-Prometheus-Remote-Write-Version"
	sectionUserAgent   = "User-Agent"
	sectionPartial     = "Partial Write"
	sectionMessage     = "io.prometheus.write.v2.Request"
	sectionSymbols     = "Symbols"
	sectionSeries      = "Series Labels"
	sectionSamples     = "Samples and Histogram Samples"
	sectionMetadata    = "Metadata"
	sectionExemplars   = "Exemplars"
	sectionCompat      = "Backward and Forward Compatibility"
)

func must(section string) Rule   { return Rule{Level: LevelError, Section: section} }
func should(section string) Rule { return Rule{Level: LevelWarning, Section: section} }
func note(section string) Rule   { return Rule{Level: LevelInfo, Section: section} }

// Rules of others.
var (
	ofOpenMetrics = Rule{Level: LevelWarning, Section: sectionExemplars, Document: "OpenMetrics 1.0"}
	ofReceivers   = Rule{Level: LevelInfo, Section: "default limits", Document: "Mimir and Cortex"}
)

// checks is the table of all checks.
var checks = []Check{
	{
		ID: "method_not_post", Title: "The request is not a POST.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findMethodNotPost,
	},
	{
		ID: "content_encoding_missing", Title: "Content-Encoding is missing.",
		V1: must(sectionProtocol), V2: must(sectionEncoding),
		scope: scopeRequest, find: findContentEncodingMissing,
	},
	{
		ID: "content_encoding_wrong", Title: "Content-Encoding is not exactly \"snappy\".",
		V1: must(sectionProtocol), V2: must(sectionEncoding),
		scope: scopeRequest, find: findContentEncodingWrong,
	},
	{
		ID: "content_type_missing", Title: "Content-Type is missing.",
		V1: must(sectionProtocol), V2: must(sectionContentType),
		scope: scopeRequest, find: findContentTypeMissing,
	},
	{
		ID: "content_type_inexact", Title: "Content-Type is not exactly one of the three values that the specification allows.",
		V1: must(sectionProtocol), V2: must(sectionContentType),
		scope: scopeRequest, find: findContentTypeInexact,
	},
	{
		ID: "version_header_missing", Title: "X-Prometheus-Remote-Write-Version is missing.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findVersionMissing,
	},
	{
		ID: "version_header_wrong", Title: "X-Prometheus-Remote-Write-Version does not go with the message: 0.1.0 with v1, 2.x with v2.",
		V1: must(sectionProtocol), V2: should(sectionVersion),
		scope: scopeRequest, find: findVersionWrong,
	},
	{
		ID: "user_agent_missing", Title: "User-Agent is missing.",
		V1: must(sectionProtocol), V2: must(sectionUserAgent),
		scope: scopeRequest, find: findUserAgentMissing,
	},
	{
		ID: "user_agent_malformed", Title: "User-Agent does not begin with name/version; with v2 a name will do.",
		V1: must(sectionProtocol), V2: should(sectionUserAgent),
		scope: scopeRequest, find: findUserAgentMalformed,
	},
	{
		ID: "user_agent_of_library", Title: "User-Agent is that of an HTTP library, and does not tell which sender it is.",
		V1: should(sectionProtocol), V2: should(sectionUserAgent),
		scope: scopeRequest, find: findUserAgentOfLibrary,
	},
	{
		ID: "reserved_header_repeated", Title: "A reserved header is there more than once, as happens when users may configure it.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findReservedRepeated,
	},
	{
		ID: "body_empty", Title: "The request has no body.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findBodyEmpty,
	},
	{
		ID: "snappy_framed", Title: "The body is in snappy's framing format instead of its block format.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findSnappyFramed,
	},
	{
		ID: "not_snappy_block", Title: "The body is not one snappy block: packed otherwise, twice, or not at all.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findNotSnappyBlock,
	},
	{
		ID: "body_damaged", Title: "The bytes stop making sense somewhere.",
		V1: must(sectionProtocol), V2: must(sectionProtocol),
		scope: scopeRequest, find: findBodyDamaged,
	},
	{
		ID: "message_not_declared", Title: "The body is something else than Content-Type declares.",
		V1: must(sectionProtocol), V2: must(sectionContentType),
		scope: scopeRequest, find: findMessageNotDeclared,
	},
	{
		ID: "unknown_fields", Title: "The message has top-level fields that its schema does not define; receivers skip them.",
		V1: must(sectionProtocol), V2: note(sectionCompat),
		scope: scopeMessage, find: findUnknownFields,
	},
	{
		ID: "batch_of_one", Title: "The request carries a single series.",
		V2: note(sectionPartial), scope: scopeMessage, find: findBatchOfOne,
	},
	{
		ID: "symbols_missing", Title: "There is no symbol table.",
		V2: must(sectionSymbols), scope: scopeMessage, find: findSymbolsMissing,
	},
	{
		ID: "symbols_first_not_empty", Title: "The first symbol is not the empty string, so unset references get a meaning.",
		V2: must(sectionSymbols), scope: scopeMessage, find: findSymbolsFirstNotEmpty,
	},
	{
		ID: "symbols_duplicate", Title: "A string is in the symbol table more than once.",
		V2: must(sectionSymbols), scope: scopeMessage, find: findSymbolsDuplicate,
	},
	{
		ID: "symbols_unused", Title: "Nothing refers to a symbol.",
		V2: note(sectionSymbols), scope: scopeMessage, find: findSymbolsUnused,
	},
	{
		ID: "labels_missing", Title: "A series has no labels.",
		V1: must(sectionLabels), V2: must(sectionMessage),
		scope: scopeMessage, only: traitBare, find: findLabelsMissing,
	},
	{
		ID: "label_refs_odd", Title: "Label references do not come in pairs of name and value.",
		V2: must(sectionMessage), scope: scopeMessage, only: traitNoKey, find: findLabelRefsOdd,
	},
	{
		ID: "label_ref_out_of_range", Title: "A label reference points outside of the symbol table.",
		V2: must(sectionSymbols), scope: scopeMessage, only: traitNoKey, find: findLabelRefOutOfRange,
	},
	{
		ID: "metadata_ref_out_of_range", Title: "A reference of metadata points outside of the symbol table.",
		V2: must(sectionSymbols), scope: scopeMessage, only: traitBadMeta, find: findMetadataRefOutOfRange,
	},
	{
		ID: "exemplar_refs_bad", Title: "References of an exemplar are odd in number or point outside of the symbol table.",
		V2: must(sectionSymbols), scope: scopeMessage, find: findExemplarRefsBad,
	},
	{
		ID: "series_without_items", Title: "A series has no sample, histogram or exemplar.",
		V2: must(sectionMessage), scope: scopeMessage, only: traitEmpty, find: findSeriesWithoutItems,
	},
	{
		ID: "exemplar_only_series", Title: "A series has exemplars but no sample or histogram. Prometheus sends exemplars like this; receivers since 3.8 refuse them.",
		V2: must(sectionMessage), scope: scopeMessage, only: traitExemplarOnly, find: findExemplarOnlySeries,
	},
	{
		ID: "samples_and_histograms_mixed", Title: "A series has both samples and histograms.",
		V2: must(sectionMessage), scope: scopeMessage, only: traitMixed, find: findMixed,
	},
	{
		ID: "metadata_type_unspecified", Title: "Metadata does not tell the metric type. Prometheus sends it only with metadata-wal-records or type-and-unit-labels.",
		V2: note(sectionMessage), scope: scopeMessage, only: traitUntyped, find: findTypeUnspecified,
	},
	{
		ID: "metadata_type_unknown", Title: "The metric type is a number that the schema does not define.",
		V1: should(sectionProtocol), V2: should(sectionMetadata),
		scope: scopeMessage, only: traitOddType, find: findTypeUnknown,
	},
	{
		ID: "counter_without_total", Title: "The type is counter, but the name does not end in _total.",
		V2: note(sectionMetadata), scope: scopeMessage, only: traitCounter, find: findCounterWithoutTotal,
	},
	{
		ID: "created_timestamp_rc3", Title: "The series has a created_timestamp (field 6) of 2.0-rc.3, which rc.4 replaced by start_timestamp; receivers skip it.",
		V2: should(sectionMessage), scope: scopeMessage, only: traitCreated, find: findCreated,
	},
	{
		ID: "start_timestamp_missing", Title: "A counter or histogram comes without start_timestamp.",
		V2: note(sectionSamples), scope: scopeMessage, only: traitCumulative, find: findStartMissing,
	},
	{
		ID: "start_timestamp_not_before", Title: "A start_timestamp is not before the timestamp.",
		V2: should(sectionSamples), scope: scopeMessage, only: traitStart, find: findStartNotBefore,
	},
	{
		ID: "timestamp_unit_seconds", Title: "A timestamp is too small for milliseconds and would fit seconds.",
		V1: must(sectionProtocol), V2: must(sectionMessage),
		scope: scopeMessage, only: traitOddTime, find: findSeconds,
	},
	{
		ID: "timestamp_unit_microseconds", Title: "A timestamp is too large for milliseconds and would fit microseconds.",
		V1: must(sectionProtocol), V2: must(sectionMessage),
		scope: scopeMessage, only: traitOddTime, find: findMicroseconds,
	},
	{
		ID: "timestamp_unit_nanoseconds", Title: "A timestamp is too large for milliseconds and would fit nanoseconds.",
		V1: must(sectionProtocol), V2: must(sectionMessage),
		scope: scopeMessage, only: traitOddTime, find: findNanoseconds,
	},
	{
		ID: "timestamp_zero", Title: "A sample or histogram has the timestamp 0, which is what an unset field reads as.",
		V1: should(sectionProtocol), V2: should(sectionMessage),
		scope: scopeMessage, only: traitOddTime, find: findTimestampZero,
	},
	{
		ID: "samples_unordered", Title: "The samples or histograms of a series are not in timestamp order.",
		V1: must(sectionOrdering), V2: must(sectionSamples),
		scope: scopeMessage, only: traitSeveral, find: findUnordered,
	},
	{
		ID: "samples_same_timestamp", Title: "A series has two samples or histograms of one timestamp; at most one is stored.",
		V1: should(sectionOrdering), V2: should(sectionSamples),
		scope: scopeMessage, only: traitSeveral, find: findSameTimestamp,
	},
	{
		ID: "nan_payload_unusual", Title: "A value or a histogram's sum is a NaN that is neither an ordinary one nor the stale marker.",
		V1: should(sectionStale), V2: should(sectionSamples),
		scope: scopeMessage, only: traitNaN, find: findUnusualNaN,
	},
	{
		ID: "exemplar_timestamp_missing", Title: "An exemplar has no timestamp.",
		V2: must(sectionExemplars), scope: scopeMessage, find: findExemplarTimestampMissing,
	},
	{
		ID: "exemplar_trace_id_name", Title: "An exemplar names the trace otherwise than trace_id.",
		V2: should(sectionExemplars), scope: scopeMessage, find: findTraceIDName,
	},
	{
		ID: "exemplar_label_duplicate", Title: "An exemplar has a label name twice; Prometheus drops it silently.",
		V1: ofOpenMetrics, V2: ofOpenMetrics,
		scope: scopeMessage, find: findExemplarLabelDuplicate,
	},
	{
		ID: "exemplar_labels_long", Title: "The labels of an exemplar are longer than 128 characters; Prometheus drops it silently.",
		V1: ofOpenMetrics, V2: ofOpenMetrics,
		scope: scopeMessage, find: findExemplarLabelsLong,
	},
	{
		ID: "metric_name_missing", Title: "There is no __name__ label.",
		V1: should(sectionLabels), V2: should(sectionSeries),
		scope: scopeLabels, find: findMetricNameMissing,
	},
	{
		ID: "label_duplicate", Title: "A label name occurs twice.",
		V1: must(sectionLabels), V2: must(sectionSeries),
		scope: scopeLabels, find: findLabelDuplicate,
	},
	{
		ID: "labels_unsorted", Title: "Labels are not sorted by name. Prometheus sorts them, other receivers refuse them.",
		V1: must(sectionLabels), V2: must(sectionSeries),
		scope: scopeLabels, find: findLabelsUnsorted,
	},
	{
		ID: "label_name_empty", Title: "A label has no name.",
		V1: must(sectionLabels), V2: must(sectionSeries),
		scope: scopeLabels, find: findLabelNameEmpty,
	},
	{
		ID: "label_value_empty", Title: "A label has no value. Prometheus drops the label silently.",
		V1: must(sectionLabels), V2: must(sectionSeries),
		scope: scopeLabels, find: findLabelValueEmpty,
	},
	{
		ID: "metric_name_invalid", Title: "The metric name does not match [a-zA-Z_:][a-zA-Z0-9_:]*.",
		V1: must(sectionLabels), V2: note(sectionSeries),
		scope: scopeLabels, find: findMetricNameInvalid,
	},
	{
		ID: "label_name_invalid", Title: "A label name does not match [a-zA-Z_][a-zA-Z0-9_]*.",
		V1: must(sectionLabels), V2: note(sectionSeries),
		scope: scopeLabels, find: findLabelNameInvalid,
	},
	{
		ID: "label_not_utf8", Title: "A label name or value is not valid UTF-8.",
		V1: must(sectionLabels), V2: must(sectionSeries),
		scope: scopeLabels, find: findLabelNotUTF8,
	},
	{
		ID: "label_name_reserved", Title: "A label name begins with __, which is reserved.",
		V1: should(sectionLabels), V2: should(sectionSeries),
		scope: scopeLabels, find: findLabelNameReserved,
	},
	{
		ID: "labels_many", Title: "A series has more than 30 labels. Other receivers than Prometheus refuse it, VictoriaMetrics drops it silently beyond 40.",
		V1: ofReceivers, V2: ofReceivers,
		scope: scopeLabels, find: findLabelsMany,
	},
	{
		ID: "label_name_long", Title: "A label name is longer than 1,024 bytes.",
		V1: ofReceivers, V2: ofReceivers,
		scope: scopeLabels, find: findLabelNameLong,
	},
	{
		ID: "label_value_long", Title: "A label value is longer than 2,048 bytes. Grafana Cloud cuts it and puts a hash at its end.",
		V1: ofReceivers, V2: ofReceivers,
		scope: scopeLabels, find: findLabelValueLong,
	},
	{
		ID: "series_unordered", Title: "Two records of one series in the request are not in timestamp order.",
		V1: must(sectionOrdering), V2: must(sectionSamples),
		scope: scopeRepeats, find: findSeriesUnordered,
	},
}

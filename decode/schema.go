package decode

// fieldType is how a field's value is encoded and shown.
type fieldType uint8

const (
	typeUnknown  fieldType = iota
	typeInt                // varint, signed
	typeUint               // varint, unsigned
	typeSint               // varint, zigzag
	typeTime               // varint, Unix milliseconds
	typeDouble             // eight bytes
	typeText               // bytes that should be UTF-8
	typeTexts              // typeText, repeated
	typeBytes              // bytes
	typeMessage            // record
	typeMessages           // typeMessage, repeated
	typeRef                // varint, index of a symbol
	typeRefs               // typeRef, packed or not: names and values in turn
	typeUints              // typeUint, packed or not
	typeSints              // typeSint, packed or not
	typeDoubles            // typeDouble, packed or not
)

// repeated reports whether a message may hold the field more than once, each time
// with a value of its own.
func (t fieldType) repeated() bool { return t == typeTexts || t == typeMessages }

// allows reports whether a field of this type may have a wire type.
func (t fieldType) allows(wireType uint64) bool {
	switch t {
	case typeInt, typeUint, typeSint, typeTime, typeRef:
		return wireType == wireVarint
	case typeDouble:
		return wireType == wireFixed64
	case typeText, typeTexts, typeBytes, typeMessage, typeMessages:
		return wireType == wireBytes
	case typeUints, typeSints, typeRefs:
		return wireType == wireVarint || wireType == wireBytes
	case typeDoubles:
		return wireType == wireFixed64 || wireType == wireBytes
	default:
		return true
	}
}

// field is one field of a schema.
type field struct {
	number uint64
	name   string
	typ    fieldType
	in     *schema // of a typeMessage or typeMessages
}

// schema names the fields of one protobuf message.
type schema struct {
	name   string
	fields []field
}

// schemaOf is the schema of a form, nil if it is no protobuf message.
func schemaOf(form Form) *schema {
	switch form {
	case FormV1:
		return schemaV1
	case FormV2:
		return schemaV2
	case FormReadRequest:
		return schemaRead
	case FormOTLP:
		return schemaOTLP
	}
	return nil
}

// find returns the field with a number, the zero field if there is none.
func (s *schema) find(number uint64) field {
	if s != nil {
		for _, f := range s.fields {
			if f.number == number {
				return f
			}
		}
	}
	return field{}
}

// The messages of remote write, and those that are sent to its URL by mistake:
// prompb/*.proto and prompb/io/prometheus/write/v2/types.proto of Prometheus 3.16,
// and opentelemetry/proto/collector/metrics/v1 (as deep as needed to know it).
var (
	schemaV1 = &schema{protoV1, []field{
		{1, "timeseries", typeMessages, schemaSeriesV1},
		{3, "metadata", typeMessages, schemaMetadataV1},
	}}
	schemaSeriesV1 = &schema{"TimeSeries", []field{
		{1, "labels", typeMessages, schemaLabel},
		{2, "samples", typeMessages, schemaSampleV1},
		{3, "exemplars", typeMessages, schemaExemplarV1},
		{4, "histograms", typeMessages, schemaHistogramV1},
	}}
	schemaLabel = &schema{"Label", []field{
		{1, "name", typeText, nil},
		{2, "value", typeText, nil},
	}}
	schemaSampleV1 = &schema{"Sample", []field{
		{1, "value", typeDouble, nil},
		{2, "timestamp", typeTime, nil},
	}}
	schemaExemplarV1 = &schema{"Exemplar", []field{
		{1, "labels", typeMessages, schemaLabel},
		{2, "value", typeDouble, nil},
		{3, "timestamp", typeTime, nil},
	}}
	schemaMetadataV1 = &schema{"MetricMetadata", []field{
		{1, "type", typeInt, nil},
		{2, "metric_family_name", typeText, nil},
		{4, "help", typeText, nil},
		{5, "unit", typeText, nil},
	}}

	schemaV2 = &schema{protoV2, []field{
		{4, "symbols", typeTexts, nil},
		{5, "timeseries", typeMessages, schemaSeriesV2},
	}}
	schemaSeriesV2 = &schema{"TimeSeries", []field{
		{1, "labels_refs", typeRefs, nil},
		{2, "samples", typeMessages, schemaSampleV2},
		{3, "histograms", typeMessages, schemaHistogramV2},
		{4, "exemplars", typeMessages, schemaExemplarV2},
		{5, "metadata", typeMessage, schemaMetadataV2},
		{6, "created_timestamp", typeTime, nil}, // until rc.3
	}}
	schemaSampleV2 = &schema{"Sample", []field{
		{1, "value", typeDouble, nil},
		{2, "timestamp", typeTime, nil},
		{3, "start_timestamp", typeTime, nil},
	}}
	schemaExemplarV2 = &schema{"Exemplar", []field{
		{1, "labels_refs", typeRefs, nil},
		{2, "value", typeDouble, nil},
		{3, "timestamp", typeTime, nil},
	}}
	schemaMetadataV2 = &schema{"Metadata", []field{
		{1, "type", typeInt, nil},
		{3, "help_ref", typeRef, nil},
		{4, "unit_ref", typeRef, nil},
	}}

	schemaHistogramV1 = &schema{"Histogram", []field{
		{1, "count_int", typeUint, nil},
		{2, "count_float", typeDouble, nil},
		{3, "sum", typeDouble, nil},
		{4, "schema", typeSint, nil},
		{5, "zero_threshold", typeDouble, nil},
		{6, "zero_count_int", typeUint, nil},
		{7, "zero_count_float", typeDouble, nil},
		{8, "negative_spans", typeMessages, schemaSpan},
		{9, "negative_deltas", typeSints, nil},
		{10, "negative_counts", typeDoubles, nil},
		{11, "positive_spans", typeMessages, schemaSpan},
		{12, "positive_deltas", typeSints, nil},
		{13, "positive_counts", typeDoubles, nil},
		{14, "reset_hint", typeInt, nil},
		{15, "timestamp", typeTime, nil},
		{16, "custom_values", typeDoubles, nil},
	}}
	schemaHistogramV2 = &schema{"Histogram", append(schemaHistogramV1.fields[:16:16],
		field{17, "start_timestamp", typeTime, nil})}
	schemaSpan = &schema{"BucketSpan", []field{
		{1, "offset", typeSint, nil},
		{2, "length", typeUint, nil},
	}}

	schemaRead = &schema{"prometheus.ReadRequest", []field{
		{1, "queries", typeMessages, schemaQuery},
		{2, "accepted_response_types", typeUints, nil},
	}}
	schemaQuery = &schema{"Query", []field{
		{1, "start_timestamp_ms", typeTime, nil},
		{2, "end_timestamp_ms", typeTime, nil},
		{3, "matchers", typeMessages, schemaMatcher},
		{4, "hints", typeBytes, nil},
	}}
	schemaMatcher = &schema{"LabelMatcher", []field{
		{1, "type", typeInt, nil},
		{2, "name", typeText, nil},
		{3, "value", typeText, nil},
	}}

	schemaOTLP = &schema{"opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest", []field{
		{1, "resource_metrics", typeMessages, schemaResourceMetrics},
	}}
	schemaResourceMetrics = &schema{"ResourceMetrics", []field{
		{1, "resource", typeBytes, nil},
		{2, "scope_metrics", typeMessages, schemaScopeMetrics},
		{3, "schema_url", typeText, nil},
	}}
	schemaScopeMetrics = &schema{"ScopeMetrics", []field{
		{1, "scope", typeBytes, nil},
		{2, "metrics", typeMessages, schemaMetric},
		{3, "schema_url", typeText, nil},
	}}
	schemaMetric = &schema{"Metric", []field{
		{1, "name", typeText, nil},
		{2, "description", typeText, nil},
		{3, "unit", typeText, nil},
		{5, "gauge", typeBytes, nil},
		{7, "sum", typeBytes, nil},
		{9, "histogram", typeBytes, nil},
		{10, "exponential_histogram", typeBytes, nil},
		{11, "summary", typeBytes, nil},
		{12, "metadata", typeBytes, nil},
	}}
)

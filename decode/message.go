package decode

import "fmt"

// Kind is a remote_write protobuf message.
type Kind uint8

// The messages that Prometheus 3.16 knows. The zero Kind means that the headers
// declare something else, or that the bytes are something else.
const (
	Unknown Kind = iota
	V1           // prometheus.WriteRequest, remote write 1.0
	V2           // io.prometheus.write.v2.Request, remote write 2.0-rc.4
)

// String returns the name used in JSON and on screen: "v1", "v2" or "unknown".
func (k Kind) String() string {
	switch k {
	case V1:
		return "v1"
	case V2:
		return "v2"
	default:
		return "unknown"
	}
}

// Span is a half-open range of byte offsets into the decoded message. A message
// is at most 32 MiB, so 32 bits are enough.
type Span struct{ From, To uint32 }

// Len is the number of bytes in the span.
func (s Span) Len() int { return int(s.To - s.From) }

// Range is a half-open range of indexes into one of a Message's slices.
type Range struct{ From, To uint32 }

// Len is the number of items in the range.
func (r Range) Len() int { return int(r.To - r.From) }

// Message is one remote_write message of either kind, taken apart into one
// shape. Every Span points into Body.
//
// Items of all series stand one after the other in Samples, Histograms and
// Exemplars, in wire order; a Series holds the ranges that are its own. The
// index into these slices is the item's index everywhere in the program.
type Message struct {
	Kind Kind
	Body []byte

	Symbols []Span   // v2: the symbol table
	Refs    []uint32 // v2: label references of all series, see Series.Refs

	Series     []Series
	Samples    []Sample
	Histograms []Histogram
	Exemplars  []Exemplar
	Metadata   []Metadata // v1: MetricMetadata records; v2 keeps it in Series.Meta

	// UnknownFields counts top-level fields that this kind does not define. A v2
	// message read as v1 is nothing but unknown fields.
	UnknownFields int

	symbolKeys    []Key // parallel to Symbols
	longestSymbol int   // in bytes
}

// Series is one TimeSeries record: the labels, and where its items are.
type Series struct {
	Span Span // the record's content, without its tag and length
	// Labels is where v1's label records are, from the first one's tag to the end of
	// the last. Records of other kinds may stand between them.
	Labels     Span
	Refs       Range // v2: label references in Message.Refs, name and value in turn
	Samples    Range
	Histograms Range
	Exemplars  Range
	Meta       SeriesMeta // v2
	// Created is rc.3's created_timestamp (field 6) in milliseconds, which rc.4
	// removed and a 3.16 receiver skips; 0 if absent.
	Created int64
	// Key identifies the label set as it stands on the wire; see [Hasher]. It is not
	// set where NoKey is.
	Key Key
	// NoKey is set where the label set cannot be identified: v2 references that are
	// odd in number or point outside of the symbol table, and a series that a fault
	// cut short.
	NoKey bool
	split bool // other records stand between v1's label records
}

// Sample is a float sample. Times are Unix milliseconds; Start is 0 if unset and
// always 0 in v1.
type Sample struct {
	Value     float64
	Timestamp int64
	Start     int64
}

// Histogram is a native histogram, of which only the times and the sum are decoded;
// see [Message.Histogram] for the rest.
type Histogram struct {
	Span      Span
	Sum       float64
	Timestamp int64
	Start     int64
	Float     bool // count_float is set: a float histogram
}

// Exemplar is an exemplar without its labels; see [Message.ExemplarLabels].
type Exemplar struct {
	Span      Span
	Value     float64
	Timestamp int64
}

// Metadata is v1's MetricMetadata. Type is the protobuf enum's number.
type Metadata struct {
	Span             Span
	Type             int32
	Name, Help, Unit Span
}

// SeriesMeta is v2's per-series Metadata. Type is the protobuf enum's number,
// HelpRef and UnitRef point into Message.Symbols.
type SeriesMeta struct {
	Present bool
	// BadRef is set where HelpRef or UnitRef points outside of the symbol table. An
	// absent record has both references 0, which an empty table does not hold: then
	// BadRef is set and Present is not.
	BadRef           bool
	Type             int32
	HelpRef, UnitRef uint32
	// MetaKey identifies type, help and unit text, across requests: equal keys mean
	// equal metadata but for chances of 1 in 2^64. It is 0 if the record is absent or
	// a reference is bad, and never 0 otherwise.
	MetaKey uint64
}

// Fault is the first place where the bytes stop making sense, or where reading
// them would cost more than a limit allows.
type Fault struct {
	Layer  string // LayerSnappy or LayerProtobuf
	Offset int    // byte offset in that layer's input
	Path   string // the record being read, "timeseries[3].samples[0]"; empty at the top
	Reason string
	// Limit names the limit that stopped the reading; empty if the bytes are damaged.
	Limit Limit
}

// The layers of a Fault.
const (
	LayerSnappy   = "snappy"
	LayerProtobuf = "protobuf"
)

// Error describes the fault in one line.
func (f *Fault) Error() string {
	at := f.Path
	if at != "" {
		at = " in " + at
	}
	return fmt.Sprintf("%s: %s at byte %d%s", f.Layer, f.Reason, f.Offset, at)
}

package decode

// Form is what a byte sequence really is, whatever the headers say.
type Form string

// The forms that can be told apart. The first two are the messages of remote
// write; the rest is what people send by mistake.
const (
	FormUnknown     Form = "unknown"
	FormEmpty       Form = "empty"
	FormV1          Form = "v1"
	FormV2          Form = "v2"
	FormReadRequest Form = "read_request" // prometheus.ReadRequest: the read URL's message
	FormOTLP        Form = "otlp"         // ExportMetricsServiceRequest
	FormJSON        Form = "json"
	FormText        Form = "text" // text, for example the exposition format
	FormHTML        Form = "html"
)

// Coding is how a body is packed, whatever Content-Encoding says.
type Coding string

// The codings that can be told apart.
const (
	CodingSnappy       Coding = "snappy"        // block format, the only one Prometheus takes
	CodingSnappyTwice  Coding = "snappy-twice"  // a snappy block in a snappy block
	CodingSnappyFramed Coding = "snappy-framed" // the stream format; refused
	CodingGzip         Coding = "gzip"
	CodingZstd         Coding = "zstd" // VictoriaMetrics' own protocol
	CodingNone         Coding = "none"
	CodingUnknown      Coding = "unknown"
)

// Header is what of a request's headers decides how it is read. Values are as
// they came, the first one where a header was repeated.
type Header struct {
	ContentType     string
	ContentEncoding string
}

// Body is one request body taken apart: what the headers declare, what the bytes
// are, and the message read as what it is.
type Body struct {
	Wire   []byte // as it came
	Coding Coding // how Wire is packed
	// Decoded is the message's bytes, nil when they could not be unpacked. It is
	// filled for codings that Prometheus refuses too, so that they can be shown.
	Decoded []byte
	// Declared is the message that Prometheus takes the headers to mean, Unknown
	// if it refuses them.
	Declared Kind
	// Form is what Decoded is.
	Form Form
	// Message is Decoded read as what it is (V1 or V2), up to the first fault; nil
	// for other forms.
	Message *Message
	// Fault is the first place where the bytes stop making sense, nil if none.
	Fault *Fault

	decoder   *Decoder // that Release gives the memory back to
	buffer    []byte   // Decoded's memory, kept from request to request
	message   Message  // what Message points to, likewise
	unchecked bool     // Check has work to do
}

// Clean reports whether Prometheus reads the body exactly as it was meant:
// ordinary headers, snappy block format, the declared message, no fault. Under
// [Config].LazyLabels it goes by what is known so far.
func (b *Body) Clean() bool {
	return b.Fault == nil && b.Coding == CodingSnappy && b.Message != nil &&
		b.Message.Kind == b.Declared && b.Message.UnknownFields == 0
}

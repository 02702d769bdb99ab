// Package decode turns the bytes of one remote_write request into values, and
// says what is wrong with the bytes. It is pure: no clock, no I/O, no goroutine,
// no log, so the same bytes always give the same result.
//
// # The wire
//
// A body is snappy block format around one protobuf message. Which message it
// is, only the Content-Type header says:
//
//	Content-Encoding: snappy
//	Content-Type: application/x-protobuf                                          → v1
//	Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request     → v2
//
//	+----------------+------------------------------------------+
//	| decoded length | literals and copies                      |   snappy block, no checksum
//	| (uvarint)      |                                          |
//	+----------------+------------------------------------------+
//	        │ decoded
//	        ▼
//	v1  prometheus.WriteRequest           v2  io.prometheus.write.v2.Request
//	+---------------------------+         +---------------------------+
//	| 1 TimeSeries …            |         | 4 symbol "" (always first)|
//	|   1 Label {name, value} … |         | 4 symbol …                |
//	|   2 Sample {value, t} …   |         +---------------------------+
//	|   3 Exemplar …            |         | 5 TimeSeries …            |
//	|   4 Histogram …           |         |   1 labels_refs, packed   |
//	+---------------------------+         |   2 Sample {value, t, st} |
//	| 3 MetricMetadata …        |         |   3 Histogram …           |
//	+---------------------------+         |   4 Exemplar …            |
//	                                      |   5 Metadata {refs}       |
//	                                      |   6 created_timestamp     |   rc.3 only
//	                                      +---------------------------+
//
// # How it is used
//
// A [Decoder] is configured once and shared. [Decoder.Decode] unpacks a body and
// walks the message into a [Message], whose slices point into the decoded bytes:
// nothing is copied and nothing is allocated per series. Names and values become
// strings only when somebody asks for them.
//
//	bytes ──▶ snappy ──▶ walk ──▶ keys ──▶ Message     always
//	                      │        │
//	                      │        └─ known key: the label set was seen before,
//	                      │           and was found good or bad then
//	                      └─ v1 label records are only stepped over; Check,
//	                         CheckLabels and Linter.Labels look inside
//
// What the walker accepts, gogo's Unmarshal of the same message accepts, and the
// other way round. A fault keeps its byte offset and what was read before it.
//
// A body that is not what its headers say is sniffed and read as what it is. What
// is in it then is for showing: Prometheus would not have read it.
//
// A [Linter] says what a request does against the specification, whether or not
// receivers mind; docs/lint.md lists its checks. A [Tree] shows which bytes are
// which field.
//
// # Limits
//
// Everything in a body is hostile until it is read. [Limits] bound what is allocated,
// before it is: a snappy block that declares more than its elements make is refused
// unread, and records that cost more memory than bytes are counted. What a Message
// costs is a few times its bytes; see [Message.ExpandsBeyond] for what symbols can
// come to once they are filled in.
//
// # Ownership
//
// A [Body] belongs to the caller of Decode until [Body.Release]; after that its
// memory serves the next request. A Decoder is safe for concurrent use, a Body
// is not.
package decode

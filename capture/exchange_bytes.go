package capture

import "strings"

// MarshalExchange is the exchange as one protobuf message of exchange.proto,
// everything included, for formats that carry it along with their own.
func MarshalExchange(e *Exchange) []byte {
	row := newRow(e)
	b, _ := appendExchange(nil, e, &row)
	return b
}

// UnmarshalExchange reads what MarshalExchange wrote. The bytes may come from
// anywhere. The result shares memory with them.
func UnmarshalExchange(b []byte) (*Exchange, error) { return parseExchange(b) }

// Redacted reports whether a header's value or a path is not what came, but has a
// fingerprint in place of a secret; see [Redactor].
func Redacted(value string) bool { return strings.Contains(value, redactedMark) }

package store

// Finding is a problem before it is put into words: a cause and the raw facts.
// The catalogue turns it into a Problem. Times are Unix milliseconds; fields that
// a cause has no use for stay zero.
type Finding struct {
	Cause  string
	Role   Role
	Item   Item
	Index  int    // of the item in its decode.Message slice, -1 if about no item
	Series string // PromQL notation
	// Timestamp and Value are those of the item that was sent.
	Timestamp int64
	Value     string
	// Error is Prometheus' own text, as answered or logged; empty if it says nothing.
	Error string
	// Detail names the thing at fault where the cause needs one: a label, a header's
	// value, a symbol reference, a limit.
	Detail string
	// Limits of the head when the request was judged.
	Limits Limits
	// Newest is the newest committed sample of the series; Known if there is one.
	Newest Newest
	// HeadMover is who wrote the sample that moved the head's newest time to where
	// it is, and HeadSeries which series that was.
	HeadMover  Conflict
	HeadSeries string
	// Count is how many items share this finding, for findings about a request.
	Count int
	// Sender is the User-Agent of the sender that is at fault, for fixes that depend
	// on it.
	Sender string
	// From is who sent this request, as a Conflict names it (Request.Sender), so that
	// a clash of one sender with itself differs from one of two senders.
	From string
}

// Newest is the newest committed in-order sample of a series and who wrote it.
type Newest struct {
	Known bool
	Kind  string // "float", "histogram" or "float histogram"
	Conflict
}

package capture

import "rwscope/store"

// Row is the part of an exchange that is kept in memory for every exchange:
// enough to list, sort and filter without touching the disk.
type Row struct {
	ID     uint64
	Time   int64 // Unix nanoseconds
	Offset int64 // of the exchange's frame in the journal, -1 if it is not there
	Size   uint32
	Sender uint32 // index into Snapshot.Senders

	WireBytes, DecodedBytes                             uint32
	Series, Samples, Histograms, Exemplars, Metadata    uint32
	KeptSamples, KeptHistograms, KeptExemplars, Doubles uint32
	Collateral, Problems                                uint32
	BodyHash                                            uint64
	LagMillis                                           int32 // arrival minus newest item; negative: from the future
	TookMicros                                          uint32
	Status                                              uint16
	Cause                                               uint16 // the most telling problem's, see Snapshot.Cause; 0: none
	Retry                                               uint16
	Declared                                            uint8 // decode.Kind
	Form                                                uint8 // decode.Kind of what the bytes are
	Level                                               store.Level
	By                                                  uint8 // see AnsweredBy
	Next                                                uint8 // see SenderNext
	Marked                                              bool
	Untrue                                              bool // answered 2xx although something was not stored
	Mispredicted, Disagreed                             bool
}

// History is the ordered list of exchanges. All methods may be called from any
// goroutine.
type History interface {
	// Reserve hands out the next ID, before the request is judged, so that what it
	// writes can be traced to it. Each reserved ID must be appended.
	Reserve() uint64
	// Append writes the exchange, whose ID was reserved, to the journal, secrets
	// replaced. It becomes visible once all exchanges before it are. An error means
	// that it is not on disk; it is visible all the same. Request.Body is not kept:
	// it belongs to the caller again when Append returns. If the exchange was timed,
	// Append sets Took.Journal, the time to make its frame and to wait for the turn
	// to write it, and adds it to Took.Total.
	Append(*Exchange) error
	// Snapshot is a consistent, constant-time view of what is there now.
	Snapshot() Snapshot
	// Load reads an exchange back in full. The error is ErrUnknown if there is no
	// such exchange, ErrUnjournaled if it could not be written, ErrDamaged if the
	// file is broken where it stands.
	Load(id uint64) (*Exchange, error)
	// Recent is Load for one of the newest exchanges, without touching the disk and
	// without Request.Body. False means that it must be loaded.
	Recent(id uint64) (*Exchange, bool)
	// Wake delivers a value after something changed; several changes may share one.
	// There is one receiver.
	Wake() <-chan struct{}
}

package store

import "net/http"

// Outcome is what became of one sample, histogram or exemplar.
type Outcome uint8

// The outcomes. The zero value is Stored: the usual one.
const (
	Stored     Outcome = iota
	Duplicate          // equal to what is stored already: accepted, nothing changed
	Rejected           // refused by the append; a culprit
	RolledBack         // appended, then lost with a culprit; collateral
	Skipped            // its series or record was passed over before any append
	Dropped            // accepted by the append, dropped silently at commit or by exemplar storage
	Ignored            // never looked at: read as another message, disabled storage, or after a refusal
	Unknown            // answered elsewhere and never judged; see ByRecorded
)

// String returns the outcome's name as used in JSON and on screen.
func (o Outcome) String() string {
	switch o {
	case Stored:
		return "stored"
	case Duplicate:
		return "duplicate"
	case Rejected:
		return "rejected"
	case RolledBack:
		return "rolled_back"
	case Skipped:
		return "skipped"
	case Dropped:
		return "dropped"
	case Unknown:
		return "unknown"
	default:
		return "ignored"
	}
}

// Item is the sort of thing that an outcome or a problem is about.
type Item string

// The items. A problem may also be about the request as a whole.
const (
	ItemRequest   Item = "request"
	ItemSeries    Item = "series"
	ItemSample    Item = "sample"
	ItemHistogram Item = "histogram"
	ItemExemplar  Item = "exemplar"
	ItemMetadata  Item = "metadata"
	ItemSymbol    Item = "symbol"
	ItemHeader    Item = "header"
)

// By says who gave the answer.
type By string

// Who answers.
const (
	ByFast       By = "fast"       // predicted clean, appended directly
	ByPrometheus By = "prometheus" // Prometheus' own write handler
	ByFault      By = "fault"      // rwscope itself failed; answered 500
	ByLimit      By = "limit"      // one of rwscope's own limits refused it
	ByAccess     By = "access"     // turned away by TLS or for its credentials; Status 0 if no HTTP was spoken
	// ByRecorded is the answer of another receiver, imported with the request. What
	// that receiver stored is not known: Stored is all zero and means nothing, and
	// all outcomes are Unknown. Status is 0 if the answer was not recorded either.
	ByRecorded By = "recorded"
)

// Answer is what goes back to the sender. Header holds only what the receiver
// sets itself, not what net/http adds on the wire.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	By     By
}

// Counts is what a message holds.
type Counts struct {
	Series, Samples, Histograms, Exemplars, Metadata int
}

// Kept is what is in the TSDB because of this request. Duplicates counts the
// samples and histograms that were in it before.
type Kept struct {
	Samples, Histograms, Exemplars, Duplicates int
}

// Outcomes has one entry per item, indexed as in decode.Message. A nil slice
// means that all items of that sort were stored.
type Outcomes struct {
	Samples, Histograms, Exemplars []Outcome
}

// Level ranks a problem.
type Level uint8

// The levels: an error lost data or will, a warning breaks the specification or
// hides a loss, an info is worth knowing.
const (
	LevelNone Level = iota
	LevelInfo
	LevelWarning
	LevelError
)

// String returns "error", "warning", "info" or "".
func (l Level) String() string {
	return [...]string{"", "info", "warning", "error"}[l]
}

// Role is a problem's part in the answer.
type Role string

// The roles. Only a culprit caused the answer; a witness is true but did not
// (a silent loss, a lint).
const (
	RoleCulprit Role = "culprit"
	RoleWitness Role = "witness"
)

// Problem is one finding about one exchange.
type Problem struct {
	Level  Level
	Cause  string // id in the catalogue of causes
	Role   Role
	Series string // in PromQL notation; empty if about no series
	Item   Item
	Index  int // of the item in its decode.Message slice, or -1
	// Timestamp of the item in Unix milliseconds, 0 if it has none.
	Timestamp int64
	Text      string // one line: what Prometheus says, or what is wrong
	Why       string
	Fix       string
	Facts     []Fact
	// Conflict is who wrote what the item clashes with; nil if nobody did.
	Conflict *Conflict
}

// Fact is a named value that supports a problem: "newest in series",
// "2026-11-23T10:00:00Z, 12s later".
type Fact struct{ Name, Value string }

// Conflict names the write that an item clashes with.
type Conflict struct {
	Exchange  uint64 // id; 0 if it was before this run
	Sender    string
	Timestamp int64 // Unix milliseconds of the stored sample
	Value     string
}

// Limits are the time limits of the head when the request was judged, in Unix
// milliseconds. They draw the time line of a verdict.
type Limits struct {
	Known    bool // false while the head holds nothing
	MinValid int64
	MaxTime  int64
	Now      int64
	Window   int64 // out-of-order time window, a duration
}

// MaxProblems is how many problems a verdict keeps; Total counts all.
const MaxProblems = 100

// MaxExplained is how many problems of one cause are explained in one verdict. Those
// after them have neither Why, Fix nor Facts.
const MaxExplained = 20

// Verdict is everything that the judge found about one exchange.
type Verdict struct {
	Answer        Answer
	Sent          Counts
	Stored        Kept
	Outcomes      Outcomes
	Problems      []Problem
	ProblemsTotal int
	Collateral    int // good items lost with a culprit
	Limits        Limits
	// Disagreement is not empty when prediction, recording and the head's own
	// counter of appended samples tell different stories.
	Disagreement string
	// Mispredicted says that the fast path was tried and had to be rolled back.
	Mispredicted bool
}

// Worst is the highest level among the problems, LevelNone without any.
func (v *Verdict) Worst() Level {
	worst := LevelNone
	for i := range v.Problems {
		worst = max(worst, v.Problems[i].Level)
	}
	return worst
}

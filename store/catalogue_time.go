package store

const windowKey = "`storage: {tsdb: {out_of_order_time_window: {window_needed}}}` in the receiver's prometheus.yml"

// Advice on timestamps that holds for several causes.
var (
	unitAdvice = Advice{
		When:  "read in another unit, the timestamp is plausible",
		holds: wrongUnit,
		Why:   "{raw} is read as milliseconds, that is {date}. It looks like {unit}: {convert} = {unit_when}.",
		Fix:   "Send Unix milliseconds ({convert}).",
	}
	unsetAdvice = Advice{
		When:  "the timestamp is 0",
		holds: noTimestamp,
		Why:   "The timestamp is 0, 1970-01-01: it was probably never set.",
		Fix:   "Set the timestamp to Unix milliseconds, usually the moment of the scrape.",
	}
	headAheadAdvice = Advice{
		When:  "the head's newest time is ahead of the clock",
		holds: headAhead,
		Why:   "The head's newest time is {head_lead} ahead of the receiver's clock, and its limits move with it: for all series. {head_by} moved it there with {head_series}.",
		Fix:   "Correct that sender's clock. Until time has caught up, set " + windowKey + ", or start with an empty data directory.",
	}
)

// catalogueTime compare an item's time with the clock, the head and its series.
var catalogueTime = []Cause{
	{
		ID: CauseOutOfBounds, Level: LevelError, Clash: clashHead,
		Line: "older than anything the head takes", Says: "out of bounds", Source: "tsdb/head_append_v2.go",
		Facts: []string{"when", "min_valid", "below_min", "head", "unit_when"},
		Advice: []Advice{unitAdvice, unsetAdvice, headAheadAdvice, {
			Why: "Without an out-of-order window the head takes nothing older than {min_valid}: an hour behind its newest time, or where its last block ends. This {item} is {below_min} older.",
			Fix: "Set " + windowKey + " to take it. For a backlog of days, make blocks with `promtool tsdb create-blocks-from openmetrics`.",
		}},
	},
	{
		ID: CauseTooFarInFuture, Level: LevelError,
		Line: "more than ten minutes in the future", Says: "out of bounds: timestamp is too far in the future", Source: "storage/remote/write_handler.go",
		Facts: []string{"time", "now", "skew", "unit_when"},
		Advice: []Advice{unitAdvice, {
			When:  "the distance is that of a time zone",
			holds: inAnotherZone,
			Why:   "The {item} is {skew} ahead of the receiver's clock, which says {now}. That is the distance of a time zone: local time sent as if it were UTC?",
			Fix:   "Convert local time to UTC (subtract {zone}) before making the timestamp.",
		}, {
			Why: "The receiver takes nothing more than 10m ahead of its own clock, which says {now}. This {item} is {skew} ahead.",
			Fix: "Compare the clocks of sender and receiver (`timedatectl`, `chronyc tracking`): they differ by {skew}.",
		}},
	},
	{
		ID: CauseOutOfOrder, Level: LevelError, Clash: clashNewest,
		Line: "older than the newest sample of its series", Says: "out of order sample", Source: "tsdb/head_append.go, appendable",
		Facts:  []string{"when", "newest", "behind", "head_max", "window_needed", "unit_when"},
		Advice: append([]Advice{unitAdvice}, disorderAdvice...),
	},
	{
		ID: CauseTooOld, Level: LevelError, Clash: clashHead,
		Line: "older than the out-of-order window", Says: "too old sample", Source: "tsdb/head_append.go, appendable",
		Facts: []string{"when", "window", "window_edge", "window_missing", "head", "newest", "unit_when"},
		Advice: []Advice{unitAdvice, unsetAdvice, headAheadAdvice, {
			Why: "The out-of-order window is {window} and counts from the head's newest time, {head_max}, so nothing older than {window_edge} is taken. This {item} is {window_missing} older.",
			Fix: "Set " + windowKey + ".",
		}},
	},
	{
		ID: CauseDuplicateTimestamp, Level: LevelError, Clash: clashNewest,
		Line: "another value at the same time", Source: "tsdb/head_append.go, appendable",
		Says:   "duplicate sample for timestamp …; overrides not allowed: existing …, new value …",
		Facts:  []string{"when", "value", "newest"},
		Advice: append([]Advice{unsetAdvice}, duplicateAdvice...),
	},
	{
		ID: CauseDuplicateHistogram, Level: LevelError, Clash: clashNewest,
		Line: "another histogram at the same time", Says: "duplicate sample for timestamp", Source: "tsdb/head_append.go, appendableHistogram",
		Facts:  []string{"when", "value", "newest"},
		Advice: duplicateAdvice,
	},
	{
		ID: CauseDuplicateKind, Level: LevelError, Clash: clashNewest,
		Line: "a float and a histogram at the same time", Source: "tsdb/head_append.go, appendable",
		Says:  "duplicate sample for timestamp …; overrides not allowed: existing is a histogram, new value …",
		Facts: []string{"when", "value", "newest_kind", "newest"},
		Advice: []Advice{{
			Why: "At this time the series holds a {newest_kind}, by {newest_by}. A {item} cannot take its place: two kinds of one metric share name and labels.",
			Fix: "Send one kind under this name: rename one of the two, or drop it with `write_relabel_configs`.",
		}},
	},
	{
		ID: CauseOOODropped, Level: LevelError, Clash: clashNewest,
		Line: "dropped silently: its time was taken by another value before", Source: "tsdb/ooo_head.go, Insert",
		Facts: []string{"when", "value", "newest", "window"},
		Advice: []Advice{{
			Why: "It is older than the newest of its series but within the window of {window}, so it passes; but its time is taken by another value. The TSDB keeps the first and drops this one without an error, and the answer counts it as written.",
			Fix: "Find out who writes this series twice. {replica}",
		}},
	},
	{
		ID: CauseAcceptedOutOfOrder, Level: LevelInfo, Clash: clashNewest,
		Line: "stored out of order", Source: "tsdb/head_append.go, appendable",
		Facts: []string{"count", "example", "newest", "window"},
		Advice: []Advice{{
			When:  "another sender wrote the newest sample",
			holds: otherSender,
			Why:   "Within the window of {window}, so it is stored, but {newest_by} wrote the newest of the series, {behind} later: two senders write one series, and the window lets both in, mixed.",
			Fix:   "{replica}",
		}, {
			Why: "Older than the newest of its series, but within the window of {window}: stored, in a chunk apart. That costs memory and slows queries until it is compacted, and rules that were evaluated before did not see it.",
		}},
	},
	{
		ID: CauseDuplicate, Level: LevelInfo, Clash: clashNewest,
		Line: "exactly this is stored already", Source: "tsdb/head_append.go, appendable",
		Facts: []string{"count", "example", "newest"},
		Advice: []Advice{{
			When:  "another sender wrote it",
			holds: otherSenderFirst,
			Why:   "{newest_by} wrote exactly this before: accepted, nothing changed. Two senders write one series and happen to agree; once they differ, one of them is refused.",
			Fix:   "{replica}",
		}, {
			Why: "Accepted, nothing changed. A retry after a lost answer or a replayed WAL does this; it is harmless.",
		}},
	},
}

// disorderAdvice is for items that are older than what their series holds.
var disorderAdvice = []Advice{{
	When:  "another sender wrote the newest sample",
	holds: otherSender,
	Why:   "{newest_by} wrote {newest_time} to this series, {behind} later. Two senders write one series, so each makes the other's samples out of order.",
	Fix:   "{replica}",
}, {
	When:  "the newest sample is from before this run",
	holds: writtenBefore,
	Why:   "The series holds {newest_time}, {behind} later, written before this run. The sender sends again what it had sent, or a backlog.",
	Fix:   "What was stored before needs no fix. To take late samples, set " + windowKey + ".",
}, {
	When:  "the same sender went back by minutes",
	holds: rewound,
	Why:   "{newest_by} wrote {newest_time} to this series, {behind} later. The sender went back in time: it replays its WAL after a restart, or sends a backlog beside live data.",
	Fix:   "What was stored before needs no fix. To take a real backlog, set " + windowKey + ".",
}, {
	Why: "{newest_by} wrote {newest_time} to this series, {behind} later. The sender does not keep the series in order: two of its connections raced, or two of its inputs make the same labels.",
	Fix: "{order_setting} Or take late samples: " + windowKey + ".",
}}

// duplicateAdvice is for items whose time is taken by something else.
var duplicateAdvice = []Advice{{
	When:  "another sender wrote the first",
	holds: otherSender,
	Why:   "At exactly this time {newest_by} wrote {newest_value}; here it is {value}. Two senders write one series, for instance an HA pair.",
	Fix:   "{replica}",
}, {
	When:  "the first is from before this run",
	holds: writtenBefore,
	Why:   "At exactly this time the series holds {newest_value}, written before this run; here it is {value}. A stored value is never replaced.",
	Fix:   "Find out who writes this series twice. {replica}",
}, {
	Why: "At exactly this time {newest_by} wrote {newest_value}; now it is {value}. Two inputs make the same labels (a relabelling rule dropped the one that told them apart?), or timestamps are coarser than the interval.",
	Fix: "Keep a label that tells the two apart, for instance `instance`; look for `labeldrop` and `labelkeep` rules.",
}}

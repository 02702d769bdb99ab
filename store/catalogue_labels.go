package store

// catalogueLabels make a whole series unacceptable: v1 passes over it and says
// nothing, v2 refuses it.
var catalogueLabels = []Cause{
	{
		ID: CauseMissingName, Level: LevelError,
		Line: "series without a metric name", Says: "invalid metric name or labels, got {…}", Source: labelSource,
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "No label is called `__name__`, so the series belongs to no metric. {lost}.",
			Fix: "Set `__name__` to the metric's name. A `labeldrop` rule without a regex removes it: its default `(.*)` matches every label.",
		}},
	},
	{
		ID: CauseInvalidName, Level: LevelError,
		Line: "empty metric name", Says: "invalid metric name or labels, got {…}", Source: labelSource,
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "`__name__` is there but empty. {lost}.",
			Fix: "Set `__name__` to the metric's name. A `replace` rule with an empty replacement empties it.",
		}},
	},
	{
		ID: CauseEmptyLabelName, Level: LevelError,
		Line: "empty label name", Says: "invalid metric name or labels, got {…}", Source: labelSource,
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "A label has a value but no name. {lost}.",
			Fix: "Leave labels without a name out.",
		}},
	},
	{
		ID: CauseInvalidUTF8, Level: LevelError,
		Line: "name or value of a label is not UTF-8", Says: "invalid metric name or labels, got {…}", Source: labelSource,
		Facts: []string{"detail", "count"},
		Advice: []Advice{{
			Why: "Label {detail} holds bytes that are not UTF-8: Latin-1 text, binary data, or a value cut in the middle of a character. {lost}.",
			Fix: "Convert values to UTF-8 before sending, and cut them between characters.",
		}},
	},
	{
		ID: CauseDuplicateLabel, Level: LevelError,
		Line: "two labels of one name", Says: "invalid labels for series, labels {…}, duplicated label …", Source: labelSource,
		Facts: []string{"detail", "count"},
		Advice: []Advice{{
			Why: "Label {detail} comes twice. {lost}.",
			Fix: "Send each label once. Often external or static labels are added to a series that has them already.",
		}},
	},
	{
		ID: CauseLabelRefsOdd, Level: LevelError,
		Line: "odd number of label references", Says: "parsing labels for series […]: invalid labelRefs length …", Source: refSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "labels_refs holds name and value in turn, so their number is even. The series is refused, the others are stored.",
			Fix: "An error in the sender's encoder: one name or value was not written.",
		}},
	},
	{
		ID: CauseLabelRefsOutOfRange, Level: LevelError,
		Line: "label reference outside of the symbol table", Source: refSource,
		Says:  "parsing labels for series […]: labelRefs … (name) = … (value) outside of symbols table (size …)",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "A reference points beyond the request's symbols. The series is refused, the others are stored.",
			Fix: "An error in the sender's encoder, often a symbol table that was reset between two series of one request.",
		}},
	},
	{
		ID: CauseMetadataRefs, Level: LevelError,
		Line: "metadata reference outside of the symbol table", Source: refSource,
		Says:  "parsing metadata for series […]: metadata help_ref … outside of symbols table (size …)",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "help_ref or unit_ref points beyond the request's symbols, and that costs the whole series with all its samples.",
			Fix: "An error in the sender's encoder. Help and unit that are unset are reference 0, and symbol 0 is the empty string.",
		}},
	},
	{
		ID: CauseEmptySeries, Level: LevelError,
		Line: "series without samples", Says: "TimeSeries must contain at least one sample or histogram for series {…}", Source: "storage/remote/write_handler.go, appendV2; Remote-Write 2.0, TimeSeries",
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "A TimeSeries of v2 must hold a sample or a histogram. This one holds neither; nothing but the request's good name is lost, yet the answer is 400.",
			Fix: "Leave series without samples out of the request.",
		}},
	},
}

const (
	labelSource = "storage/remote/write_handler.go; Remote-Write, Labels"
	refSource   = "prompb/io/prometheus/write/v2; Remote-Write 2.0, Symbols"
)

package store

const exemplarSource = "tsdb/exemplar.go, validateExemplar"

// catalogueExemplars are about exemplars. Only v2 reports some of them.
var catalogueExemplars = []Cause{
	{
		ID: CauseExemplarOutOfOrder, Level: LevelWarning,
		Line: "exemplar older than the newest of its series", Says: "out of order exemplar", Source: exemplarSource,
		Facts: []string{"when", "value"},
		Advice: []Advice{{
			When:  "in a v1 request",
			holds: ofV1,
			Why:   "Exemplar storage takes exemplars of a series in order of time only; at one time in order of value. v1 drops this one and answers 204; the samples are stored.",
			Fix:   "Send exemplars in order of time, each once.",
		}, {
			Why: "Exemplar storage takes exemplars of a series in order of time only; at one time in order of value. The samples are stored, but v2 answers 400, and the sender logs the whole request as failed.",
			Fix: "Send exemplars in order of time, each once; or {exemplar_setting}.",
		}},
	},
	{
		ID: CauseExemplarOutOfOrderInRequest, Level: LevelWarning,
		Line: "exemplar dropped silently: older than one before it in this request", Source: "tsdb/head_append.go, commitExemplars",
		Facts: []string{"when", "value"},
		Advice: []Advice{{
			Why: "It passed the check against what was stored before the request, and was dropped at commit: the answer counts it as written.",
			Fix: "Send the exemplars of a series in order of time, in one TimeSeries.",
		}},
	},
	{
		ID: CauseExemplarTooLong, Level: LevelWarning,
		Line: "exemplar labels longer than 128 characters", Source: exemplarSource,
		Says:  "label length for exemplar exceeds maximum of 128 UTF-8 characters (log only)",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Names and values of an exemplar's labels may have 128 characters together; these have more. Prometheus drops the exemplar, and only its log tells.",
			Fix: "Keep `trace_id` (and `span_id`) alone: their 16 and 8 bytes in hex need 63 characters with the names.",
		}},
	},
	{
		ID: CauseExemplarDuplicateLabel, Level: LevelWarning,
		Line: "exemplar with two labels of one name", Says: "label name \"…\" is not unique: invalid exemplar (log only)", Source: exemplarSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "A label comes twice in the exemplar. Prometheus drops it, and only its log tells.",
			Fix: "Send each label of an exemplar once.",
		}},
	},
	{
		ID: CauseExemplarTooFarInFuture, Level: LevelWarning,
		Line: "exemplar more than ten minutes in the future", Source: "storage/remote/write_handler.go, limitExemplars",
		Says:  "out of bounds: timestamp is too far in the future (log only)",
		Facts: []string{"time", "now", "skew", "unit_when"},
		Advice: []Advice{unitAdvice, {
			Why: "The receiver's clock says {now}; the exemplar is {skew} ahead. It is dropped, and only the log tells.",
			Fix: "Compare the clocks of sender and receiver: they differ by {skew}.",
		}},
	},
	{
		ID: CauseExemplarNoSeries, Level: LevelWarning,
		Line: "exemplar of a series that was never stored", Source: "tsdb/head_append_v2.go, AppendExemplars",
		Says:  "unknown HeadSeriesRef when trying to add exemplars: 0: not found (log only)",
		Facts: []string{"when"},
		Advice: []Advice{{
			Why: "Exemplars belong to a series that is in the head. This TimeSeries brings exemplars alone, and no sample of the series came before. They are dropped behind a 204.",
			Fix: "Send an exemplar together with, or after, a sample of its series.",
		}},
	},
	{
		ID: CauseExemplarDisabled, Level: LevelWarning,
		Line: "exemplar storage is off", Source: "tsdb/exemplar.go",
		Facts: []string{"count"},
		Advice: []Advice{{
			Why: "Exemplars are accepted, counted as written and thrown away. Prometheus has exemplar storage off by default.",
			Fix: "Start Prometheus with `--enable-feature=exemplar-storage` and set `storage: {exemplars: {max_exemplars: 100000}}` (here: `--max-exemplars`), or {exemplar_setting}.",
		}},
	},
	{
		ID: CauseExemplarOnlySeries, Level: LevelError,
		Line: "v2 series with exemplars alone", Source: "storage/remote/write_handler.go, appendV2; Remote-Write 2.0, TimeSeries",
		Says:  "TimeSeries must contain at least one sample or histogram for series {…}",
		Facts: []string{"count"},
		Advice: []Advice{{
			When:  "the sender is Prometheus or Alloy",
			holds: sentByPrometheus,
			Why:   "Prometheus sends every exemplar in a TimeSeries of its own, and Prometheus refuses every TimeSeries without a sample: between the two, all exemplars of v2 are lost. The samples are stored all the same; the sender logs them as failed.",
			Fix:   "Set {exemplar_setting}, or {v1_setting}, which takes them.",
		}, {
			Why: "A TimeSeries of v2 must hold a sample or a histogram; exemplars alone are refused. The other series are stored.",
			Fix: "Put exemplars into the TimeSeries of their samples, or send {v1_setting}.",
		}},
	},
	{
		ID: CauseExemplarRefs, Level: LevelError,
		Line: "bad label references of an exemplar", Says: "parsing exemplar for series {…}: …", Source: refSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The exemplar's labels_refs are odd in number or point beyond the request's symbols. The exemplar is lost, the samples are stored, and the answer is 400.",
			Fix: "An error in the sender's encoder.",
		}},
	},
}

package store

const ownSource = "rwscope"

// catalogueOwn are answers that Prometheus might not have given, and doubts about
// rwscope's own account.
var catalogueOwn = []Cause{
	{
		ID: CauseLimitSeries, Level: LevelError,
		Line: "more series or items in one request than rwscope takes", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "A TimeSeries costs two bytes on the wire and a hundred times as much in memory, so rwscope limits their number: {detail}. Prometheus has no such limit.",
			Fix: "Send less at once: {batch_setting}.",
		}},
	},
	{
		ID: CauseLimitSymbols, Level: LevelError,
		Line: "labels expand to more than rwscope takes", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "One symbol can be referenced many times, so a request of 2 KB can expand to labels of 500 MB: {detail}. Prometheus 3.16 would build them all.",
			Fix: "Send less at once: {batch_setting}. With honest labels, look for a value of many kilobytes.",
		}},
	},
	{
		ID: CauseLimitExpansion, Level: LevelError,
		Line: "body declares a size that it cannot reach", Says: snappyCorrupt, Source: ownSource + ", instead of " + snappySource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Snappy expands by a factor of 22 at most, and the body declares more: {detail}. Prometheus allocates the declared size first and fails then; rwscope gives the same answer before.",
			Fix: "The body is cut, or it is not snappy.",
		}},
	},
	{
		ID: CauseLimitInFlight, Level: LevelError,
		Line: "too many bytes in flight", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The requests being handled at this moment fill rwscope's memory budget: {detail}. Senders retry a 503.",
			Fix: "Raise `--max-memory`, or lower the sender's concurrency.",
		}},
	},
	{
		ID: CauseLimitLabels, Level: LevelError,
		Line: "more labels in one series than rwscope takes", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "An empty label costs two bytes on the wire and many times as much in memory, so rwscope limits their number: {detail}. Prometheus has no such limit; Mimir and Cortex take 30.",
			Fix: "Look at what puts so many labels on one series. `--max-labels` moves the limit.",
		}},
	},
	{
		ID: CauseLimitHead, Level: LevelError,
		Line: "request line and headers over the limit", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The head of a request is kept in full, so rwscope limits it: {detail}. Prometheus takes up to 1 MiB.",
			Fix: "Look at the headers: cookies and tokens of a proxy grow, and so do lists of hops. `--max-header` moves the limit.",
		}},
	},
	{
		ID: CauseLimitErrorText, Level: LevelInfo,
		Line: "the rest of the answer's text is left out", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Prometheus names each refused series in its answer, and 200,000 of them make 17 MB: {detail}. A Prometheus sender logs the first 1024 bytes.",
			Fix: "Nothing is lost but text. `--max-error-text` moves the limit.",
		}},
	},
	{
		ID: CauseAppendError, Level: LevelError,
		Line: "the TSDB refused for a reason of its own", Source: "storage/remote/write_handler.go",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "An append failed in a way that no request can cause. Everything in the request was rolled back, and the 500 makes the sender retry.",
			Fix: "Look at the data directory: disk space, permissions.",
		}},
	},
	{
		ID: CauseCommitError, Level: LevelError,
		Line: "the TSDB could not commit", Source: "tsdb/head_append.go, Commit",
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "All appends were fine, but writing them to the WAL failed. Nothing is stored, and the 500 makes the sender retry.",
			Fix: "Look at the data directory: disk space, permissions.",
		}},
	},
	{
		ID: CauseInternalFault, Level: LevelError,
		Line: "rwscope failed", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "An error in rwscope or in the Prometheus code that it embeds, while handling this request: {detail}. It was caught and answered with 500, so the sender retries.",
			Fix: "Please report it together with this request (`rwscope export --format bodies`).",
		}},
	},
	{
		ID: CauseDisagreement, Level: LevelWarning,
		Line: "prediction, recording and the TSDB's own counter differ", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope counts what is stored in three ways, and they do not agree for this request: {detail}. The numbers shown may be wrong; the answer is Prometheus' own.",
			Fix: "Please report it together with this request (`rwscope export --format bodies`).",
		}},
	},
	{
		ID: CauseMisprediction, Level: LevelWarning,
		Line: "predicted clean, then refused", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "The request was expected to be clean, was refused while being appended, and was judged again by Prometheus' own handler: {detail}. The answer is Prometheus' own.",
			Fix: "Please report it together with this request (`rwscope export --format bodies`).",
		}},
	},
}

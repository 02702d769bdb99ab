package store

const ownSource = "rwscope"

// catalogueOwn are answers that Prometheus might not have given, and doubts about
// rwscope's own account.
var catalogueOwn = []Cause{
	ownLimit(CauseLimitSeries, "more records in one request than rwscope takes",
		"A record of two bytes on the wire costs a hundred in memory, so rwscope limits them: {detail}. Prometheus has no such limit.",
		"Send less at once: {batch_setting}; or raise that limit."),
	ownLimit(CauseLimitSymbols, "labels expand to more than rwscope takes",
		"One symbol can be referenced many times, so a request of 2 KB can expand to labels of 500 MB. Here: {detail}. Prometheus 3.16 would build them all.",
		"Look for label values of many kilobytes; send less at once: {batch_setting}; or raise `--max-expansion`."),
	ownLimit(CauseLimitLabels, "more labels in one series than rwscope takes",
		"A series has very many labels: {detail}. Prometheus has no such limit for remote write; Mimir and Cortex take 30.",
		"Drop labels with `write_relabel_configs`, or raise `--max-labels`."),
	ownLimit(CauseLimitExpansion, "body declares a size that it cannot reach",
		"Snappy expands by a factor of 22 at most, and the body declares {detail} bytes, more than that. Prometheus allocates them first and fails then; rwscope gives the same answer before.",
		"The body is cut, or it is not snappy."),
	ownLimit(CauseLimitInFlight, "too many bytes in flight",
		"The requests being handled at this moment fill rwscope's memory budget: {detail}. Senders retry a 503.",
		"Raise `--max-memory`, or lower the sender's concurrency."),
	{
		ID: CauseLimitHeadSeries, Level: LevelError,
		Line: "no room in memory for another series", Source: ownSource,
		Advice: []Advice{{
			Why: "The TSDB keeps every series that had a sample in the last three hours in memory, and together they take what they may. The request has a series that is not among them; everything in it was rolled back, and the 500 makes the sender retry. Prometheus has no such limit.",
			Fix: "Look for a label whose values never end (screen Series). Raise `--max-head`, or let series that have ended leave early: `--stale-series-compaction-threshold 0.5`.",
		}},
	},
	ownLimit(CauseLimitHead, "request head larger than rwscope takes",
		"Request line and headers together are too large: {detail}. The body was not read.",
		"Look for a header that grows: cookies, tracing baggage; or raise `--max-header`."),
	{
		ID: CauseLimitErrorText, Level: LevelInfo,
		Line: "the answer's text was cut", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "Prometheus answers with one line for each bad series, without a limit; rwscope cuts after {detail} bytes. Senders log 1024 bytes of it.",
			Fix: "Nothing to fix; `--max-error-text` raises it.",
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
		Facts: []string{"trace"},
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
		Advice: []Advice{{
			Why: "The request was expected to be clean, was refused while being appended, and was then judged by Prometheus' own handler, so the answer is Prometheus' own.",
			Fix: "Please report it together with this request (`rwscope export --format bodies`).",
		}},
	},
	{
		ID: CauseUnusualPath, Level: LevelInfo,
		Line: "a path that no known receiver serves", Source: ownSource,
		Facts: []string{"detail"},
		Advice: []Advice{{
			Why: "rwscope receives on any path. A real receiver serves one, and answers 404 to others: Prometheus /api/v1/write, Mimir and Cortex /api/v1/push, Thanos /api/v1/receive.",
			Fix: "Before the sender goes back to its real receiver, check the path in its URL: {detail}.",
		}},
	},
}

// ownLimit is a limit of rwscope's that refused a request.
func ownLimit(id, line, why, fix string) Cause {
	return Cause{
		ID: id, Level: LevelError, Line: line, Source: ownSource,
		Facts:  []string{"detail"},
		Advice: []Advice{{Why: why, Fix: fix}},
	}
}

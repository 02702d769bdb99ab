package store

const atCommit = "Prometheus compares an item with what was stored before the request, finds nothing wrong, and compares again at commit, where it drops the item silently: the answer counts it as written."

// catalogueRequest are about items that clash with others of their own request.
var catalogueRequest = []Cause{
	{
		ID: CauseOutOfOrderInRequest, Level: LevelError,
		Line: "dropped silently: older than an item of its series before it in this request", Source: "tsdb/head_append.go, commitFloats",
		Facts: []string{"when", "value", "detail"},
		Advice: []Advice{{
			Why: "The request itself is out of order. " + atCommit,
			Fix: "Sort the samples of a series by time before sending.",
		}},
	},
	{
		ID: CauseDuplicateInRequest, Level: LevelError,
		Line: "dropped silently: an item before it in this request has its time", Source: "tsdb/head_append.go, commitFloats",
		Facts: []string{"when", "value", "detail"},
		Advice: []Advice{{
			Why: "The request holds two values of one series for one time; the first is kept. " + atCommit,
			Fix: "Send one value per series and time. If the two come from different sources, keep a label that tells them apart.",
		}},
	},
	{
		ID: CauseTooOldInRequest, Level: LevelError,
		Line: "dropped silently: behind an item before it in this request by more than the window", Source: "tsdb/head_append.go, commitFloats",
		Facts: []string{"when", "value", "window", "window_edge", "detail"},
		Advice: []Advice{{
			Why: "An item of its series before it in this request is newer, and it lies outside of the out-of-order window of {window}. " + atCommit,
			Fix: "Sort the samples of a series by time before sending.",
		}},
	},
	{
		ID: CauseMarkerOvertaken, Level: LevelError,
		Line: "staleness marker dropped silently: later samples of its request overtook it", Source: "tsdb/head_append.go, commitFloats",
		Facts: []string{"when", "newest_kind"},
		Advice: []Advice{{
			Why: "The series holds native histograms, and this staleness marker came as a float, as Prometheus sends all of them. At commit Prometheus makes a histogram of it, but behind the later items of the series in this request: there it is out of order and dropped silently. The answer counts it as written, and queries see no gap.",
			Fix: "Nothing is wrong with the sender. An out-of-order window lets the marker in: " + windowKey + ".",
		}},
	},
}

// Package filter is the language in which exchanges are picked: the same in the
// dashboard, in print, replay and export.
//
//	{job="api",__name__=~"http_.*"} status:4xx and not (cause:out_of_order or lag:>1m)
//	└─────── selector ────────────┘ └─field──┘     └────────── group ────────────────┘
//
// A selector is Prometheus' own: it holds if one series of the request has all
// the labels. A field compares one property of the exchange; [Fields] is the
// table of them, from which the parser, the error messages, [Complete] and the
// help are made. Anything else is text that sender, path or cause contain. Terms
// that stand side by side must all hold; "and" binds tighter than "or".
//
// # Two tiers
//
// A history keeps a small row in memory for each exchange and the rest on disk.
// [Filter.MatchRow] answers from the row alone and says [NeedsContent] where that
// is not enough; only then is the exchange read and given to [Filter.Match].
// [Scan] does both over a whole history.
//
// # Concurrency
//
// A [Filter] does not change after [Parse] and may be used from any goroutine.
//
// # Limits
//
// A filter is at most [MaxLength] bytes long and [MaxDepth] groups deep. Regular
// expressions are RE2, so that no filter takes more than linear time.
package filter

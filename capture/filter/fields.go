package filter

import "rwscope/store"

// fields is the table behind parser, errors, completion and help.
var fields = []Field{
	{
		Name: "id", Type: TypeNumber, Example: "id:>100",
		Help:   "number of the exchange, from 1",
		number: sure(func(s *subject) int64 { return s.id }),
	},
	{
		Name: "time", Type: TypeTime, Example: "time:>=2026-11-23T10:05",
		Help:   "when the request arrived, UTC; a time alone means that time of any day",
		number: sure(func(s *subject) int64 { return s.time }),
	},
	{
		Name: "status", Type: TypeStatus, Example: "status:4xx",
		Help:   "status of the answer; 0 where none was recorded",
		number: sure(func(s *subject) int64 { return s.status }),
	},
	{
		Name: "cause", Type: TypeName, Example: "cause:out_of_order",
		Help:  "cause of a problem, whether it caused the answer or not",
		texts: (*subject).causeIs,
	},
	{
		Name: "level", Type: TypeChoice, Example: "level:>=warning",
		Help:   "worst level among the problems",
		Values: []string{"none", "info", "warning", "error"},
		number: sure(func(s *subject) int64 { return int64(s.level) }),
	},
	{
		Name: "problems", Type: TypeNumber, Example: "problems:>1",
		Help:   "how many problems were found",
		number: sure(func(s *subject) int64 { return s.problems }),
	},
	{
		Name: "untrue", Type: TypeFlag, Example: "untrue",
		Help: "answered 2xx although not everything was stored",
		flag: (*subject).untrue,
	},
	{
		Name: "marked", Type: TypeFlag, Example: "marked",
		Help: "marked in the dashboard",
		flag: func(s *subject) Verdict { return verdict(s.marked) },
	},
	{
		Name: "answer", Type: TypeText, Example: "answer:\"out of order\"", Content: true,
		Help:  "body of the answer",
		texts: (*subject).answerIs,
	},
	{
		Name: "by", Type: TypeChoice, Example: "by:prometheus",
		Help:   "who answered",
		Values: []string{"fast", "prometheus", "fault", "limit", "access", "recorded"},
		choice: func(s *subject) (string, bool) { return string(s.by), true },
	},
	{
		Name: "next", Type: TypeChoice, Example: "next:DROP",
		Help:   "what the sender will do now",
		Values: []string{"OK", "DROP", "RETRY", "DOWNGRADE"},
		choice: func(s *subject) (string, bool) { return string(s.next), true },
	},
	{
		Name: "retry", Type: TypeNumber, Example: "retry:>0",
		Help:   "Retry-Attempt header, 0 without",
		number: sure(func(s *subject) int64 { return s.retry }),
	},
	{
		Name: "hash", Type: TypeHash, Example: "hash:9c1e",
		Help:   "hash of the body; retries of one batch share it",
		number: sure(func(s *subject) int64 { return ordered(s.hash) }),
	},
	{
		Name: "sender", Type: TypeText, Example: "sender:vmagent",
		Help:  "User-Agent or host of the sender",
		texts: (*subject).senderIs,
	},
	{
		Name: "addr", Type: TypeText, Example: "addr:127.0.0.1:53122", Content: true,
		Help:  "host and port of the sender's connection",
		texts: (*subject).addrIs,
	},
	{
		Name: "tenant", Type: TypeText, Example: "tenant:=team-a",
		Help:  "X-Scope-OrgID or THANOS-TENANT header",
		texts: (*subject).tenantIs,
	},
	{
		Name: "method", Type: TypeText, Example: "method:=GET", Content: true,
		Help:  "HTTP method",
		texts: (*subject).methodIs,
	},
	{
		Name: "path", Type: TypeText, Example: "path:/api/v1/push", Content: true,
		Help:  "path of the URL",
		texts: (*subject).pathIs,
	},
	{
		Name: "message", Type: TypeChoice, Example: "message:v2",
		Help:   "message that the headers declare, as Prometheus reads them",
		Values: []string{"v1", "v2", "unknown"},
		choice: func(s *subject) (string, bool) { return s.declared.String(), true },
	},
	{
		Name: "looks", Type: TypeChoice, Example: "looks:otlp",
		Help:   "what the bytes of the body are",
		Values: []string{"v1", "v2", "read_request", "otlp", "json", "text", "html", "empty", "unknown"},
		choice: func(s *subject) (string, bool) { return string(s.form), s.formKnown },
	},
	{
		Name: "size", Type: TypeSize, Example: "size:>100KB",
		Help:   "bytes of the body on the wire",
		number: sure(func(s *subject) int64 { return s.wire }),
	},
	{
		Name: "decoded", Type: TypeSize, Example: "decoded:>=1MiB",
		Help:   "bytes of the message when unpacked",
		number: sure(func(s *subject) int64 { return s.decoded }),
	},
	{
		Name: "series", Type: TypeNumber, Example: "series:>1000",
		Help:   "series sent",
		number: sure(func(s *subject) int64 { return s.series }),
	},
	{
		Name: "samples", Type: TypeNumber, Example: "samples:0",
		Help:   "float samples sent",
		number: sure(func(s *subject) int64 { return s.samples }),
	},
	{
		Name: "histograms", Type: TypeNumber, Example: "histograms:>0",
		Help:   "native histograms sent",
		number: sure(func(s *subject) int64 { return s.histograms }),
	},
	{
		Name: "exemplars", Type: TypeNumber, Example: "exemplars:>0",
		Help:   "exemplars sent",
		number: sure(func(s *subject) int64 { return s.exemplars }),
	},
	{
		Name: "metadata", Type: TypeNumber, Example: "metadata:>0",
		Help:   "metadata records sent",
		number: sure(func(s *subject) int64 { return s.metadata }),
	},
	{
		Name: "sent", Type: TypeNumber, Example: "sent:0",
		Help:   "samples, histograms and exemplars sent, together",
		number: sure((*subject).sent),
	},
	{
		Name: "stored", Type: TypeNumber, Example: "stored:<sent",
		Help:   "samples, histograms and exemplars stored because of the request",
		number: judged((*subject).stored),
	},
	{
		Name: "duplicates", Type: TypeNumber, Example: "duplicates:>0",
		Help:   "samples and histograms that were stored before",
		number: judged(func(s *subject) int64 { return s.duplicates }),
	},
	{
		Name: "lost", Type: TypeNumber, Example: "lost:>0",
		Help:   "samples and histograms sent, but stored neither now nor before",
		number: judged((*subject).lost),
	},
	{
		Name: "collateral", Type: TypeNumber, Example: "collateral:>0",
		Help:   "good items lost with a bad one",
		number: judged(func(s *subject) int64 { return s.collateral }),
	},
	{
		Name: "lag", Type: TypeDuration, Example: "lag:>1m",
		Help:   "arrival minus newest item; negative if it is from the future",
		number: (*subject).lag,
	},
	{
		Name: "took", Type: TypeDuration, Example: "took:>10ms",
		Help:   "time from the first byte to the answer",
		number: sure(func(s *subject) int64 { return s.took }),
	},
}

// sure is a number that the index always holds.
func sure(number func(*subject) int64) func(*subject) (int64, bool) {
	return func(s *subject) (int64, bool) { return number(s), true }
}

// judged is a number that nobody knows for an exchange that was imported with
// the answer of another receiver.
func judged(number func(*subject) int64) func(*subject) (int64, bool) {
	return func(s *subject) (int64, bool) { return number(s), s.by != store.ByRecorded }
}

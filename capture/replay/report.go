package replay

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rwscope/capture"
)

// Report says what came back, beside what was recorded.
type Report struct {
	Shift Shift
	// Sent counts requests that were answered, Failed those that were not.
	Sent, Failed int
	Bytes        int64
	Samples      int64 // floats and histograms
	Took         time.Duration
	// Same and Different count answers, NotRecorded those that could not be compared.
	Same, Different, NotRecorded int
	// Unread counts exchanges that were not sent, see Plan.
	Unread int
	// Unreadable counts exchanges that the recording does not give back, Unmoved those
	// of which the times could not be moved.
	Unreadable, Unmoved int
	FirstError          error // of what failed or was unreadable
	LeftOut             map[string]int

	answers map[string]*AnswerCount
	changes map[[2]string]*Change
}

// AnswerCount is how often an answer was recorded, and how often it came now.
type AnswerCount struct {
	Label         string
	Recorded, Now int
}

// Change is a difference between what was recorded and what came now.
type Change struct {
	Recorded, Now string
	Count         int
	First         uint64 // ID of the first exchange
	Why, Fix      string // empty where that is not known
}

func newReport(shift Shift) *Report {
	return &Report{
		Shift:   shift,
		LeftOut: make(map[string]int),
		answers: make(map[string]*AnswerCount),
		changes: make(map[[2]string]*Change),
	}
}

// sent is one request that was answered.
type sent struct {
	ex    *capture.Exchange
	reply Reply
	moved bool
	by    int64 // milliseconds
	bytes int
	at    time.Time
}

func (r *Report) add(s sent) {
	r.Sent++
	r.Bytes += int64(s.bytes)
	r.Samples += int64(s.ex.Verdict.Sent.Samples + s.ex.Verdict.Sent.Histograms)
	if !s.moved {
		r.Unmoved++
	}
	for _, what := range s.reply.LeftOut {
		r.LeftOut[what]++
	}
	recorded, now := labels(s.ex, s.reply)
	if s.ex.Verdict.Answer.Status == 0 {
		recorded = notRecorded
	}
	r.count(recorded).Recorded++
	r.count(now).Now++
	switch {
	case recorded == notRecorded:
		r.NotRecorded++
	case recorded == now && sameCounts(s.ex, s.reply):
		r.Same++
	default:
		r.change(s, recorded, now)
	}
}

// notRecorded is the label of an exchange that was imported without an answer.
const notRecorded = "no answer recorded"

// sameCounts compares the numbers behind equal labels.
func sameCounts(ex *capture.Exchange, reply Reply) bool {
	return reply.Verdict == nil || !judged(ex) || reply.Verdict.Stored == ex.Verdict.Stored
}

func (r *Report) count(label string) *AnswerCount {
	if r.answers[label] == nil {
		r.answers[label] = &AnswerCount{Label: label}
	}
	return r.answers[label]
}

func (r *Report) change(s sent, recorded, now string) {
	r.Different++
	if recorded == now {
		now += ", in other numbers"
	}
	key := [2]string{recorded, now}
	c := r.changes[key]
	if c == nil {
		c = &Change{Recorded: recorded, Now: now, First: s.ex.ID}
		c.Why, c.Fix = advise(s, r.Shift)
		r.changes[key] = c
	}
	c.Count++
}

func (r *Report) failed(_ *capture.Exchange, err error) {
	r.Failed++
	r.FirstError = cmp.Or(r.FirstError, err)
}

func (r *Report) unreadable(err error) {
	r.Unreadable++
	r.FirstError = cmp.Or(r.FirstError, err)
}

// Answers are all answers, the most frequent first.
func (r *Report) Answers() []AnswerCount {
	var all []AnswerCount
	for _, c := range r.answers {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b AnswerCount) int {
		return cmp.Or(cmp.Compare(b.Recorded+b.Now, a.Recorded+a.Now), cmp.Compare(a.Label, b.Label))
	})
	return all
}

// Changes are all differences, the most frequent first.
func (r *Report) Changes() []Change {
	var all []Change
	for _, c := range r.changes {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.First, b.First), cmp.Compare(a.Now, b.Now))
	})
	return all
}

// LeftOutNames are what could not be sent, in order.
func (r *Report) LeftOutNames() []string { return slices.Sorted(maps.Keys(r.LeftOut)) }

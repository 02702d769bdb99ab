package capture

import (
	"fmt"
	"time"

	"rwscope/store"
)

// Sequence is a rule about the order of a sender's requests, which no single
// request can break.
type Sequence uint8

// The rules, those of remote write 1.0 and 2.0 for senders.
const (
	RetriedSuccess   Sequence = iota // the same body again after a 2xx
	RetriedRefusal                   // the same body again after a 4xx other than 429
	ShrinkingBackoff                 // a retry came sooner than the one before it
	UnnumberedRetry                  // the Retry-Attempt header of a retry does not grow
	NotRetried                       // the body of a 5xx did not come again
	sequences
)

// sequenceRules is about each rule: its name, how bad breaking it is, what the
// specification says, and what was seen, with the exchange and the one before it.
var sequenceRules = [sequences]struct {
	name  string
	level store.Level
	spec  string
	text  string
}{
	RetriedSuccess: {
		"retry_after_success", store.LevelWarning, "senders MUST NOT retry on 2xx",
		"exchange %d has the body of exchange %d, which was answered 2xx: the answer came too late for the sender, " +
			"or two senders share a host and a User-Agent",
	},
	RetriedRefusal: {
		"retry_after_refusal", store.LevelWarning, "senders MUST NOT retry on 4xx other than 429",
		"exchange %d has the body of exchange %d, which was refused for good",
	},
	ShrinkingBackoff: {
		"shrinking_backoff", store.LevelWarning, "senders MUST retry with a backoff",
		"exchange %d came less than half as long after exchange %d as that after the attempt before",
	},
	UnnumberedRetry: {
		"unnumbered_retry", store.LevelInfo, "Prometheus numbers retries in the Retry-Attempt header",
		"exchange %d is a retry of exchange %d, but its Retry-Attempt header does not say so",
	},
	NotRetried: {
		"not_retried", store.LevelWarning, "senders MUST retry on 5xx",
		"two minutes after exchange %d was answered 5xx its body has not come again (first sent with exchange %d), " +
			"although the sender goes on",
	},
}

// String is the rule's name.
func (q Sequence) String() string { return sequenceRules[q].name }

// Level is how bad breaking the rule is.
func (q Sequence) Level() store.Level { return sequenceRules[q].level }

// Spec is what the specification says.
func (q Sequence) Spec() string { return sequenceRules[q].spec }

// SequenceCount is how often a rule was broken, and by which exchange last: the
// one that breaks it, and the one before that makes it so.
type SequenceCount struct {
	Count             uint64
	Exchange, Earlier uint64
}

// SequenceFinding is a rule that a sender broke.
type SequenceFinding struct {
	Rule Sequence
	SequenceCount
	Text string // about the newest case
}

// Findings are the rules that the sender broke.
func (s *SenderStats) Findings() (findings []SequenceFinding) {
	for rule, c := range s.Sequence {
		if c.Count > 0 {
			text := fmt.Sprintf(sequenceRules[rule].text, c.Exchange, c.Earlier)
			findings = append(findings, SequenceFinding{Rule: Sequence(rule), SequenceCount: c, Text: text})
		}
	}
	return findings
}

// Broken is how many rules the sender broke, leaving out those that are only worth
// knowing.
func (s *SenderStats) Broken() (n uint64) {
	for rule, c := range s.Sequence {
		n += oneIf(c.Count > 0 && Sequence(rule).Level() > store.LevelInfo)
	}
	return n
}

func (s *SenderStats) broke(rule Sequence, exchange, earlier uint64) {
	c := &s.Sequence[rule]
	*c = SequenceCount{Count: c.Count + 1, Exchange: exchange, Earlier: earlier}
}

// The bounds of what is remembered of bodies.
const (
	bodySlots  = 1 << 14 // of bodies; a power of two. A slot takes 80 bytes
	maxFailing = 1024    // bodies that were answered 5xx and are to come again
	// patience is how long a body that was answered 5xx may take to come again. It
	// is twice the longest backoff of the known senders, vmagent's minute.
	patience = int64(2 * time.Minute)
)

// attempt is the newest time that a sender sent a body.
type attempt struct {
	retry  Retry
	sender uint32
	gap    int64 // from the end of the attempt before to this one; 0 for the first
}

// failed reports whether the sender has to try again.
func (a *attempt) failed() bool { return a.retry.Status/100 == 5 }

// failure is an attempt that is waited for.
type failure struct {
	slot int
	id   uint64
	at   int64
}

// bodies remembers which body was sent when, to tell retries. It forgets: a body
// takes the place of another one of the same slot, unless that one has to come
// again.
type bodies struct {
	slots   []attempt
	failing []failure // in the order of their answers
}

// see takes an exchange in and tells the sender's numbers of what it means. The
// sender of any exchange is found by its number.
func (b *bodies) see(r *Row, of func(sender uint32) *SenderStats) {
	b.giveUp(r.Time, of)
	if r.WireBytes == 0 || r.Metadata > 0 && r.Items() == 0 {
		return // Prometheus sends all metadata again each minute
	}
	if b.slots == nil {
		b.slots = make([]attempt, bodySlots)
	}
	slot := int((r.BodyHash ^ uint64(r.Sender)*0x9e3779b97f4a7c15) % bodySlots)
	a := &b.slots[slot]
	end := r.Time + int64(took(r))
	switch {
	case a.retry.Attempts > 0 && a.sender == r.Sender && a.retry.BodyHash == r.BodyHash:
		a.again(r, end, of(r.Sender))
	case a.failed() && end-a.retry.Until < patience:
		return
	default:
		*a = attempt{sender: r.Sender, retry: Retry{
			BodyHash: r.BodyHash, First: r.ID, Last: r.ID, Attempts: 1, Attempt: r.Retry, Status: r.Status,
			Since: r.Time, Until: end,
		}}
	}
	if a.failed() && len(b.failing) < maxFailing {
		b.failing = append(b.failing, failure{slot: slot, id: r.ID, at: end})
	}
}

// again is one more attempt. The rules look at the one before it.
func (a *attempt) again(r *Row, end int64, s *SenderStats) {
	last := a.retry
	gap := max(r.Time-last.Until, 1)
	switch {
	case last.Status/100 == 2:
		s.broke(RetriedSuccess, r.ID, last.Last)
	case last.Status/100 == 4 && last.Status != 429:
		s.broke(RetriedRefusal, r.ID, last.Last)
	default:
		if 2*gap < a.gap {
			s.broke(ShrinkingBackoff, r.ID, last.Last)
		}
		if r.Retry <= last.Attempt {
			s.broke(UnnumberedRetry, r.ID, last.Last)
		}
	}
	a.gap = gap
	a.retry.Last, a.retry.Attempt, a.retry.Status, a.retry.Until = r.ID, r.Retry, r.Status, end
	a.retry.Attempts++
	s.retried(a.retry)
}

// giveUp looks for bodies that were answered 5xx and did not come again in time.
func (b *bodies) giveUp(now int64, of func(sender uint32) *SenderStats) {
	for len(b.failing) > 0 && now-b.failing[0].at > patience {
		f := b.failing[0]
		b.failing = b.failing[1:]
		a := &b.slots[f.slot]
		if s := of(a.sender); a.retry.Last == f.id && s.Last > f.at {
			s.broke(NotRetried, a.retry.Last, a.retry.First)
		}
	}
}

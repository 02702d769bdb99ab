package capture

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"rwscope/store"
)

const (
	// clockSlip is how far the wall clock may leave the time that has passed before
	// anything is said: a clock that is kept right moves by less.
	clockSlip = 5 * time.Second
	// pausedFor is how long between two looks means that the process did not run.
	pausedFor = 10 * time.Second
	// patient is how long a write to the journal may take before anything is said.
	patient = time.Second
)

// Watch finds what concerns a whole session, and what no exchange shows or only
// one of many: a journal that is no longer written, a disk that stalls, a TSDB
// that cannot store, a clock that jumps, a process that was suspended. It costs
// those who receive next to nothing: it looks, now and then, at what they left.
type Watch struct {
	journal *Journal
	begin   time.Time
	last    moment
	stopped bool // the journal's end was said
	short   bool // that it is kept short was said

	write  uint64        // the journal's write that was going on at the last look
	since  time.Duration // it was first seen
	stalls bool          // it was said

	seen    uint64 // ID of the newest exchange that was looked at
	failing uint64 // answers 500 since the TSDB began to fail
}

// moment is a point in time on both clocks.
type moment struct {
	wall   time.Time     // what the machine's clock says
	passed time.Duration // since the watch began, whatever is done to that clock
}

// NewWatch watches a journal, and the exchanges in it, from now on.
func NewWatch(j *Journal) *Watch {
	now := time.Now()
	w := &Watch{journal: j, begin: now, last: moment{wall: now.Round(0)}}
	snap := j.Snapshot()
	w.short = snap.Totals.JournalDropped > 0
	if snap.Len() > 0 {
		w.seen = snap.Row(snap.Len() - 1).ID
	}
	return w
}

// Look returns what happened since the last look, a line each. It is to be called
// about once a second, by one goroutine.
func (w *Watch) Look() []string {
	now := time.Now()
	return w.look(moment{wall: now.Round(0), passed: now.Sub(w.begin)})
}

// End returns what happened since the last look, and what the journal lacks now that
// all is over.
func (w *Watch) End() []string {
	news := w.Look()
	t := w.journal.Snapshot().Totals
	if t.Unjournaled > 0 && w.journal.kept() {
		news = append(news, fmt.Sprintf("warning: %d exchanges are not in the journal %s", t.Unjournaled, w.journal.Path()))
	}
	if w.journal.kept() {
		for _, text := range lacks(t.JournalDropped, t.JournalDroppedBytes, nil) {
			news = append(news, "the journal "+w.journal.Path()+" "+text)
		}
	}
	return news
}

func (w *Watch) look(now moment) (news []string) {
	add := func(text string) {
		if text != "" {
			news = append(news, text)
		}
	}
	add(w.clock(now))
	add(w.stall(now.passed))
	snap := w.journal.Snapshot()
	add(w.journaling(&snap.Totals))
	add(w.shortening(&snap.Totals))
	add(w.storing(snap))
	w.last = now
	return news
}

// clock compares the machine's clock with the time that has passed. A clock that
// stands still while a machine sleeps, as Linux' does, cannot be told from one that
// is set ahead.
func (w *Watch) clock(now moment) string {
	passed := now.passed - w.last.passed
	slip := now.wall.Sub(w.last.wall) - passed
	switch {
	case slip < -clockSlip:
		return fmt.Sprintf("warning: the clock went back by %s: what was stored before may now be in the future, and times in the list repeat", rounded(-slip))
	case slip > clockSlip:
		return fmt.Sprintf("warning: the clock went ahead by %s, or the machine slept: samples that senders kept in the meantime come late", rounded(slip))
	case passed > pausedFor:
		return fmt.Sprintf("warning: rwscope did not run for %s: senders waited, and try again what they gave up", rounded(passed))
	default:
		return ""
	}
}

// stall says when a write to the journal takes long, and when it is over.
func (w *Watch) stall(passed time.Duration) string {
	write := w.journal.writing()
	same := write != 0 && write == w.write
	switch took := passed - w.since; {
	case same && !w.stalls && took >= patient:
		w.stalls = true
		return fmt.Sprintf("warning: the journal's disk has not written for %s, and senders wait for it: %s", rounded(took), w.journal.Path())
	case same:
		return ""
	case w.stalls:
		w.stalls, w.write, w.since = false, write, passed
		return fmt.Sprintf("the journal's disk writes again, after about %s", rounded(took))
	default:
		w.write, w.since = write, passed
		return ""
	}
}

// journaling says, once, that the journal has ended.
func (w *Watch) journaling(t *Totals) string {
	if w.stopped || t.JournalError == "" {
		return ""
	}
	w.stopped = true
	return fmt.Sprintf("warning: exchanges are no longer journaled: %s. All else goes on; make room, or mend the disk, and start rwscope again (%s)",
		innermost(t.JournalError), t.JournalError)
}

// shortening says, once, that the oldest exchanges are given up.
func (w *Watch) shortening(t *Totals) string {
	if w.short || t.JournalDropped == 0 {
		return ""
	}
	w.short = true
	return "the journal is as long as it may be: from now on the oldest exchanges are given up"
}

// storing says when the TSDB begins to fail, and when it is over.
func (w *Watch) storing(snap Snapshot) string {
	stored, failed, last := w.unseen(snap)
	before := w.failing
	w.failing += failed
	switch {
	case failed > 0 && before == 0:
		why := w.reason(last)
		return fmt.Sprintf("warning: the TSDB cannot store: %s. Senders are answered 500 and try again; make room, or mend the disk (%s)", innermost(why), why)
	case failed == 0 && stored && before > 0:
		w.failing = 0
		return fmt.Sprintf("the TSDB stores again; %d requests were answered 500", before)
	default:
		return ""
	}
}

// unseen looks at what is new: whether anything was stored, how many requests the
// TSDB failed at, and the last one of them.
func (w *Watch) unseen(snap Snapshot) (stored bool, failed, last uint64) {
	i, found := snap.Find(w.seen)
	if found {
		i++
	}
	for ; i < snap.Len(); i++ {
		row := snap.Row(i)
		w.seen = row.ID
		if row.Status == http.StatusInternalServerError && failsToStore(snap.Cause(row.Cause)) {
			failed, last = failed+1, row.ID
		}
		stored = stored || row.KeptSamples+row.KeptHistograms > 0
	}
	return stored, failed, last
}

func failsToStore(cause string) bool {
	return cause == store.CauseCommitError || cause == store.CauseAppendError
}

// reason is what the TSDB said about an exchange.
func (w *Watch) reason(id uint64) string {
	if x, ok := w.journal.Recent(id); ok && len(x.Verdict.Problems) > 0 {
		return x.Verdict.Problems[0].Text
	}
	return fmt.Sprintf("see exchange %d", id)
}

// innermost is the end of an error's text, where what happened stands: there is
// not always room for all of it.
func innermost(err string) string {
	first, _, _ := strings.Cut(err, "\n")
	return strings.TrimSpace(first[strings.LastIndex(first, ": ")+1:])
}

func rounded(d time.Duration) time.Duration { return d.Round(100 * time.Millisecond) }

package replay

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// WriteTable writes the report for people. All text that came from a receiver is
// safe to show.
func (r *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	r.writeSummary(&b)
	r.writeAnswers(&b)
	r.writeChanges(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) writeSummary(b *strings.Builder) {
	fmt.Fprintf(b, "sent %d requests, %d samples in %s: %d answered as recorded, %d differently",
		r.Sent, r.Samples, r.Took.Round(time.Millisecond), r.Same, r.Different)
	if r.NotRecorded > 0 {
		fmt.Fprintf(b, ", %d without a recorded answer", r.NotRecorded)
	}
	b.WriteByte('\n')
	for _, line := range r.Notices() {
		fmt.Fprintln(b, line)
	}
}

// Notices are what else a user should know, one line each.
func (r *Report) Notices() []string {
	var lines []string
	if r.Failed > 0 {
		lines = append(lines, fmt.Sprintf("%d requests were not answered: %v", r.Failed, r.FirstError))
	}
	if r.Unread > 0 {
		lines = append(lines, fmt.Sprintf("%d exchanges were not sent: they were refused before their bodies were read, so that the recording does not have these", r.Unread))
	}
	if r.Unreadable > 0 {
		lines = append(lines, fmt.Sprintf("%d exchanges could not be read: %v", r.Unreadable, r.FirstError))
	}
	if r.Unmoved > 0 {
		lines = append(lines, fmt.Sprintf("%d requests were sent with their old times: their bodies cannot be read", r.Unmoved))
	}
	for _, what := range r.LeftOutNames() {
		lines = append(lines, fmt.Sprintf("%s was left out of %d requests: the recording has only a fingerprint of it (--header gives another)", what, r.LeftOut[what]))
	}
	return lines
}

func (r *Report) writeAnswers(b *strings.Builder) {
	if len(r.answers) == 0 {
		return
	}
	b.WriteByte('\n')
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "recorded\tnow\t  answer\n")
	for _, a := range r.Answers() {
		fmt.Fprintf(t, "%d\t%d\t  %s\n", a.Recorded, a.Now, a.Label)
	}
	_ = t.Flush() // writing to b does not fail
}

func (r *Report) writeChanges(b *strings.Builder) {
	for _, c := range r.Changes() {
		fmt.Fprintf(b, "\n%d× %s → %s, first #%d\n", c.Count, c.Recorded, c.Now, c.First)
		if c.Why != "" {
			fmt.Fprintf(b, "   why: %s\n   fix: %s\n", c.Why, c.Fix)
		}
	}
}

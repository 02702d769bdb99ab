package main

import (
	"context"
	"fmt"

	"rwscope/capture"
	"rwscope/store"
)

// habits is what senders did against the specification and no single exchange shows,
// a line for each rule and sender. The dashboard has it on its Senders screen.
func habits(snap capture.Snapshot, abandoned []store.Abandoned) (lines []string) {
	for _, stats := range snap.SenderStats {
		for _, f := range stats.Findings() {
			rule := f.Rule.String()
			if f.Count > 1 {
				rule += fmt.Sprintf(", %d times", f.Count)
			}
			lines = append(lines, fmt.Sprintf("%s: %s: %s: %s (%s)", f.Rule.Level(), senderWords(stats.Sender), rule, f.Text, f.Rule.Spec()))
		}
	}
	for _, a := range abandoned {
		lines = append(lines, fmt.Sprintf("warning: %s: %d series ended without a stale marker, %s the last of them (senders MUST send one when a series ends)",
			a.Sender, a.Series, a.Example))
	}
	return lines
}

func senderWords(s capture.Sender) string {
	if s.UserAgent == "" {
		return s.Addr
	}
	return s.UserAgent + " at " + s.Addr
}

// habits of the senders of a session that ends.
func (s *session) habits() []string {
	abandoned, _ := s.store.Abandoned(context.Background()) // fails with its context alone
	return habits(s.journal.Snapshot(), abandoned)
}

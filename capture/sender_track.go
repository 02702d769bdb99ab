package capture

import "slices"

// senderTrack is what is known about all senders, for the index, whose mutex
// guards it. Statistics that snapshots have are never changed: a sender that did
// something gets new ones when the next snapshot is taken.
type senderTrack struct {
	senders []*trackedSender
	bodies  bodies
	dirty   []uint32 // senders with published set to be made anew
}

// trackedSender is one sender.
type trackedSender struct {
	stats SenderStats
	ends  []int64 // of exchanges that may still be under way, in order
	dirty bool
}

// count takes in an exchange of one of the senders that have names.
func (t *senderTrack) count(r *Row, names []Sender) {
	t.know(names)
	s := t.touch(r.Sender)
	s.stats.count(r)
	s.overlap(r)
	t.bodies.see(r, func(sender uint32) *SenderStats { return &t.touch(sender).stats })
}

// know makes room for all senders that have names by now.
func (t *senderTrack) know(names []Sender) {
	for n := len(t.senders); n < len(names); n++ {
		t.senders = append(t.senders, &trackedSender{stats: SenderStats{Sender: names[n]}})
		t.touch(uint32(n))
	}
}

// touch returns a sender that is going to change.
func (t *senderTrack) touch(n uint32) *trackedSender {
	s := t.senders[n]
	if !s.dirty {
		s.dirty = true
		t.dirty = append(t.dirty, n)
	}
	return s
}

// overlap counts the exchanges that were under way when this one came. The ends
// are in order, and a new one nearly always is the last.
func (s *trackedSender) overlap(r *Row) {
	over, _ := slices.BinarySearch(s.ends, r.Time+1)
	s.ends = slices.Delete(s.ends, 0, over)
	if len(s.ends) < maxConcurrent {
		end := r.Time + int64(took(r))
		at, _ := slices.BinarySearch(s.ends, end)
		s.ends = slices.Insert(s.ends, at, end)
	}
	s.stats.Concurrent = len(s.ends)
	s.stats.MaxConcurrent = max(s.stats.MaxConcurrent, s.stats.Concurrent)
	s.stats.Overlaps += oneIf(s.stats.Concurrent > 1)
}

// retried keeps the newest bodies that were sent again.
func (s *SenderStats) retried(r Retry) {
	s.Retries++
	s.Retrying = slices.DeleteFunc(s.Retrying, func(old Retry) bool { return old.BodyHash == r.BodyHash })
	if len(s.Retrying) == maxRetrying {
		s.Retrying = slices.Delete(s.Retrying, 0, 1)
	}
	s.Retrying = append(s.Retrying, r)
}

// publish returns the statistics of all senders that have names, given those that
// were published before. Only those of senders that did something are copied.
func (t *senderTrack) publish(names []Sender, before []*SenderStats) []*SenderStats {
	t.know(names)
	if len(t.dirty) == 0 {
		return before
	}
	now := make([]*SenderStats, len(t.senders))
	copy(now, before)
	for _, n := range t.dirty {
		s := t.senders[n]
		s.dirty = false
		stats := s.stats
		stats.Statuses, stats.Retrying = slices.Clone(stats.Statuses), slices.Clone(stats.Retrying)
		stats.Causes, stats.lags = slices.Clone(stats.Causes), slices.Clone(stats.lags)
		now[n] = &stats
	}
	t.dirty = t.dirty[:0]
	return now
}

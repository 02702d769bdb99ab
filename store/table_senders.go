package store

// maxSenders bounds the senders that are told apart in conflicts. A sender has a name
// for each of its connections, so that a week brings many more.
const maxSenders = 10_000

// anotherSender is the name of those for which there is no number left.
const anotherSender = "another sender"

// senderNames gives senders small numbers. Number 0 is nobody's: a series that was
// not written yet.
type senderNames struct {
	names   []string
	numbers map[string]uint32
	free    []uint32
	denied  int // senders that still get no number before it is looked for free ones again
}

// name is the sender with a number.
func (s *senderNames) name(n uint32) string {
	if n == 0 {
		return ""
	}
	return s.names[n]
}

// number is the number of a sender, 1 or more. When all are taken, those that nothing
// refers to any more are taken back; inUse calls its argument with the others.
func (s *senderNames) number(name string, inUse func(func(uint32))) uint32 {
	if n, ok := s.numbers[name]; ok {
		return n
	}
	if s.numbers == nil {
		s.names, s.numbers = []string{"", anotherSender}, map[string]uint32{anotherSender: 1}
	}
	if len(s.names) >= maxSenders && len(s.free) == 0 {
		// To look goes through all series, so each look has to serve thousands of senders,
		// those among them that get no number.
		if s.denied--; s.denied > 0 {
			return s.numbers[anotherSender]
		}
		s.reclaim(inUse)
		s.denied = maxSenders - 2*len(s.free)
	}
	var n uint32
	switch last := len(s.free) - 1; {
	case last >= 0:
		n, s.free = s.free[last], s.free[:last]
		s.names[n] = name
	case len(s.names) < maxSenders:
		n = uint32(len(s.names))
		s.names = append(s.names, name)
	default:
		return s.numbers[anotherSender]
	}
	s.numbers[name] = n
	return n
}

// reclaim frees the numbers that are not in use.
func (s *senderNames) reclaim(inUse func(func(uint32))) {
	used := make([]bool, len(s.names))
	used[0], used[s.numbers[anotherSender]] = true, true
	inUse(func(n uint32) { used[n] = true })
	for n := range used {
		if !used[n] {
			delete(s.numbers, s.names[n])
			s.names[n] = ""
			s.free = append(s.free, uint32(n))
		}
	}
}

// senderIndex is the number of a sender's name, to be noted in entries.
func (t *table) senderIndex(name string) uint32 {
	return t.senders.number(name, func(use func(uint32)) {
		for i := range uint32(t.used) {
			use(t.at(i).sender)
		}
	})
}

func (t *table) senderName(n uint32) string { return t.senders.name(n) }

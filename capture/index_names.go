package capture

// internSender returns the number that rows have for a sender.
func (x *index) internSender(s Sender) uint32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.sender(s)
}

// internCause returns the number that rows have for a cause.
func (x *index) internCause(name string) uint16 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.cause(name)
}

// sender returns the number of a sender. The last number is everybody's when the
// table is full.
func (x *index) sender(s Sender) uint32 {
	s = s.cut().host()
	if n, ok := x.senders[s]; ok {
		return n
	}
	n := uint32(len(x.now.Senders))
	if n == maxSenders {
		return n - 1
	}
	if n == maxSenders-1 {
		s = Sender{Addr: "others", UserAgent: "others"}
	}
	x.now.Senders = append(x.now.Senders, s)
	x.senders[s] = n
	return n
}

// cause returns the number of a cause, 0 for none and for those beyond the bound,
// which only a file can bring.
func (x *index) cause(name string) uint16 {
	if name == "" {
		return 0
	}
	if n, ok := x.causes[name]; ok {
		return n
	}
	if len(x.now.causes) == maxCauses {
		return 0
	}
	x.now.causes = append(x.now.causes, name)
	n := uint16(len(x.now.causes))
	x.causes[name] = n
	return n
}

package decode

// CheckLabels checks the label records of v1's series i, which walking only steps
// over, and returns the first fault in them. Series with equal keys have equal
// label records, so one that was checked need not be checked again. In v2 there is
// nothing to check.
func (m *Message) CheckLabels(i int) *Fault {
	if m.Kind != V1 {
		return nil
	}
	within := m.Series[i].Labels
	w, b := walker{m: m}, m.Body[:within.To]
	for at, label := int(within.From), 0; at < len(b); {
		t, from := tag(b, at)
		next := skip(b, at)
		if next < 0 {
			return nil // stepped over before, so it cannot be
		}
		if t == tagLabelV1 {
			from, _ = record(b, from)
			if _, _, end := w.label(b[:next], from); end < 0 {
				w.within("labels", label)
				w.within("timeseries", i)
				return w.fault
			}
			label++
		}
		at = next
	}
	return nil
}

// Check finishes what Decode left open under [Config].LazyLabels: it checks the
// label records of all series and returns the body's first fault, which is then
// exact. A fault in a label does not end the message: the items behind it stay.
// Without LazyLabels, and when called again, it only returns Fault.
func (b *Body) Check() *Fault {
	if b.unchecked && b.Message != nil {
		b.unchecked = false
		if fault := b.Message.firstLabelFault(); fault != nil {
			b.setLabelFault(fault)
		}
	}
	return b.Fault
}

// setLabelFault keeps the earlier of two faults, as reading in order would have.
func (b *Body) setLabelFault(fault *Fault) {
	if b.Fault == nil || fault.Offset < b.Fault.Offset {
		b.Fault = fault
	}
}

func (m *Message) firstLabelFault() *Fault {
	for i := range m.Series {
		if fault := m.CheckLabels(i); fault != nil {
			return fault
		}
	}
	return nil
}

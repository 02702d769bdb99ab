package decode

func findBodyEmpty(l *Linter) {
	if len(l.body.Wire) == 0 {
		l.request(ItemRequest, "the body is empty")
	}
}

func findSnappyFramed(l *Linter) {
	if l.body.Coding == CodingSnappyFramed {
		l.request(ItemRequest, "the body begins with the magic of the framing format")
	}
}

func findNotSnappyBlock(l *Linter) {
	switch b := l.body; b.Coding {
	case CodingSnappy, CodingSnappyFramed, CodingUnknown:
	case CodingNone:
		if len(b.Wire) > 0 {
			l.request(ItemRequest, "the body is not packed, it is %s", b.Form)
		}
	default:
		l.request(ItemRequest, "the body is packed with %s", b.Coding)
	}
}

func findBodyDamaged(l *Linter) {
	b, damage := l.body, l.body.damage()
	unpacked := b.Coding == CodingUnknown || b.Coding == CodingSnappy
	if damage == nil || !unpacked || len(b.Wire) == 0 {
		return
	}
	if b.Declared == Unknown || b.Form == FormUnknown || kindOf(b.Form) == b.Declared {
		l.request(ItemRequest, "%v", damage)
	}
}

// damage is the fault of bytes that make no sense. That they are more than a limit
// allows is no breach; but what declares to be too large is mostly no snappy block,
// which only its elements can show.
func (b *Body) damage() *Fault {
	switch {
	case b.Fault == nil || b.Fault.Limit == "":
		return b.Fault
	case b.Fault.Limit == LimitDecoded:
		declared, n := snappyLength(b.Wire)
		return scanSnappy(b.Wire, n, int(declared))
	default:
		return nil
	}
}

func findMessageNotDeclared(l *Linter) {
	b := l.body
	if b.Declared != Unknown && b.Form != FormUnknown && b.Form != FormEmpty && kindOf(b.Form) != b.Declared {
		l.request(ItemRequest, "declared as %s, but it is %s", b.Declared, b.Form)
	}
}

func findUnknownFields(l *Linter) {
	if n := l.m.UnknownFields; n > 0 {
		l.request(ItemRequest, "%d top-level fields that %s does not define", n, l.m.Kind)
	}
}

func findBatchOfOne(l *Linter) {
	if len(l.m.Series) == 1 {
		l.request(ItemRequest, "the request carries one series; batches are cheaper for both sides")
	}
}

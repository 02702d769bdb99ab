package decode

import "fmt"

// read finds out what the body is. Nearly always it is a snappy block around the
// declared message, and nothing is sniffed; see [Header] and the sniff functions
// for the rest.
func (b *Body) read() {
	decoded, fault := unsnappy(b.buffer, b.Wire, b.decoder.limits)
	if fault != nil {
		b.Fault = fault
		if fault.Limit != LimitWire {
			b.readOther()
		}
		return
	}
	b.Coding, b.Decoded, b.buffer = CodingSnappy, decoded, decoded
	if b.Declared != Unknown && b.readAs(b.Declared) {
		return
	}
	b.readSniffed()
}

// readAs walks the message as the given kind, and reports whether that is what it
// is: read without a fault, or to a limit, and not empty.
func (b *Body) readAs(kind Kind) bool {
	b.walkAs(kind)
	b.Form = formOf(kind)
	if b.Fault != nil {
		return b.Fault.Limit != ""
	}
	return !b.Message.empty()
}

// empty reports whether nothing was read that the message's kind defines.
func (m *Message) empty() bool {
	return len(m.Series) == 0 && len(m.Metadata) == 0 && len(m.Symbols) == 0
}

// readSniffed reads what is not clearly the declared message. If it is nothing
// else either, it is taken for a damaged one of the kind that its first field has.
func (b *Body) readSniffed() {
	declared := b.Fault
	switch form := sniffForm(b.Decoded); form {
	case FormV1:
		b.readAs(V1)
	case FormV2:
		b.readAs(V2)
	case FormUnknown:
		if b.readTwice() {
			return
		}
		if !b.readAs(b.nearest()) && b.Message.empty() {
			b.Form, b.Message = FormUnknown, nil
		}
	default:
		b.Form, b.Message, b.Fault = form, nil, declared
	}
}

// nearest is the kind that a damaged message is read as: the one that defines its
// first field, else the declared one.
func (b *Body) nearest() Kind {
	if t, i := tag(b.Decoded, 0); i > 0 {
		switch {
		case requestFieldsV1.has(t >> 3):
			return V1
		case requestFieldsV2.has(t >> 3):
			return V2
		}
	}
	if b.Declared != Unknown {
		return b.Declared
	}
	return V1
}

// readTwice looks for a message within a snappy block within the snappy block, and
// keeps the fault that Prometheus has with it.
func (b *Body) readTwice() bool {
	inner, fault := unsnappy(nil, b.Decoded, b.decoder.limits)
	if fault != nil {
		return false
	}
	form := sniffForm(inner)
	if form != FormV1 && form != FormV2 {
		return false
	}
	outer := b.Fault
	b.Coding, b.Decoded, b.buffer = CodingSnappyTwice, inner, inner
	b.readAs(kindOf(form))
	if outer == nil {
		outer = &Fault{Layer: LayerProtobuf, Reason: "no known field"}
	}
	outer.Reason += ": packed with snappy twice"
	b.Fault, b.unchecked = outer, false
	return true
}

// readOther reads a body that is no snappy block, for the sake of showing it. Its
// fault stays that of the snappy layer, which is as far as Prometheus gets.
func (b *Body) readOther() {
	coding := sniffCoding(b.Wire)
	decoded, err := unpack(coding, b.Wire, b.decoder.limits.Decoded)
	if err != nil {
		b.Coding = coding
		b.Fault = &Fault{Layer: LayerSnappy, Reason: fmt.Sprintf("packed with %s instead of snappy block format, and damaged: %v", coding, err)}
		return
	}
	form := sniffForm(decoded)
	if coding == CodingNone && form == FormUnknown {
		return
	}
	snappy := &Fault{Layer: LayerSnappy, Reason: notSnappy(coding, form)}
	b.Coding, b.Form = coding, form
	b.Decoded = decoded
	if kind := kindOf(form); kind != Unknown {
		b.readAs(kind)
	}
	b.Fault, b.unchecked = snappy, false
}

// notSnappy says what a body is instead of a snappy block.
func notSnappy(coding Coding, form Form) string {
	switch {
	case form == FormEmpty && coding == CodingNone:
		return "empty body"
	case coding == CodingNone:
		return fmt.Sprintf("not packed at all: %s as it is", form)
	default:
		return fmt.Sprintf("packed with %s instead of snappy block format", coding)
	}
}

func formOf(k Kind) Form {
	if k == V2 {
		return FormV2
	}
	return FormV1
}

func kindOf(f Form) Kind {
	switch f {
	case FormV1:
		return V1
	case FormV2:
		return V2
	default:
		return Unknown
	}
}

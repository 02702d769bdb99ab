package filter

// span is a value with both ends included: 4xx is 400 to 499.
type span struct{ low, high int64 }

// compareNode compares a number of the exchange with a value or another number.
type compareNode struct {
	field  *Field
	op     string
	text   string // the value as it is printed
	number func(*subject) (int64, bool)
	want   func(*subject) (span, bool)
}

func (n compareNode) match(s *subject) Verdict {
	got, known := n.number(s)
	want, wantKnown := n.want(s)
	if !known || !wantKnown {
		return NeedsContent
	}
	return verdict(holds(got, n.op, want))
}

func (n compareNode) String() string { return n.field.Name + ":" + n.op + n.text }

func holds(got int64, op string, want span) bool {
	switch op {
	case ">":
		return got > want.high
	case ">=":
		return got >= want.low
	case "<":
		return got < want.low
	case "<=":
		return got <= want.high
	case "!=":
		return got < want.low || got > want.high
	default:
		return want.low <= got && got <= want.high
	}
}

// choiceNode is a choice without an order, or one that is compared for equality.
type choiceNode struct {
	field *Field
	op    string
	want  string
}

func (n choiceNode) match(s *subject) Verdict {
	got, known := n.field.choice(s)
	if !known {
		return NeedsContent
	}
	return verdict((got == n.want) != (n.op == "!="))
}

func (n choiceNode) String() string { return n.field.Name + ":" + n.op + n.want }

// flagNode is a word that stands for itself.
type flagNode struct{ field *Field }

func (n flagNode) match(s *subject) Verdict { return n.field.flag(s) }

func (n flagNode) String() string { return n.field.Name }

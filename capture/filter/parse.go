package filter

import (
	"unicode/utf8"
)

// Parse reads a filter. Its error is an [*Error] with the place of the fault.
//
// Printing adds quotes and groups; a filter that exceeds a limit only then is
// refused as well, so that whatever prints one can rely on its being read again.
func Parse(input string) (*Filter, error) {
	f, err := parse(input)
	if err != nil {
		return nil, err
	}
	if _, err := parse(f.String()); err != nil {
		return nil, errorAt(input, 0, "filter is too long or nested too deep once it is written out")
	}
	return f, nil
}

func parse(input string) (*Filter, error) {
	switch {
	case len(input) > MaxLength:
		return nil, errorAt(input, 0, "filter has %d bytes, at most %d are taken", len(input), MaxLength)
	case !utf8.ValidString(input):
		return nil, errorAt(input, 0, "filter is not valid UTF-8")
	}
	p := parser{lexer: lexer{input: input}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == kindEnd {
		return &Filter{}, nil
	}
	root, err := p.any()
	if err != nil {
		return nil, err
	}
	if p.token.kind == kindClose {
		return nil, p.errorf("\")\" closes nothing")
	}
	return &Filter{root: root}, nil
}

// parser descends over
//
//	any  = all { "or" all }
//	all  = one { [ "and" ] one }
//	one  = "not" one | "(" any ")" | selector | field | text
type parser struct {
	lexer
	token token // the one that is looked at
	depth int
}

func (p *parser) advance() (err error) {
	p.token, err = p.next()
	return err
}

func (p *parser) errorf(format string, args ...any) error {
	return errorAt(p.input, p.token.at, format, args...)
}

func (p *parser) any() (node, error) {
	first, err := p.all()
	parts := anyNode{first}
	for err == nil && p.token.kind == kindOr {
		if err = p.advance(); err != nil {
			break
		}
		var part node
		part, err = p.all()
		parts = append(parts, part)
	}
	switch {
	case err != nil:
		return nil, err
	case len(parts) == 1:
		return first, nil
	default:
		return parts, nil
	}
}

func (p *parser) all() (node, error) {
	first, err := p.one()
	parts := allNode{first}
	for err == nil && p.continues() {
		if p.token.kind == kindAnd {
			if err = p.advance(); err != nil {
				break
			}
		}
		var part node
		part, err = p.one()
		parts = append(parts, part)
	}
	switch {
	case err != nil:
		return nil, err
	case len(parts) == 1:
		return first, nil
	default:
		return parts, nil
	}
}

// continues reports whether what follows belongs to the same "and".
func (p *parser) continues() bool {
	switch p.token.kind {
	case kindEnd, kindClose, kindOr:
		return false
	default:
		return true
	}
}

func (p *parser) one() (node, error) {
	if p.depth++; p.depth > MaxDepth {
		return nil, p.errorf("filter is nested deeper than %d", MaxDepth)
	}
	defer func() { p.depth-- }()
	switch p.token.kind {
	case kindNot:
		return p.not()
	case kindOpen:
		return p.parenthesis()
	case kindSelector, kindField, kindText:
		n, err := p.leaf()
		if err != nil {
			return nil, err
		}
		return n, p.advance()
	case kindEnd:
		return nil, p.errorf("a term is missing at the end")
	default:
		return nil, p.errorf("a term is missing here")
	}
}

func (p *parser) not() (node, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	part, err := p.one()
	return notNode{part}, err
}

func (p *parser) parenthesis() (node, error) {
	open := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	part, err := p.any()
	if err != nil {
		return nil, err
	}
	if p.token.kind != kindClose {
		return nil, errorAt(p.input, open.at, "group is not closed, \")\" is missing")
	}
	return part, p.advance()
}

// leaf builds the node of a token that stands for itself.
func (p *parser) leaf() (node, error) {
	switch p.token.kind {
	case kindSelector:
		return newSelector(p.input, p.token)
	case kindField:
		return newField(p.input, p.token)
	default:
		return newWord(p.input, p.token)
	}
}

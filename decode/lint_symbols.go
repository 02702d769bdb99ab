package decode

// symbolSet knows what the checks of the symbol table need: which symbols are
// used, and where each string stands first.
type symbolSet struct {
	used  []bool
	slots []uint32 // hash table of symbol indexes + 1, open addressing
}

// mark notes which symbols a message refers to.
func (s *symbolSet) mark(m *Message) {
	if m.Kind != V2 {
		return
	}
	s.used = append(s.used[:0], make([]bool, len(m.Symbols))...)
	use(s.used, 0) // the empty string has to be there
	use(s.used, m.Refs...)
	for i := range m.Series {
		use(s.used, m.Series[i].Meta.HelpRef, m.Series[i].Meta.UnitRef)
	}
	for i := range m.Exemplars {
		use(s.used, m.exemplarRefs(i)...)
	}
}

func use(used []bool, refs ...uint32) {
	for _, ref := range refs {
		if int(ref) < len(used) {
			used[ref] = true
		}
	}
}

// eachDuplicate calls f for each symbol whose string stood before, with the index
// where it stood first.
func (s *symbolSet) eachDuplicate(keys []Key, f func(first, again int)) {
	size := 16
	for size < 2*len(keys) {
		size *= 2
	}
	s.slots = append(s.slots[:0], make([]uint32, size)...)
	mask := uint64(size - 1)
	for i := range keys {
		for at := keys[i].Lo & mask; ; at = (at + 1) & mask {
			first := s.slots[at]
			if first == 0 {
				s.slots[at] = uint32(i + 1)
				break
			}
			if keys[first-1] == keys[i] {
				f(int(first-1), i)
				break
			}
		}
	}
}

// onSymbol notes a finding about a symbol.
func (l *Linter) onSymbol(i int, text string) {
	l.keep(Finding{Item: ItemSymbol, Series: -1, Index: i, Offset: int(l.m.Symbols[i].From), Text: text})
}

func findSymbolsMissing(l *Linter) {
	if len(l.m.Symbols) == 0 {
		l.request(ItemRequest, "no symbol table, not even the empty string")
	}
}

func findSymbolsFirstNotEmpty(l *Linter) {
	if len(l.m.Symbols) > 0 && l.m.Symbols[0].Len() > 0 && l.hit() {
		l.onSymbol(0, "the first symbol is "+quote(l.m.Text(l.m.Symbols[0])))
	}
}

func findSymbolsDuplicate(l *Linter) {
	l.symbols.eachDuplicate(l.m.symbolKeys, func(_, again int) {
		if l.hit() {
			l.onSymbol(again, quote(l.m.Text(l.m.Symbols[again]))+" was there before")
		}
	})
}

func findSymbolsUnused(l *Linter) {
	for i, used := range l.symbols.used {
		if !used && l.hit() {
			l.onSymbol(i, quote(l.m.Text(l.m.Symbols[i]))+" is not used")
		}
	}
}

func findLabelRefsOdd(l *Linter) {
	for i := range l.m.Series {
		if s := &l.m.Series[i]; s.NoKey && s.Refs.Len()%2 != 0 {
			l.onSeries(i, "%d label references", s.Refs.Len())
		}
	}
}

func findLabelRefOutOfRange(l *Linter) {
	for i := range l.m.Series {
		s := &l.m.Series[i]
		if !s.NoKey {
			continue
		}
		for _, ref := range l.m.Refs[s.Refs.From:s.Refs.To] {
			if int(ref) >= len(l.m.Symbols) {
				l.onSeries(i, "reference %d, but there are %d symbols", ref, len(l.m.Symbols))
			}
		}
	}
}

func findMetadataRefOutOfRange(l *Linter) {
	for i := range l.m.Series {
		if meta := &l.m.Series[i].Meta; meta.BadRef && len(l.m.Symbols) > 0 {
			l.onSeries(i, "help_ref %d and unit_ref %d, but there are %d symbols", meta.HelpRef, meta.UnitRef, len(l.m.Symbols))
		}
	}
}

func findExemplarRefsBad(l *Linter) {
	for i := range l.m.Exemplars {
		refs := l.m.exemplarRefs(i)
		if _, err := l.m.refLabelSet(refs); err != nil {
			l.onItem(ItemExemplar, l.m.SeriesOfExemplar(i), i, "%v", err)
		}
	}
}

package tui

import (
	"errors"
	"reflect"
	"slices"

	"rwscope/capture/filter"
)

// keeper is a screen of which something is remembered.
type keeper interface {
	// note writes down how the screen is set up now.
	note(*settings)
	// restore sets the screen up, before it shows anything. What is unknown is left
	// out: the file may be an older rwscope's, or edited by hand.
	restore(*settings)
}

var (
	_ keeper = (*requests)(nil)
	_ keeper = (*senders)(nil)
	_ keeper = (*series)(nil)
	_ keeper = (*problems)(nil)
	_ keeper = (*query)(nil)
)

// memory is where the settings of the screens are remembered, and what they were at
// the beginning.
type memory struct {
	path string // empty: they are not
	of   []keeper
	then settings
}

// recall sets the screens up as they were left. The error says that it could not:
// that is worth a notice, and no reason to show nothing.
func recall(path string, screens []screen) (memory, error) {
	if path == "" {
		return memory{}, nil
	}
	m := memory{path: path}
	for _, s := range screens {
		if k, ok := s.(keeper); ok {
			m.of = append(m.of, k)
		}
	}
	found, err := readSettings(path)
	if errors.Is(err, errNewer) {
		m.path = ""
	}
	if found != nil {
		for _, k := range m.of {
			k.restore(found)
		}
	}
	m.then = m.now()
	return m, err
}

// now is how the screens are set up.
func (m memory) now() settings {
	out := settings{Version: settingsVersion}
	for _, k := range m.of {
		k.note(&out)
	}
	return out
}

// keep writes the settings if the user changed any.
func (m memory) keep() error {
	if m.path == "" {
		return nil
	}
	now := m.now()
	if reflect.DeepEqual(m.then, now) {
		return nil
	}
	return writeSettings(m.path, now)
}

func (s *requests) note(to *settings) {
	to.Sort, to.Descending = specs[s.listing.by.column].name, s.listing.by.descending
	to.Filters = slices.Clone(s.saved)
	to.ListWidth, to.ListHeight = s.share.width, s.share.height
	for _, c := range s.visible {
		to.Columns = append(to.Columns, specs[c].name)
	}
}

func (s *requests) restore(from *settings) {
	var visible []column
	for _, c := range order {
		if slices.Contains(from.Columns, specs[c].name) {
			visible = append(visible, c)
		}
		if specs[c].name == from.Sort && specs[c].key != nil {
			s.listing.by, s.follow = sorting{c, from.Descending}, c == byTime
		}
	}
	if len(visible) > 0 {
		s.visible = visible
	}
	if from.ListWidth != 0 {
		s.share.width = bounded(from.ListWidth)
	}
	if from.ListHeight != 0 {
		s.share.height = bounded(from.ListHeight)
	}
	for _, expr := range from.Filters[:min(len(from.Filters), maxKept)] {
		if _, err := filter.Parse(expr); err == nil && expr != "" && !slices.Contains(s.saved, expr) {
			s.saved = append(s.saved, expr)
		}
	}
	s.layColumns()
}

func (s *senders) note(to *settings) { to.Senders = s.names.now(&s.list) }

func (s *senders) restore(from *settings) { s.names.restore(&s.list, from.Senders) }

func (s *series) note(to *settings) {
	to.Counts, to.Series = countColumns.now(&s.list), infoColumns.now(&s.inner)
}

func (s *series) restore(from *settings) {
	countColumns.restore(&s.list, from.Counts)
	infoColumns.restore(&s.inner, from.Series)
}

func (p *problems) note(to *settings) { to.Problems = problemColumns.now(&p.list) }

func (p *problems) restore(from *settings) { problemColumns.restore(&p.list, from.Problems) }

func (q *query) note(to *settings) {
	if q.list.Sorted != asAnswered {
		to.Query = resultColumns.now(&q.list)
	}
}

func (q *query) restore(from *settings) { resultColumns.restore(&q.list, from.Query) }

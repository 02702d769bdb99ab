package tui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"rwscope/capture/filter"
)

// settings is what the user set up on the Requests screen, as it is remembered
// from session to session. Columns go by their names in the menu.
type settings struct {
	Version    int      `json:"version"`
	Columns    []string `json:"columns"`
	Sort       string   `json:"sort"`
	Descending bool     `json:"descending"`
	Filters    []string `json:"filters"`
}

const (
	settingsVersion = 1
	settingsBytes   = 64 << 10 // the most that is read of the file
	maxKept         = 100      // filters
)

// errNewer is the cause for a file of a later rwscope, which must stay as it is.
var errNewer = errors.New("written by a newer rwscope")

// readSettings reads what was remembered; nil if nothing was.
func readSettings(path string) (*settings, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, settingsBytes))
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	s, err := parseSettings(data)
	if err != nil {
		return nil, fmt.Errorf("settings: %s: %w", path, err)
	}
	return s, nil
}

// parseSettings looks at the version first: what a newer rwscope writes may have
// another shape.
func parseSettings(data []byte) (*settings, error) {
	var of struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(data, &of); err != nil {
		return nil, err
	}
	if of.Version > settingsVersion {
		return nil, errNewer
	}
	s := &settings{}
	return s, json.Unmarshal(data, s)
}

// writeSettings replaces the file as a whole: two dashboards that end at the same
// time leave the settings of one of them, never a mixture.
func writeSettings(path string, s settings) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".dashboard-*") // with mode 0600
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("settings: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// settings is how the screen is set up now.
func (s *requests) settings() settings {
	out := settings{
		Version: settingsVersion, Sort: specs[s.listing.by.column].name, Descending: s.listing.by.descending,
		Filters: slices.Clone(s.saved),
	}
	for _, c := range s.visible {
		out.Columns = append(out.Columns, specs[c].name)
	}
	return out
}

// restore sets the screen up, before it shows anything. What is unknown or no
// filter is left out: the file may be an older rwscope's, or edited by hand.
func (s *requests) restore(from *settings) {
	var visible []column
	for _, c := range order {
		if slices.Contains(from.Columns, specs[c].name) {
			visible = append(visible, c)
		}
		if specs[c].name == from.Sort && specs[c].key != nil {
			s.listing.by = sorting{c, from.Descending}
		}
	}
	if len(visible) > 0 {
		s.visible = visible
	}
	for _, expr := range from.Filters[:min(len(from.Filters), maxKept)] {
		if _, err := filter.Parse(expr); err == nil && expr != "" && !slices.Contains(s.saved, expr) {
			s.saved = append(s.saved, expr)
		}
	}
	s.layColumns()
}

// memory is where the settings of a screen are remembered, and what they were at
// the beginning.
type memory struct {
	path string // empty: they are not
	of   *requests
	then settings
}

// recall sets the screen up as it was left. The error says that it could not: that
// is worth a notice, and no reason to show nothing.
func recall(path string, s *requests) (memory, error) {
	if path == "" {
		return memory{}, nil
	}
	found, err := readSettings(path)
	if errors.Is(err, errNewer) {
		path = ""
	}
	if found != nil {
		s.restore(found)
	}
	return memory{path, s, s.settings()}, err
}

// keep writes the settings if the user changed any.
func (m memory) keep() error {
	if m.path == "" {
		return nil
	}
	now := m.of.settings()
	if reflect.DeepEqual(m.then, now) {
		return nil
	}
	return writeSettings(m.path, now)
}

package tui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// settings is what the user set up, as it is remembered from session to session:
// the Requests screen, whose columns go by their names in the menu, and by what the
// other screens' lists are sorted. What an older file lacks stays as it usually is.
type settings struct {
	Version    int      `json:"version"`
	Columns    []string `json:"columns"`
	Sort       string   `json:"sort"`
	Descending bool     `json:"descending"`
	Filters    []string `json:"filters"`
	// The list's part of a window that it shares with an exchange, in percent.
	ListWidth  int `json:"list_width,omitempty"`
	ListHeight int `json:"list_height,omitempty"`

	Senders  *sortedBy `json:"senders,omitempty"`
	Counts   *sortedBy `json:"series_counts,omitempty"`
	Series   *sortedBy `json:"series,omitempty"`
	Problems *sortedBy `json:"problems,omitempty"`
	Query    *sortedBy `json:"query,omitempty"` // nil: as it was answered
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

package main

import (
	"os"
	"path/filepath"
)

// settingsFile is where the dashboard remembers how it was set up, by the XDG base
// directory specification; empty if it is not to, or there is no home.
func settingsFile() string {
	if os.Getenv(envPrefix+"FORGET") != "" {
		return ""
	}
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) { // the specification has such a path ignored
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "rwscope", "dashboard.json")
}

package tui

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
)

// session is a dashboard on b with its settings in path.
func session(t *testing.T, b *backend, path string) *rig {
	t.Helper()
	cfg := b.config(t)
	cfg.Settings = path
	return startRig(t, b, cfg, 160, 24)
}

// inFull is how the file would have it.
func inFull(t *testing.T, s settings) string {
	t.Helper()
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (r *rig) keepSettings() {
	r.t.Helper()
	if err := r.app.memory.keep(); err != nil {
		r.t.Fatal(err)
	}
}

// TestSettingsLast sets one dashboard up and expects the next to begin like that.
func TestSettingsLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "state", "rwscope", "dashboard.json")
		b := newBackend(t)
		b.play(t, 30)
		first := session(t, b, path)
		first.keepSettings()
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("nothing was changed, but there is a file: %v", err)
		}
		first.press("s", "S", "c", "type:tenant", "enter", "esc", "/", "type:status:4xx", "enter", "w")
		first.press("enter", ">", ">", "esc", "esc", "2", "s", "S", "3", "s", "enter", "s", "s", "S", "4", "s", "s", "S")
		first.update(tea.WindowSizeMsg{Width: 100, Height: 60})
		first.press("5", "type:up", "enter", "s", "s", "S", "1", "enter", "<")
		first.keepSettings()
		want := first.app.memory.now()

		second := session(t, b, path)
		s := second.app.screens[onRequests].(*requests)
		got := second.app.memory.now()
		if got, want := inFull(t, got), inFull(t, want); got != want {
			t.Errorf("remembered\n%s\nwant\n%s", got, want)
		}
		changed := settings{
			Version: settingsVersion, Columns: got.Columns, Sort: "sender", Descending: true, Filters: []string{"status:4xx"},
			ListWidth: usualWidth + 2*shareStep, ListHeight: usualHeight - shareStep,
			Senders: &sortedBy{"req/s", false}, Counts: &sortedBy{"name", false},
			Series: &sortedBy{"newest", false}, Problems: &sortedBy{"requests", false}, Query: &sortedBy{"value", false},
		}
		if got, want := inFull(t, got), inFull(t, changed); got != want || !slices.Contains(changed.Columns, "tenant") {
			t.Errorf("the keys made\n%s\nwant a tenant and\n%s", got, want)
		}
		second.mustSee("TENANT")
		if s.listing.sorted == nil {
			t.Error("the list is in the order of arrival")
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode(); got != fs.FileMode(0o600) {
			t.Errorf("mode %v, want 0600", got)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".dashboard-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

// TestSettingsUnusable expects a notice and the usual set-up, and a newer file to
// stay as it is.
func TestSettingsUnusable(t *testing.T) {
	for _, c := range []struct{ name, text, notice, then string }{
		{name: "broken", text: `{"version": 1, "columns": [`, notice: "unexpected end of JSON input", then: `"version": 1`},
		{name: "newer", text: `{"version": 2, "columns": {}}`, notice: "newer rwscope", then: `"version": 2`},
		{name: "odd", text: `{"version":1,"columns":["nonsense"],"sort":"number of the exchange","filters":["status:"," ","\u001b[31m"]}`, then: `"sort": "sender"`},
		{name: "long", text: `{"version": 1, "sort": "` + strings.Repeat("x", settingsBytes) + `"}`, notice: "unexpected end of JSON input", then: `"version": 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "dashboard.json")
				if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
					t.Fatal(err)
				}
				b := newBackend(t)
				b.play(t, 3)
				r := session(t, b, path)
				if !strings.Contains(r.app.said.text, c.notice) || c.notice == "" && r.app.said.text != "" {
					t.Errorf("notice %q, want %q", r.app.said.text, c.notice)
				}
				r.mustSee("TIME", "SENDER", "STORED")
				r.press("s")
				r.keepSettings()
				got, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(got), c.then) {
					t.Errorf("the file lacks %q:\n%.500s", c.then, got)
				}
			})
		})
	}
}

// TestSettingsUnwritable expects an error that says where.
func TestSettingsUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := writeSettings(filepath.Join(file, "dashboard.json"), settings{})
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v, want an error about %s", err, file)
	}
}

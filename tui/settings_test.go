package tui

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// session is a dashboard on b with its settings in path.
func session(t *testing.T, b *backend, path string) *rig {
	t.Helper()
	cfg := b.config(t)
	cfg.Settings = path
	return startRig(t, b, cfg, 160, 24)
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
		first.press("s", "S", "c", "type:tenant", "enter", "/", "type:status:4xx", "enter", "w")
		first.keepSettings()
		want := first.app.screens[onRequests].(*requests).settings()

		second := session(t, b, path)
		s := second.app.screens[onRequests].(*requests)
		got := s.settings()
		if !slices.Equal(got.Columns, want.Columns) || got.Sort != want.Sort || got.Descending != want.Descending || !slices.Equal(got.Filters, want.Filters) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if !slices.Contains(got.Columns, "tenant") || got.Sort == "time" || !got.Descending || !slices.Equal(got.Filters, []string{"status:4xx"}) {
			t.Errorf("the keys changed nothing: %+v", got)
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

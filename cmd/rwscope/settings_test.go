package main

import "testing"

func TestSettingsFile(t *testing.T) {
	for _, c := range []struct{ name, state, home, forget, want string }{
		{name: "state", state: "/var/state", home: "/home/me", want: "/var/state/rwscope/dashboard.json"},
		{name: "home", home: "/home/me", want: "/home/me/.local/state/rwscope/dashboard.json"},
		{name: "relative", state: "state", home: "/home/me", want: "/home/me/.local/state/rwscope/dashboard.json"},
		{name: "homeless"},
		{name: "forget", state: "/var/state", home: "/home/me", forget: "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", c.state)
			t.Setenv("HOME", c.home)
			t.Setenv("RWSCOPE_FORGET", c.forget)
			if got := settingsFile(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

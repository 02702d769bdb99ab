package tui

import "time"

// toastTime is how long a notice stays: long enough to be read twice.
const toastTime = 6 * time.Second

// toast is a notice in the footer. An alarm stays until a key is pressed.
type toast struct {
	text  string
	alarm bool
	at    time.Time
}

func (t *toast) set(text string, alarm bool, now time.Time) {
	*t = toast{text: text, alarm: alarm, at: now}
}

func (t *toast) fade(now time.Time) {
	if !t.alarm && now.Sub(t.at) >= toastTime {
		t.text = ""
	}
}

func (t *toast) pressed() { t.text = "" }

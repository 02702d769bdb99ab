package tui

import (
	"context"
	"io"
	"time"

	"rwscope/capture"
	"rwscope/capture/senderconfig"
	"rwscope/decode"
)

// Config is what the dashboard shows, and where.
type Config struct {
	// History is what it shows. If it also implements [Notes], exchanges can be
	// marked and commented.
	History capture.History
	// Reader reads from the TSDB; nil if there is none.
	Reader Reader
	// Decoder takes the bodies apart; a plain one if it is nil.
	Decoder *decode.Decoder
	// Name says what is shown: an address, or a file.
	Name string
	// URL is where senders reach the receiver, "http://127.0.0.1:9201"; empty when
	// nothing is received, as with a file.
	URL string
	// Target is what senders have to know besides: a CA, credentials.
	Target senderconfig.Target
	// Notices are said when the dashboard opens: a warning about the address, say.
	Notices []string
	// News delivers notices that come later; it may be nil.
	News <-chan string
	// Dir is where exports are written; the working directory if it is empty.
	Dir string
	// Settings is the file in which columns, sorting and kept filters are remembered
	// from session to session; empty: they are not.
	Settings string
	// Stop ends what the dashboard looks at, once, when the user leaves: it stops
	// receiving and flushes. Its error is returned by Run.
	Stop func(context.Context) error

	// Location is the time zone of what is shown; the local one if it is nil.
	Location *time.Location
	// Mouse makes clicks and the wheel work; selecting text then needs the shift
	// key in most terminals.
	Mouse bool
	// ASCII draws with nothing but ASCII, as is done anyway where the locale knows no
	// more.
	ASCII bool

	// Input, Output and Environ are the terminal; the process' own where they are
	// nil.
	Input   io.Reader
	Output  io.Writer
	Environ []string
}

// target is the receiver as senders see it.
func (c Config) target() senderconfig.Target {
	t := c.Target
	t.Base = c.base()
	return t
}

// base is where requests are sent: here, or where rwscope listens by default.
func (c Config) base() string {
	if c.URL != "" {
		return c.URL
	}
	return "http://127.0.0.1:9201"
}

// Notes is a history on which a user can write.
type Notes interface {
	Mark(id uint64, marked bool) error
	SetComment(id uint64, comment string) error
	Comment(id uint64) string
}

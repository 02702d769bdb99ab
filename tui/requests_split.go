package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// split is how the list and the opened exchange share the window.
type split int

const (
	alone  split = iota // one at a time
	beside              // the list to the left
	above               // the list above
)

// The least window in which both have room.
const (
	besideWidth = 150
	aboveHeight = 30
)

// share is which part of the window's width, and of its height, the list gets
// where it is shared: percent, as the user set them.
type share struct{ width, height int }

// The shares to begin with.
const (
	usualWidth  = 45
	usualHeight = 30
)

// The bounds of both shares, and by how much a key changes them.
const (
	leastShare = 20
	mostShare  = 80
	shareStep  = 5
)

// The least room for the list, and for the exchange, whatever the shares are.
const (
	listLeastWidth      = 48
	exchangeLeastWidth  = 60
	listLeastHeight     = 5
	exchangeLeastHeight = 12
)

func (s *requests) split() split {
	switch {
	case s.zoomed:
		return alone
	case s.w >= besideWidth:
		return beside
	case s.h >= aboveHeight:
		return above
	default:
		return alone
	}
}

// listWidth is the width of the list beside an exchange.
func (s *requests) listWidth() int {
	return min(max(s.w*s.share.width/100, listLeastWidth), s.w-1-exchangeLeastWidth)
}

// listHeight is the height of the list above an exchange; a short list takes no
// more than it fills.
func (s *requests) listHeight() int {
	return min(max(s.h*s.share.height/100, listLeastHeight), s.h-1-exchangeLeastHeight, s.listing.Len()+2)
}

// resize gives the list more or less of the window, and says so where that cannot
// be seen.
func (s *requests) resize(by int) tea.Cmd {
	how := s.split()
	switch {
	case s.opened == nil:
		return say("nothing to share with; enter opens an exchange")
	case s.zoomed:
		return say("the window is not shared; z shares it")
	case how == alone:
		return say(fmt.Sprintf("list and exchange share a window of %d columns or %d lines", besideWidth, aboveHeight+headLines+1))
	case how == beside:
		s.share.width = bounded(s.share.width + by)
	default:
		s.share.height = bounded(s.share.height + by)
	}
	return nil
}

func bounded(percent int) int { return min(max(percent, leastShare), mostShare) }

package keys

// Distance is how far a movement goes in a list or text of which a page shows
// that many of all lines; ok is false if the action is no movement. Pages overlap
// by a line, so that the eye finds its place again.
func Distance(a Action, page, all int) (n int, ok bool) {
	switch a {
	case Down:
		return 1, true
	case Up:
		return -1, true
	case PageDown:
		return max(page-1, 1), true
	case PageUp:
		return -max(page-1, 1), true
	case HalfDown:
		return max(page/2, 1), true
	case HalfUp:
		return -max(page/2, 1), true
	case Top:
		return -all, true
	case Bottom:
		return all, true
	}
	return 0, false
}

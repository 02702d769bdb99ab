package capture

import (
	"errors"

	"golang.org/x/sync/semaphore"
)

// errInFlight says that all requests together hold as many bytes as they may.
var errInFlight = errors.New("bytes in flight are exhausted")

// share is what one request holds of the bytes in flight. It only grows, until
// release gives all of it back. Nothing waits: who cannot have more is refused,
// since a sender that is told to come back is better off than one that hangs.
type share struct {
	all  *semaphore.Weighted
	held int64
}

// atLeast makes the share n bytes or more, or returns errInFlight.
func (s *share) atLeast(n int64) error {
	if n <= s.held {
		return nil
	}
	if !s.all.TryAcquire(n - s.held) {
		return errInFlight
	}
	s.held = n
	return nil
}

func (s *share) release() {
	s.all.Release(s.held)
	s.held = 0
}
